"""Forget what has ended, a little at each sign-in: no table grows without end."""

from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Sql

AT_MOST = 200
"""Rows of a table at a time: whoever signs in does not wait for a year's."""

# a school's sessions, browsers, links and questions; what another forgets just now is left to them
FORGET = """
with ended_sessions as (
    select school, id from session where school = $1 and used_at < $2
    order by used_at limit $6 for update skip locked
), old_devices as (
    select hash from device where school = $1 and seen_at < $3
    order by seen_at limit $6 for update skip locked
), old_links as (
    select hash from one_time_link
    where school = $1 and ends_at < $5 and (kind = 'second-factor' or ends_at < $4)
    order by ends_at limit $6 for update skip locked
), old_questions as (
    select hash from service_question where school = $1 and ends_at < $5
    order by ends_at limit $6 for update skip locked
), sessions as (
    delete from session s using ended_sessions e where s.school = e.school and s.id = e.id
), devices as (
    delete from device where hash in (select hash from old_devices)
), links as (
    delete from one_time_link where hash in (select hash from old_links)
)
delete from service_question where hash in (select hash from old_questions)
"""


async def forget(
    sql: Sql,
    school: UUID,
    *,
    sessions_before: datetime,
    devices_before: datetime,
    links_before: datetime,
    tickets_before: datetime,
) -> None:
    """Forget sessions last used before this, browsers not known since, and links that ended.

    Args:
        tickets_before: of links those that were of use for minutes only, and questions.
    """
    await sql.execute(
        FORGET,
        school,
        sessions_before,
        devices_before,
        links_before,
        tickets_before,
        AT_MOST,
    )
