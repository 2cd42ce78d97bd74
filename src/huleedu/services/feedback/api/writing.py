"""Write feedback, beside others who may do so as well: nothing is overwritten in silence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.feedback import store
from huleedu.services.feedback.domain.writing import (
    Feedback,
    State,
    Wanted,
    program_after,
    refused,
)
from huleedu.services.feedback.store import InBatch


@dataclass(frozen=True, slots=True)
class Written:
    """It is as was wanted; whoever asks again after a lost answer hears the same."""

    now: Feedback


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile:
    """Somebody else changed it; this is how it is. Nothing was written."""

    now: Feedback


@dataclass(frozen=True, slots=True)
class NotSo:
    """It can't be so: there are too many words, or none that could be given."""

    why: Literal["too_long", "nothing_written"]


@dataclass(frozen=True, slots=True)
class Move:
    """What somebody did with an essay's feedback; `person` None: a program."""

    at: datetime
    person: UUID | None
    what: str


async def feedback_of(database: Database, batch: UUID, school: UUID) -> dict[UUID, Feedback]:
    """What is written in the batch, by essay; raises `EngineAway`, as all of these do."""
    async with database.session() as sql:
        return await store.all_of(sql, InBatch(school, batch))


async def states(database: Database, batch: UUID, school: UUID) -> dict[UUID, State]:
    """How far each essay's feedback is; one that nobody has begun is left out."""
    found: Mapping[UUID, Feedback] = await feedback_of(database, batch, school)
    return {essay: one.state for essay, one in found.items()}


async def one(database: Database, school: UUID, essay: UUID) -> Feedback:
    """What is written to the pupil of one essay; revision 0: nothing yet."""
    async with database.session() as sql:
        return await store.one(sql, school, essay)


async def write(
    database: Database,
    of: InBatch,
    essay: UUID,
    wanted: Wanted,
    *,
    seen: int,
    who: UUID | None,
    now: datetime,
) -> Written | ChangedMeanwhile | NotSo:
    """Write it, if it is still as whoever writes has seen it.

    Args:
        essay: one of the batch: that is for the caller to know.
        seen: its revision, as it was seen.
    """
    if why := refused(wanted):
        return NotSo(why)
    async with database.transaction() as sql:
        was = (await store.locked(sql, of.school, [essay])).get(essay, Feedback(essay=essay))
        program = program_after(was, wanted)
        if was.revision and was.is_as(wanted) and program == was.program:
            return Written(was)
        revision = await store.write(sql, of, essay, wanted, program, seen, who, now)
        if revision is None:
            return ChangedMeanwhile(await store.one(sql, of.school, essay))
        if wanted.words != was.words or wanted.shows != was.shows:
            await store.note_written(sql, of, essay, who, now)
        if program == "accepted" != was.program:
            await store.note(sql, of, [essay], "accepted", who, now)
        if wanted.ready != was.ready:
            await store.note(sql, of, [essay], "ready" if wanted.ready else "not_ready", who, now)
        return Written(await store.one(sql, of.school, essay))


async def revisions(database: Database, batches: Sequence[UUID]) -> Mapping[UUID, int]:
    """How often something was done with each batch's feedback: whoever shows it looks again."""
    async with database.session() as sql:
        return await store.revisions(sql, batches)


async def history(database: Database, school: UUID, essay: UUID) -> Sequence[Move]:
    """What was done with an essay's feedback, and by whom, the first first."""
    async with database.session() as sql:
        rows = await store.history(sql, school, essay)
    return [Move(row["at"], store.as_id(row["person"]), row["what"]) for row in rows]
