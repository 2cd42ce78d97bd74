"""Give what is ready and take it back, for pages, programs and commands alike."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from huleedu.gateway.feedback.around import AroundFeedback, FeedbackBatch, pupil_lines
from huleedu.gateway.feedback.pupils_pages import pages_to_give
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import GivenNow, Withdrawn
from huleedu.services.identity import api as identity


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
    if done.given:
        await note(around, "feedback_given", batch.id, len(done.given), address)
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
    if done.essays:
        await note(around, "feedback_withdrawn", batch.id, len(done.essays), address)
    return done


async def undo_withdrawal(
    around: AroundFeedback, batch: FeedbackBatch, at: datetime, address: str = ""
) -> Sequence[UUID]:
    """As if this person had taken nothing back at that moment."""
    essays = await feedback.give_back(
        around.database("feedback"), around.of(batch.id), at, who=around.person, now=around.now
    )
    if essays:
        await note(around, "feedback_given", batch.id, len(essays), address)
    return essays


async def note(
    around: AroundFeedback, what: str, batch: UUID, count: int, address: str = ""
) -> None:
    """Write into the audit of how many pupils something was done."""
    await identity.note_each(
        around.database("identity"),
        (around.school, around.person),
        what,
        around.now,
        [batch],
        facts={"batch": str(batch), "count": str(count), "act": str(uuid4())},
        address=address,
    )
