"""Keep what each batch's ranking was made from, and which batches wait for another."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Sql
from huleedu.services.judging.domain.freshness import NO_RANKING, Kept, MadeFrom

NOW = """
select revision,
       (select count(*) from pair where judging = $1 and state = 'decided') as decided,
       (select count(*) from pair where judging = $1 and state = 'undone') as undone
from judging where id = $1
"""

KEPT = "select number, revision, decided, undone from ranking where judging = $1"

KEEP = """
insert into ranking (judging, number, revision, decided, undone, made_at, school)
values ($1, $2, $3, $4, $5, $6, (select school from judging where id = $1))
on conflict (judging) do update
set number = excluded.number, revision = excluded.revision, decided = excluded.decided,
    undone = excluded.undone, made_at = excluded.made_at
"""

CHANGED = "update judging set revision = revision + 1 where id = $1"

DUE = """
insert into due (judging, since, school) select id, $2, school from judging where id = $1
on conflict do nothing
"""

# who waits long enough waits no more: the next decision waits anew
TAKE_DUE = "delete from due where since <= $1 returning judging"


async def now(sql: Sql, batch: UUID) -> MadeFrom | None:
    """What a ranking would be made from now; None: judging was never opened."""
    row = await sql.fetchrow(NOW, batch)
    return None if row is None else MadeFrom(row["revision"], row["decided"], row["undone"])


async def kept(sql: Sql, batch: UUID) -> Kept:
    """The ranking that was said last."""
    row = await sql.fetchrow(KEPT, batch)
    if row is None:
        return NO_RANKING
    return Kept(row["number"], MadeFrom(row["revision"], row["decided"], row["undone"]))


async def keep(sql: Sql, batch: UUID, ranking: Kept, at: datetime) -> None:
    """Another ranking was made."""
    await sql.execute(KEEP, batch, ranking.number, *ranking.made_from, at)


async def changed(sql: Sql, batch: UUID, at: datetime) -> None:
    """Rules, scripts or judges are others now."""
    await sql.execute(CHANGED, batch)
    await due(sql, batch, at)


async def due(sql: Sql, batch: UUID, at: datetime) -> None:
    """Another ranking is due, unless it was already."""
    await sql.execute(DUE, batch, at)


async def take_due(sql: Sql, since: datetime) -> Sequence[UUID]:
    """The batches of which something was decided at this time or before; they wait no more."""
    return [UUID(int=row["judging"].int) for row in await sql.fetch(TAKE_DUE, since)]
