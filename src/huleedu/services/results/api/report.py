"""What a batch's report is made from."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.services.results import store
from huleedu.services.results.domain.batch_report import BatchReport, EssayReport, MeasureInfo
from huleedu.services.results.domain.hiding import Mentions
from huleedu.services.results.domain.read_model import essays_of, outline
from huleedu.services.results.store import essay_lines, naming
from huleedu.services.results.store.essay_lines import EssayLine

TOGETHER = 100
"""Essays that are read at once."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A batch's report without its essays, and which those are; see `essays`."""

    report: BatchReport
    essays: Sequence[str]
    """Their ids, by slot."""


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


async def lines_of(database: Database, batch: UUID, measures: Sequence[str]) -> list[EssayLine]:
    """The essays that take part, by slot, each in a line with these of its measures."""
    async with database.session() as sql:
        return await essay_lines.lines(sql, batch, measures)
