"""Give what is ready and take it back, for pages, programs and commands alike."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4, uuid5

from huleedu.gateway.feedback.around import AroundFeedback, FeedbackBatch, pupil_lines
from huleedu.gateway.feedback.pupils_pages import pages_to_give
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import GivenNow, LastAct, Withdrawn
from huleedu.services.identity import api as identity

SENT_AGAIN_WITHIN = timedelta(hours=1)
NOTED = {
    "given": "feedback_given",
    "withdrawn": "feedback_withdrawn",
    "given_back": "feedback_given",
}
"""What the audit calls it."""


@dataclass(frozen=True, slots=True)
class NamesHidden:
    """Nothing was given: nobody knows yet whose the texts are, so nobody could be handed theirs."""


async def give_ready(
    around: AroundFeedback,
    batch: FeedbackBatch,
    essays: Collection[UUID] | None = None,
    address: str = "",
) -> GivenNow | NamesHidden:
    """Give what is ready of these essays; None: of all. It is in the audit how many that were.

    Args:
        address: from where it was asked.
    """
    if batch.hidden:
        return NamesHidden()
    lines = [
        line
        for line in await pupil_lines(around, batch.id)
        if essays is None or line.file.id in essays
    ]
    ready = [line for line in lines if line.feedback.ready]
    pages = await pages_to_give(around, batch, ready)
    done = await feedback.give(
        around.database("feedback"), around.of(batch.id), pages, who=around.person, now=around.now
    )
    left = [line.file.id for line in lines if not line.feedback.ready] if essays is not None else []
    await _note_last(around, "given", batch.id, address)
    return GivenNow(done.given, done.had, [*done.left, *left])


async def withdraw_given(
    around: AroundFeedback,
    batch: FeedbackBatch,
    essays: Collection[UUID] | None = None,
    address: str = "",
) -> Withdrawn:
    """Take back what pupils have; None: all."""
    done = await feedback.withdraw(
        around.database("feedback"), around.of(batch.id), essays, who=around.person, now=around.now
    )
    last = await _note_last(around, "withdrawn", batch.id, address)
    if done.essays or last is None or (essays is not None and last.essays != frozenset(essays)):
        return done
    return Withdrawn([], last.at, before=len(last.essays))


async def undo_withdrawal(
    around: AroundFeedback, batch: FeedbackBatch, at: datetime, address: str = ""
) -> Sequence[UUID]:
    """As if this person had taken nothing back at that moment."""
    essays = await feedback.give_back(
        around.database("feedback"), around.of(batch.id), at, who=around.person, now=around.now
    )
    await _note_last(around, "given_back", batch.id, address)
    return essays


async def note(
    around: AroundFeedback, what: str, batch: UUID, count: int, address: str = ""
) -> None:
    """Write into the audit of how many pupils something was done."""
    await _note_act(around, what, batch, count, uuid4(), address)


async def _note_last(
    around: AroundFeedback,
    did: Literal["given", "withdrawn", "given_back"],
    batch: UUID,
    address: str,
) -> LastAct | None:
    """Write into the audit with how many essays this was done, if it is not there yet.

    It is done before: whoever sends it again because no answer came has it noted then.
    """
    database, of = around.database("feedback"), around.of(batch)
    since = around.now - SENT_AGAIN_WITHIN
    last = await feedback.last_act(database, of, did, who=around.person, since=since)
    if last is None:
        return None
    act = uuid5(batch, f"{did} {last.at.isoformat()} {around.person}")
    await _note_act(around, NOTED[did], batch, len(last.essays), act, address)
    return last


async def _note_act(
    around: AroundFeedback, what: str, batch: UUID, count: int, act: UUID, address: str
) -> None:
    await identity.note_each(
        around.database("identity"),
        (around.school, around.person),
        what,
        around.now,
        [batch],
        facts={"batch": str(batch), "count": str(count), "act": str(act)},
        address=address,
    )
