"""What others may ask of the results: how far a batch is, and what its report is made from."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from huleedu.contracts.lifecycle import EssayLeftOver, SlotAssigned, SlotsAdded
from huleedu.contracts.people import MayShared
from huleedu.contracts.ranking import (
    AgreementLine,
    ApartLine,
    BoundaryLine,
    DecidingPair,
    JudgeLine,
    MeasuresLine,
    PeopleAgainstModels,
    RankedEssay,
    RankingPicture,
    SurpriseLine,
    parts_of,
)
from huleedu.kit import outbox
from huleedu.kit.content import Contents
from huleedu.kit.database import Database, Row
from huleedu.kit.messages import wrap
from huleedu.kit.service import Heard
from huleedu.services.results import handlers, store
from huleedu.services.results.domain.batch_report import (
    BatchReport,
    EssayReport,
    FileLine,
    Measured,
    MeasureInfo,
    Misspelling,
    NotMeasured,
    PupilFound,
    Remark,
    StepLine,
)
from huleedu.services.results.domain.hiding import Mentions, RealNames, cover_text
from huleedu.services.results.domain.read_model import essays_of, outline
from huleedu.services.results.domain.seen import BatchSeen, BatchStep, Counts, May
from huleedu.services.results.store import Progress, listed, naming, owned, rankings
from huleedu.services.results.store import revisions as revised
from huleedu.services.results.store import sizes as sized
from huleedu.services.results.store.listed import ListCounts, ListedFile, Which
from huleedu.services.results.store.rankings import KeptRanking

__all__ = [
    "AgreementLine",
    "ApartLine",
    "BatchReport",
    "BatchSeen",
    "BatchStep",
    "BoundaryLine",
    "Changes",
    "Counts",
    "DecidingPair",
    "EssayReport",
    "FileLine",
    "JudgeLine",
    "KeptRanking",
    "ListCounts",
    "ListedFile",
    "May",
    "MeasureInfo",
    "Measured",
    "MeasuresLine",
    "Mentions",
    "Misspelling",
    "NotHeardOf",
    "NotMeasured",
    "NotOneBatch",
    "Outline",
    "PeopleAgainstModels",
    "Progress",
    "PupilFound",
    "RankedEssay",
    "RankingPicture",
    "RealNames",
    "Remark",
    "StepLine",
    "SurpriseLine",
    "Which",
    "batch_seen",
    "batches_of",
    "essays",
    "files_shown",
    "find",
    "has_heard",
    "newest",
    "outline_of",
    "parts_of",
    "progress",
    "ranking",
    "shares_of",
    "show_again",
    "show_slots",
    "texts_of",
]

TOGETHER = 200
"""Essays that are read at once."""


@dataclass(frozen=True, slots=True)
class NotHeardOf:
    """Nobody has said anything of such a batch, or not yet."""


@dataclass(frozen=True, slots=True)
class NotOneBatch:
    """No batch's id begins so, or more than one does."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What has become of a batch since a revision: whole files, and how far it is, never less."""

    revision: int
    """What is asked for next time; what is shown may be newer, and is then told again."""
    batch: Progress
    files: Sequence[ListedFile]

    @property
    def files_so_far(self) -> Sequence[ListedFile]:
        """The files as of this revision: one that changed since is told with its own, and once."""
        return [file for file in self.files if file.revision <= self.revision]


@dataclass(frozen=True, slots=True)
class Outline:
    """A batch's report without its essays, and which those are; see `essays`."""

    report: BatchReport
    essays: Sequence[str]
    """Their ids, by slot."""


async def progress(database: Database, batch: UUID) -> Progress | NotHeardOf:
    """How far the batch is. Raises `EngineAway`, as all of these do."""
    async with database.session() as sql:
        return await store.progress(sql, batch) or NotHeardOf()


async def has_heard(database: Database, message: UUID) -> bool:
    """Whether what this message says is part of the report."""
    async with database.session() as sql:
        return await store.has_heard(sql, [message])


async def newest(database: Database, at_most: int) -> list[tuple[UUID, Progress]]:
    """The newest batches, the newest first."""
    async with database.session() as sql:
        return await store.newest(sql, at_most)


async def find(database: Database, beginning: str) -> UUID | NotOneBatch:
    """The one batch whose id begins so."""
    async with database.session() as sql:
        return await store.find(sql, beginning) or NotOneBatch()


async def batches_of(
    database: Database, person: UUID | None, *, administrator: bool = False
) -> list[BatchSeen]:
    """The batches that somebody may see, the latest changed first.

    Args:
        administrator: they own what nobody owns, as what the command line makes.
    """
    async with database.session() as sql:
        return await owned.seen(sql, person, administrator=administrator)


async def batch_seen(
    database: Database, batch: UUID, person: UUID | None, *, administrator: bool = False
) -> BatchSeen | NotHeardOf:
    """The batch as this person sees it; of one that they may not see nobody has ever heard."""
    async with database.session() as sql:
        found = await owned.seen_one(sql, batch, person, administrator=administrator)
    return found or NotHeardOf()


async def shares_of(database: Database, batch: UUID) -> Sequence[tuple[UUID, MayShared]]:
    """With whom the batch is shared, and what they may do."""
    async with database.session() as sql:
        return await owned.shares(sql, batch)


async def files_shown(database: Database, batch: UUID) -> Sequence[Row]:
    """Id, name, state, slot and text of each file, and which steps' results there are."""
    async with database.session() as sql:
        return await store.shown(sql, batch)


async def changes(database: Database, batch: UUID, after: int) -> Changes | NotHeardOf:
    """What has changed since that revision; everything is later than -1."""
    async with database.session() as sql:
        # read first: what is read later is not older
        revision = await listed.revision(sql, batch)
        if revision is None:
            return NotHeardOf()
        files = await listed.changed(sql, batch, after)
        progress = await store.progress(sql, batch)
    assert progress, "no batch is ever forgotten"
    return Changes(revision, progress, files)


async def revision(database: Database, batch: UUID) -> int:
    """How often the batch has changed; 0: nobody has heard of it."""
    async with database.session() as sql:
        return await listed.revision(sql, batch) or 0


async def revisions(database: Database, batches: Sequence[UUID]) -> Mapping[UUID, int]:
    """How often each of these batches has changed, by one statement for all."""
    async with database.session() as sql:
        return await revised.revisions(sql, batches)


async def files_listed(
    database: Database, batch: UUID, which: Which, due: datetime | None, start: int, at_most: int
) -> list[ListedFile]:
    """Some of the batch's files, in the order in which they were offered.

    Args:
        due: when they were to be in.
        start: how many of them to pass over.
    """
    async with database.session() as sql:
        return await listed.some(sql, batch, which, due, start, at_most)


async def files_noted(
    database: Database, batch: UUID, codes: Sequence[str], at_most: int
) -> list[ListedFile]:
    """Files of the batch whose reading has a note of such a code, in the order offered."""
    async with database.session() as sql:
        return await listed.noted(sql, batch, codes, at_most)


async def batch_of_file(database: Database, file: UUID) -> UUID | NotHeardOf:
    """Which batch has this file; whether whoever asks may see that batch is not told."""
    async with database.session() as sql:
        return await listed.of_batch(sql, file) or NotHeardOf()


async def file_listed(database: Database, batch: UUID, file: UUID) -> ListedFile | NotHeardOf:
    """One file of the batch."""
    async with database.session() as sql:
        return await listed.one(sql, batch, file) or NotHeardOf()


async def essay_of_file(
    database: Database, contents: Contents, batch: UUID, file: UUID, mentions: Mentions
) -> EssayReport | str | NotHeardOf:
    """What was found in a file, or its text alone while it has no slot; may raise `ContentLost`.

    Args:
        mentions: finds a name in a text, to cover it where names are hidden.
    """
    async with database.session() as sql:
        if not (known := await listed.one(sql, batch, file)) or known.text is None:
            return NotHeardOf()
        [found] = await store.files(sql, [str(file)])
        pupils = await naming.pupils(sql, batch)
    texts = await contents.texts([known.text])
    if found.slot is None:
        text = texts[known.text]
        return text if not known.hidden else cover_text(text, pupils, mentions)
    [essay] = await asyncio.to_thread(essays_of, [found], texts, pupils, mentions)
    return essay


async def with_pupil(database: Database, batches: Sequence[UUID], sought: str) -> set[UUID]:
    """In which of these batches a pupil of this name wrote a text; hidden names find none."""
    async with database.session() as sql:
        return await naming.with_pupil(sql, batches, sought)


async def real_names(
    database: Database, batch: UUID, files: Sequence[UUID]
) -> Mapping[UUID, RealNames]:
    """What these files are called, and whose they are, even where that is hidden.

    For what takes names out itself, or offers a file under the name that it came with; never to be
    shown.
    """
    async with database.session() as sql:
        return await naming.names(sql, batch, files)


async def list_counts(database: Database, batch: UUID, due: datetime | None) -> ListCounts:
    """How many files of the batch there are of each kind."""
    async with database.session() as sql:
        return await listed.counts(sql, batch, due)


async def files_there(database: Database, batch: UUID, files: Sequence[UUID]) -> set[UUID]:
    """Which of these files the batch has."""
    async with database.session() as sql:
        return await listed.there(sql, batch, files)


async def ranking(database: Database, batch: UUID) -> KeptRanking:
    """Which ranking of the batch there is, and where it is kept."""
    async with database.session() as sql:
        return await rankings.kept(sql, batch)


async def show_again(
    database: Database, now: datetime, event: SlotAssigned | EssayLeftOver
) -> None:
    """Show of an essay what the event tells, as if it were heard for the first time."""
    async with outbox.speaking(database, now) as tx:
        await store.set_file(tx, event.batch, event.essay, slot=None)
        how = wrap(event, identity=uuid4(), now=now, cause=None)
        await handlers.on_file_event(tx, event.batch, [Heard(event, how)])


async def show_slots(database: Database, now: datetime, event: SlotsAdded) -> None:
    """Show how many slots there are."""
    async with outbox.speaking(database, now) as tx:
        await handlers.on_slots_added(tx, event)


async def texts_of(database: Database, batch: UUID) -> dict[UUID, str]:
    """Where each file's text is kept, by the file's id; files that were not read are left out."""
    async with database.session() as sql:
        return await store.texts(sql, batch)


async def outline_of(
    database: Database, batch: UUID, measures: Sequence[MeasureInfo], program: str
) -> Outline:
    """The batch's report as far as it is known now, without its essays; the batch must be known.

    Args:
        measures: what each measure is called and means, in the order in which they are shown.
        program: name and version, for the reader who asks where this comes from.
    """
    async with database.session() as sql:
        known = await store.load(sql, batch)
    report = await asyncio.to_thread(outline, known, measures, program)
    ids = tuple(file.id for file in known.taking_part)
    return Outline(report, ids)


async def essays(
    database: Database, contents: Contents, of: Outline, mentions: Mentions
) -> AsyncIterator[list[EssayReport]]:
    """The essays that take part, by slot, some at a time; raises `ContentLost`, too.

    Args:
        mentions: finds a name in a text, to cover it where names are hidden.
    """
    async with database.session() as sql:
        pupils = await naming.pupils(sql, UUID(of.report.batch))
    for at in range(0, len(of.essays), TOGETHER):
        async with database.session() as sql:
            files = await store.files(sql, of.essays[at : at + TOGETHER])
        texts = await contents.texts([file.text for file in files if file.text])
        yield await asyncio.to_thread(essays_of, files, texts, pupils, mentions)


@dataclass(frozen=True, slots=True)
class SchoolSize:
    """How much a school has: `essays` in their places, and the bytes of all files."""

    batches: int
    essays: int
    size_bytes: int


async def sizes_of_schools(database: Database) -> dict[UUID, SchoolSize]:
    """How much each school has that `database` reaches; raises `EngineAway`."""
    async with database.session() as sql:
        return {
            UUID(int=row["school"].int): SchoolSize(
                row["batches"], row["essays"], row["size_bytes"]
            )
            for row in await sized.sizes(sql)
        }
