"""Essays that are checked and measured before it is settled who takes part."""

from collections.abc import Sequence
from uuid import UUID

from huleedu.contracts.batches import Step
from huleedu.contracts.lifecycle import SettledEssay
from huleedu.kit.database import Sql

# one that takes part already is asked about by its batch; whose slot another has already, of whom a
# settlement told, is known too late
ADD = """
insert into essay (id, batch, slot, text, settled)
select e.id, $1, e.slot, e.text, false from unnest($2::uuid[], $3::integer[], $4::text[])
    as e (id, slot, text)
on conflict do nothing returning id
"""

ASK = "update essay set ahead = $2 where id = any($1::uuid[])"

REMEMBER = "update essay set ahead = $2, ahead_run = $3 where id = any($1::uuid[])"


async def add(sql: Sql, batch: UUID, essays: Sequence[SettledEssay]) -> list[UUID]:
    """Keep essays that have a slot; returns those that were not known."""
    columns = [
        [e.essay for e in essays],
        [e.slot for e in essays],
        [e.text for e in essays],
    ]
    return [UUID(int=row["id"].int) for row in await sql.fetch(ADD, batch, *columns)]


async def ask(sql: Sql, essays: Sequence[UUID], step: Step) -> None:
    """Keep that this step is asked for ahead."""
    await sql.execute(ASK, list(essays), step)


async def remember(sql: Sql, essays: Sequence[UUID], step: Step, run: int) -> None:
    """Keep that this step was asked for in a run that is over, and is not answered."""
    await sql.execute(REMEMBER, list(essays), step, run)
