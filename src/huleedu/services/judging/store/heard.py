"""Keep what is heard of essays, and pass it on to those that are judged."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.kit.database import Sql
from huleedu.services.judging.store import rankings

NOBODYS = UUID(int=0)
"""The school of a batch of which only essays were heard yet."""

KNOW = """
insert into essay (id, batch, school)
select id, $2, coalesce((select school from plan where batch = $2),
                        (select school from judging where id = $2), $3)
from unnest($1::uuid[]) as given (id)
order by id on conflict (batch, id) do nothing
"""

BELONGS = """
update essay e set school = s.school
from (select coalesce((select school from plan where batch = $1),
                      (select school from judging where id = $1)) as school) s
where e.batch = $1 and e.school <> s.school
"""

# of each essay set the columns that are named in its JSON object, and no others
SET = """
update essay e
set (slot, name, text, measures, pupil)
    = (select r.slot, r.name, r.text, r.measures, r.pupil
       from jsonb_populate_record(e, s.columns) r)
from unnest($1::uuid[], $2::jsonb[]) as s (id, columns)
where e.batch = $3 and e.id = s.id and e.id = any($1::uuid[])
"""

# essays that take part and are not judged yet, after those that are, if the batch is judged
JOIN = """
insert into script (judging, school, number, essay, name, text, measures, pupil)
select j.id, j.school,
       (select count(*) from script where judging = $1) + row_number() over (order by e.slot) - 1,
       e.id, e.name, e.text, coalesce(e.measures, '{}'), coalesce(e.pupil, '')
from judging j join essay e on e.batch = j.id
where j.id = $1 and e.batch = $1 and e.slot is not null and e.text is not null
  and e.name is not null
  and not exists (select from script s where s.judging = $1 and s.essay = e.id)
returning essay
"""

# once judges have begun, essays that come late wait, unless it is said that they join
WAITS = """
select coalesce(rules ->> 'late', '') <> 'join' and exists (select from pair where judging = $1)
from judging where id = $1
"""

# what is known by now of essays that are judged
RENEW = """
update script s
set measures = coalesce(e.measures, s.measures), pupil = coalesce(e.pupil, s.pupil)
from essay e
where s.judging = $1 and e.batch = $1 and e.id = s.essay
  and (s.measures, s.pupil)
      is distinct from (coalesce(e.measures, s.measures), coalesce(e.pupil, s.pupil))
returning s.essay
"""


async def keep(sql: Sql, batch: UUID, essays: Mapping[UUID, Mapping[str, object]]) -> None:
    """Keep what was heard of these essays, by column: slot, name, text, measures, pupil."""
    await sql.execute(KNOW, list(essays), batch, NOBODYS)
    told = [msgspec.json.encode(columns).decode() for columns in essays.values()]
    await sql.execute(SET, list(essays), told, batch)


async def belongs(sql: Sql, batch: UUID) -> None:
    """It is known whose the batch is: what was heard of it is theirs."""
    await sql.execute(BELONGS, batch)


async def pass_on(sql: Sql, batch: UUID, now: datetime) -> None:
    """Let what was heard of a batch reach its judging, if it is judged; it must be locked.

    An essay that comes once judges have begun waits until somebody lets it join, unless the rules
    say that it joins.
    """
    if await sql.fetchval(WAITS, batch):
        if await sql.fetch(RENEW, batch):
            await rankings.changed(sql, batch, now)
    else:
        await join(sql, batch, now)


async def join(sql: Sql, batch: UUID, now: datetime) -> int:
    """Let all that was heard of a batch be judged; how many essays are new; it must be locked."""
    joined, renewed = await sql.fetch(JOIN, batch), await sql.fetch(RENEW, batch)
    if joined or renewed:
        await rankings.changed(sql, batch, now)
    return len(joined)
