"""Fetch a batch's finished picture, and write it for people to take away."""

import os
from pathlib import Path
from uuid import UUID

import msgspec

from huleedu import __version__
from huleedu.kit import extras
from huleedu.kit.folders import make_private
from huleedu.services.judging.store import exercises
from huleedu.services.linguistics.api import MEASURES
from huleedu.services.results import store
from huleedu.services.results.domain import (
    report_html,
    results_csv,
    results_json,
    results_xlsx,
)
from huleedu.services.results.domain.drawing import svg
from huleedu.services.results.domain.facts import names_of
from huleedu.services.results.domain.image import png
from huleedu.services.results.domain.known import assemble
from huleedu.services.results.domain.picture import MeasureInfo, Picture
from huleedu.wiring.program import House

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


async def load_picture(house: House, batch: UUID) -> Picture:
    """The batch's picture as it is now; times in the zone of whoever reads it."""
    async with house.database("results").session() as sql:
        known = await store.load(sql, batch)
    texts = await house.contents.texts(known.addresses)
    picture = assemble(known, texts, measure_infos(), PROGRAM)
    finished = picture.finished_at
    picture = msgspec.structs.replace(
        picture,
        created_at=picture.created_at.astimezone(),
        finished_at=finished.astimezone() if finished else None,
    )
    async with house.database("judging").session() as sql:
        if not await exercises.is_open(sql, batch):
            return picture
    from huleedu.app.ranking import with_ranking  # noqa: PLC0415 - scipy takes a while

    return await with_ranking(house, picture)


def write_outputs(picture: Picture, folder: Path) -> list[Path]:
    """Write drawing, table, workbook, data and report; each is whole or not there.

    The drawing as PNG is left out where the extra is not installed that makes it. Raises OSError.
    """
    make_private(folder)
    files = _drawn(picture) | {
        "results.csv": results_csv(picture),
        "results.xlsx": results_xlsx(picture),
        "results.json": results_json(picture),
        "report.html": report_html(picture).encode(),
    }
    return [_write(folder / name, content) for name, content in files.items()]


def _drawn(picture: Picture) -> dict[str, bytes]:
    if picture.ranking is None:
        return {}
    drawing = svg(picture.ranking, names_of(picture))
    drawn = {"ranking.svg": drawing.encode()}
    if extras.is_there("png"):
        drawn["ranking.png"] = png(drawing)
    return drawn


def _write(path: Path, content: bytes) -> Path:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return path
