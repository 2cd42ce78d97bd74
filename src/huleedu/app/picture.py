"""Fetch a batch's finished picture, and write it for people to take away."""

import asyncio
import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast
from uuid import UUID

import msgspec

from huleedu import __version__
from huleedu.kit import extras
from huleedu.kit.folders import make_private
from huleedu.services.judging.store import exercises
from huleedu.services.linguistics.api import MEASURES
from huleedu.services.results import store
from huleedu.services.results.domain import (
    ONE_PAGE_MAX,
    PAGES,
    csv_pieces,
    json_pieces,
    report_pages,
    write_xlsx,
)
from huleedu.services.results.domain.drawing import svg
from huleedu.services.results.domain.facts import names_of
from huleedu.services.results.domain.image import png
from huleedu.services.results.domain.known import Known, authors_of, essays_of, outline
from huleedu.services.results.domain.many import Many
from huleedu.services.results.domain.picture import EssayPicture, MeasureInfo, Picture
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


async def load_picture(house: House, batch: UUID) -> Picture:
    """The batch's picture as it is now; times in the zone of whoever reads it.

    More essays than fit on one page are kept in a file that has no name, and read one by one.
    """
    async with house.database("results").session() as sql:
        known = await store.load_outline(sql, batch)
    picture = await asyncio.to_thread(outline, known, measure_infos(), PROGRAM)
    finished = picture.finished_at
    picture = msgspec.structs.replace(
        picture,
        created_at=picture.created_at.astimezone(),
        finished_at=finished.astimezone() if finished else None,
        essays=await _essays(house, known),
    )
    async with house.database("judging").session() as sql:
        if not await exercises.is_open(sql, batch):
            return picture
    from huleedu.app.ranking import with_ranking  # noqa: PLC0415 - scipy takes a while

    return await with_ranking(house, picture)


async def _essays(house: House, known: Known) -> Sequence[EssayPicture]:
    authors = await asyncio.to_thread(authors_of, known)
    ids = [file.id for file in known.taking_part]
    many = None if len(ids) <= ONE_PAGE_MAX else Many(cast(BinaryIO, TemporaryFile()))  # noqa: SIM115 - it is gone with the picture
    few: list[EssayPicture] = []
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


def write_outputs(picture: Picture, folder: Path) -> list[Path]:
    """Write drawing, table, workbook, data and report; each is whole or not there.

    The drawing as PNG is left out where the extra is not installed that makes it. Takes 2 ms an
    essay, so it belongs in a thread. Returns the files that people open, the report last; its index
    comes after its pages. Raises OSError.
    """
    make_private(folder)
    written = [_write(folder / name, [content]) for name, content in _drawn(picture).items()]
    written.append(_write(folder / "results.csv", csv_pieces(picture)))
    with _whole(folder / "results.xlsx") as out:
        write_xlsx(picture, out)
    written.append(folder / "results.xlsx")
    written.append(_write(folder / "results.json", json_pieces(picture)))
    return [*written, _write_report(picture, folder)]


def _write_report(picture: Picture, folder: Path) -> Path:
    """Returns the page to begin with; pages of an earlier, larger report are gone afterwards."""
    path, pages = folder, set[Path]()
    for name, pieces in report_pages(picture):
        path = folder / name
        if path.parent != folder:
            make_private(path.parent)
        pages.add(_write(path, (piece.encode() for piece in pieces)))
    for old in (folder / PAGES).glob("essay*.html"):
        if old not in pages:
            old.unlink()
    return path


def _drawn(picture: Picture) -> dict[str, bytes]:
    if picture.ranking is None:
        return {}
    drawing = svg(picture.ranking, names_of(picture))
    drawn = {"ranking.svg": drawing.encode()}
    if extras.is_there("png"):
        drawn["ranking.png"] = png(drawing)
    return drawn


def _write(path: Path, pieces: Iterable[bytes]) -> Path:
    with _whole(path) as out:
        out.writelines(pieces)
    return path


@contextmanager
def _whole(path: Path) -> Generator[BinaryIO]:
    """A file that is there when all is written, and not before."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as out:
            yield out
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
