"""What others may ask of a batch's files: the list, one of them, and what each is called."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from huleedu.kit.content import Contents
from huleedu.kit.database import Database, Row
from huleedu.services.results import store
from huleedu.services.results.api.batches import NotHeardOf
from huleedu.services.results.domain.batch_report import EssayReport
from huleedu.services.results.domain.hiding import Mentions, RealNames, cover_text
from huleedu.services.results.domain.read_model import essays_of
from huleedu.services.results.store import listed, naming
from huleedu.services.results.store.listed import ListCounts, ListedFile, Which


async def files_shown(database: Database, batch: UUID) -> Sequence[Row]:
    """Id, name, state, slot and text of each file, and which steps' results there are."""
    async with database.session() as sql:
        return await store.shown(sql, batch)


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


async def instead_of(database: Database, batch: UUID, file: UUID) -> UUID | NotHeardOf:
    """The file that has the place of one that was replaced."""
    async with database.session() as sql:
        return await listed.instead_of(sql, batch, file) or NotHeardOf()


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


async def covering(database: Database, batch: UUID, mentions: Mentions) -> Callable[[str], str]:
    """What covers pupils' names in words said of a batch; where names are shown it covers nothing.

    Args:
        mentions: finds a name in a text.
    """
    async with database.session() as sql:
        names = await naming.hidden_names(sql, batch)
    return lambda text: cover_text(text, names, mentions)


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


async def came_at(
    database: Database, batch: UUID, files: Sequence[UUID]
) -> Mapping[UUID, datetime | None]:
    """When these files of the batch were handed in; None: from before that was kept."""
    async with database.session() as sql:
        return await listed.came_at(sql, batch, files)


async def measures_of_class(database: Database, batch: UUID) -> Sequence[Mapping[str, float]]:
    """What was measured in each essay of the batch, by the measure's name."""
    async with database.session() as sql:
        return await listed.measures(sql, batch)


async def list_counts(database: Database, batch: UUID, due: datetime | None) -> ListCounts:
    """How many files of the batch there are of each kind."""
    async with database.session() as sql:
        return await listed.counts(sql, batch, due)


async def files_there(database: Database, batch: UUID, files: Sequence[UUID]) -> set[UUID]:
    """Which of these files the batch has."""
    async with database.session() as sql:
        return await listed.there(sql, batch, files)


async def texts_of(database: Database, batch: UUID) -> dict[UUID, str]:
    """Where each file's text is kept, by the file's id; files that were not read are left out."""
    async with database.session() as sql:
        return await store.texts(sql, batch)
