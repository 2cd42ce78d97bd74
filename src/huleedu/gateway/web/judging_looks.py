"""Essays that judges look at again: how far each is, who can still judge it, and an end to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.judging_essays import essays_named
from huleedu.gateway.web.pages import Answer, Asked, Done, NotThere, Redirect
from huleedu.services.judging.api import look_again
from huleedu.services.judging.api.look_again import LookAgain


@dataclass(frozen=True, slots=True)
class LookRow:
    """An essay that is looked at again, by what it may be called; times are of asking."""

    id: UUID
    essay: UUID
    name: str
    more: int
    judged: int
    out: int
    left: int
    by: str
    at: datetime
    judges: str
    """Who can still give them, in words; empty: nobody, or nobody is needed."""


async def looks_open(asked: Asked, batch: UUID) -> Sequence[LookAgain]:
    """What is asked for and not over."""
    found = await look_again.looks_of(asked.database("judging"), batch)
    return [look for look in found if not look.over]


async def look_rows(asked: Asked, batch: Batch, looks: Sequence[LookAgain]) -> list[LookRow]:
    """The same as the page shows it."""
    if not looks:
        return []
    called = {one.id: one.name for one in await essays_named(asked, batch.seen)}
    able = await look_again.able(
        asked.database("judging"), batch.id, [one.essay for one in looks], asked.web.clock()
    )
    return [
        LookRow(
            id=one.id,
            essay=one.essay,
            name=called.get(one.essay, ""),
            more=one.more,
            judged=one.judged,
            out=one.out,
            left=one.left,
            by=one.by_name,
            at=one.asked_at,
            judges=asked.words.listed(able[one.essay]) if one.left else "",
        )
        for one in looks
    ]


def of_looks(looks: Sequence[LookAgain]) -> list[tuple[UUID, int, int]]:
    """What tells that something of them is otherwise."""
    return [(one.id, one.judged, one.out) for one in looks]


async def withdraw(asked: Asked) -> Answer:
    """Ask no longer for more judgements of an essay."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    look = asked.identifier("look")
    if look is None:
        return NotThere()
    await look_again.withdraw(asked.database("judging"), batch.id, look, asked.web.clock())
    return Redirect(f"/batches/{batch.id}/judging", Done("again_withdrawn"))
