"""Another text is judged in the place of one that was replaced."""

from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Sql
from huleedu.services.judging.store import rankings

# the script keeps its number, and with it its place among the others
TAKE_OVER = """
update script s
set essay = e.id, name = e.name, text = e.text, measures = coalesce(e.measures, '{}'),
    pupil = coalesce(e.pupil, s.pupil)
from essay e
where s.judging = $1 and s.essay = $2 and e.batch = $1 and e.id = $3
returning s.number
"""

# what was decided about the text of before is kept, and counts no more; who has it in hand is told
# that it was too late
END = """
update pair
set state = case state when 'out' then 'lapsed' else 'undone' end, ended_at = $3
where judging = $1 and (first = $2 or second = $2) and state in ('out', 'decided', 'flagged')
"""

# rules speak of essays by their ids: known grades and places, and what is tried first; what is
# known of the text of before is known of this one until somebody says otherwise
SPEAK_OF_JUDGED = """
update judging set rules = replace(rules::text, $2::uuid::text, $3::uuid::text)::jsonb
where id = $1 and strpos(rules::text, $2::uuid::text) > 0
"""
SPEAK_OF_PLANNED = """
update plan set rules = replace(rules::text, $2::uuid::text, $3::uuid::text)::jsonb
where batch = $1 and strpos(rules::text, $2::uuid::text) > 0
"""


async def take_over(sql: Sql, batch: UUID, essay: UUID, by: UUID, now: datetime) -> None:
    """Let `by` be judged as the script that the essay was, if the batch is judged.

    An anchor stays one: its grade is known of the new text from now on.
    """
    await sql.execute(SPEAK_OF_PLANNED, batch, essay, by)
    await sql.execute(SPEAK_OF_JUDGED, batch, essay, by)
    number = await sql.fetchval(TAKE_OVER, batch, essay, by)
    if number is not None:
        await sql.execute(END, batch, number, now)
        await rankings.changed(sql, batch, now)
