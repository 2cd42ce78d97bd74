"""Load a batch's report: what the results know of it, and how each measure is written."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from tempfile import TemporaryFile
from typing import BinaryIO, cast
from uuid import UUID

import msgspec

from huleedu import __version__
from huleedu.gateway.report.many import ONE_PAGE_MAX, Many
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.services.judging.api.anonymising import mentions
from huleedu.services.linguistics.api import MEASURES
from huleedu.services.results.api import (
    BatchReport,
    EssayReport,
    MeasureInfo,
    Outline,
    RankingPicture,
    WhoseBatch,
    essays,
    grades,
    outline_of,
    ranking,
    whose,
)

PROGRAM = f"HuleEdu {__version__}"


def measure_infos() -> list[MeasureInfo]:
    """How each measure is written, in the order in which they are shown."""
    return [
        MeasureInfo(
            key=measure.key,
            unit=measure.unit,
            decimals=measure.decimals,
        )
        for measure in MEASURES.values()
    ]


Tell = Callable[[int, int], Awaitable[None]]
"""How many essays are read, of how many."""


async def load_ranked_report(
    results: Database, contents: Contents, batch: UUID, tell: Tell | None = None
) -> BatchReport:
    """The same with the ranking that was made last, if there is one."""
    report = await load_report(results, contents, batch, tell)
    kept = await ranking(results, batch)
    if kept.ranking is None:
        return report
    told = await contents.fetch(kept.ranking)
    picture = await asyncio.to_thread(msgspec.json.decode, told, type=RankingPicture)
    return msgspec.structs.replace(report, ranking=picture)


async def _decided(results: Database, batch: UUID) -> dict[str, str]:
    """What was decided, by essay."""
    of = await whose(results, batch)
    if not isinstance(of, WhoseBatch):
        return {}
    found = await grades.decided(results, batch, of.school)
    return {str(essay): one.grade for essay, one in found.items()}


async def load_outline(results: Database, batch: UUID) -> BatchReport:
    """The batch's report without its essays."""
    outline = await outline_of(results, batch, measure_infos(), PROGRAM)
    return msgspec.structs.replace(outline.report, decided_grades=await _decided(results, batch))


async def load_report(
    results: Database, contents: Contents, batch: UUID, tell: Tell | None = None
) -> BatchReport:
    """The batch's report as it is now, without a ranking; times in the zone of whoever reads it.

    More essays than fit on one page are kept in a file that has no name, and read one by one.

    Args:
        results: the tables of the results.
        contents: where the texts are.
        tell: is told how far it is.
    """
    outline = await outline_of(results, batch, measure_infos(), PROGRAM)
    finished = outline.report.finished_at
    return msgspec.structs.replace(
        outline.report,
        created_at=outline.report.created_at.astimezone(),
        finished_at=finished.astimezone() if finished else None,
        essays=await _essays(results, contents, outline, tell),
        decided_grades=await _decided(results, batch),
    )


async def _essays(
    results: Database, contents: Contents, of: Outline, tell: Tell | None
) -> Sequence[EssayReport]:
    whole = len(of.essays)
    few: list[EssayReport] = []
    many = Many(cast(BinaryIO, TemporaryFile())) if whole > ONE_PAGE_MAX else None  # noqa: SIM115 - it is gone with the report
    done = 0
    async for some in essays(results, contents, of, mentions):
        if many is None:
            few += some
        else:
            await asyncio.to_thread(many.keep, some)
        done += len(some)
        if tell:
            await tell(done, whole)
    return tuple(few) if many is None else many
