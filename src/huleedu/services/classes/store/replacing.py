"""Another text has an essay's slot, and is whose the one before was."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.contracts.classes import MatchedPupil
from huleedu.kit.database import Sql

KNOW = """
insert into essay (batch, id) select $1, id from unnest($2::uuid[]) as given (id)
order by id on conflict (batch, id) do nothing
"""

REPLACED = """
update essay set replaced = true, slot = null where batch = $1 and id = $2 returning told
"""

HAS = "update essay set slot = $3 where batch = $1 and id = $2 and not replaced"

DECIDED = "select pupils from decision where batch = $1 and essay = $2"

DECIDE = """
insert into decision (batch, essay, pupils, person, decided_at) values ($1, $2, $3, null, $4)
on conflict (batch, essay) do nothing
"""

CHANGED = "update batch set version = version + 1 where id = $1"

_TOLD = msgspec.json.Decoder(MatchedPupil)


async def hand_over(sql: Sql, batch: UUID, essay: UUID, by: UUID, slot: int, now: datetime) -> None:
    """`by` has the essay's slot, and is by the same pupils if it was known who they are."""
    await sql.execute(KNOW, batch, [essay, by])
    told = await sql.fetchval(REPLACED, batch, essay)
    await sql.execute(HAS, batch, by, slot)
    pupils = await sql.fetchval(DECIDED, batch, essay)
    whose = list(pupils) if pupils else _sure(_TOLD.decode(told)) if told else []
    if whose:
        await sql.execute(DECIDE, batch, by, whose, now)
    await sql.execute(CHANGED, batch)


def _sure(told: MatchedPupil) -> Sequence[str]:
    """The key of the pupil whose the essay is without a doubt."""
    return [str(told.pupil_id or told.pupil)] if told.sure and told.pupil else []
