"""Load a batch's report: what the results know of it, and how each measure is written."""

import asyncio
from collections.abc import Sequence
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
    essays,
    outline_of,
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


async def load_report(results: Database, contents: Contents, batch: UUID) -> BatchReport:
    """The batch's report as it is now, without a ranking; times in the zone of whoever reads it.

    More essays than fit on one page are kept in a file that has no name, and read one by one.

    Args:
        results: the tables of the results.
        contents: where the texts are.
    """
    outline = await outline_of(results, batch, measure_infos(), PROGRAM)
    finished = outline.report.finished_at
    return msgspec.structs.replace(
        outline.report,
        created_at=outline.report.created_at.astimezone(),
        finished_at=finished.astimezone() if finished else None,
        essays=await _essays(results, contents, outline),
    )


async def _essays(results: Database, contents: Contents, of: Outline) -> Sequence[EssayReport]:
    if len(of.essays) <= ONE_PAGE_MAX:
        some = [few async for few in essays(results, contents, of, mentions)]
        return tuple(essay for few in some for essay in few)
    many = Many(cast(BinaryIO, TemporaryFile()))  # noqa: SIM115 - it is gone with the report
    async for some in essays(results, contents, of, mentions):
        await asyncio.to_thread(many.keep, some)
    return many
