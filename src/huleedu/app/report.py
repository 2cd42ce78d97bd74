"""Fetch a batch's finished report."""

import asyncio
from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import BinaryIO, cast
from uuid import UUID

import msgspec

from huleedu import __version__
from huleedu.gateway.report.many import ONE_PAGE_MAX, Many
from huleedu.services.judging.api.kept import is_open
from huleedu.services.linguistics.api import MEASURES
from huleedu.services.results import store
from huleedu.services.results.domain.batch_report import BatchReport, EssayReport, MeasureInfo
from huleedu.services.results.domain.read_model import ReadModel, authors_of, essays_of, outline
from huleedu.wiring.program import House

TOGETHER = 200
"""Essays that are read at once."""
PROGRAM = f"HuleEdu {__version__}"


def measure_infos() -> list[MeasureInfo]:
    """What each measure is called and means, in the order in which they are shown."""
    return [
        MeasureInfo(
            key=measure.key,
            name=measure.name,
            meaning=measure.meaning,
            unit=measure.unit,
            decimals=measure.decimals,
        )
        for measure in MEASURES.values()
    ]


async def load_report(house: House, batch: UUID) -> BatchReport:
    """The batch's report as it is now; times in the zone of whoever reads it.

    More essays than fit on one page are kept in a file that has no name, and read one by one.
    """
    async with house.database("results").session() as sql:
        known = await store.load_outline(sql, batch)
    report = await asyncio.to_thread(outline, known, measure_infos(), PROGRAM)
    finished = report.finished_at
    report = msgspec.structs.replace(
        report,
        created_at=report.created_at.astimezone(),
        finished_at=finished.astimezone() if finished else None,
        essays=await _essays(house, known),
    )
    if not await is_open(house.database("judging"), batch):
        return report
    from huleedu.app.ranking import with_ranking  # noqa: PLC0415 - scipy takes a while

    return await with_ranking(house, report)


async def _essays(house: House, known: ReadModel) -> Sequence[EssayReport]:
    authors = await asyncio.to_thread(authors_of, known)
    ids = [file.id for file in known.taking_part]
    many = None if len(ids) <= ONE_PAGE_MAX else Many(cast(BinaryIO, TemporaryFile()))  # noqa: SIM115 - it is gone with the report
    few: list[EssayReport] = []
    for at in range(0, len(ids), TOGETHER):
        async with house.database("results").session() as sql:
            files = await store.files(sql, ids[at : at + TOGETHER])
        texts = await house.contents.texts([file.text for file in files if file.text])
        essays = await asyncio.to_thread(essays_of, files, texts, authors)
        if many is None:
            few += essays
        else:
            await asyncio.to_thread(many.keep, essays)
    return tuple(few) if many is None else many
