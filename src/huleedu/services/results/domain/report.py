"""Lay the picture out as one page that a teacher reads, prints and keeps."""

import base64
import hashlib
from datetime import datetime
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import structs

from huleedu.services.results.domain import facts
from huleedu.services.results.domain.picture import (
    EssayPicture,
    MeasureInfo,
    Misspelling,
    NotMeasured,
    Picture,
)
from huleedu.services.results.domain.ranking_page import ranking_page
from huleedu.services.results.domain.readable import one_line, readable

BINS = 16
DOT_MAX = 11.0  # in the units of the drawing, which is 240 wide and 66 high
DRAWING_HEIGHT = 60.0
SPREAD_FROM = 3  # with fewer essays there is no class to compare with

_TEMPLATES = Path(__file__).parent / "templates"
_PAGES = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Piece(msgspec.Struct, frozen=True):
    """A stretch of an essay's text; `word` is the number of its misspelling, or none."""

    text: str
    word: int | None = None
    first: bool = False
    suggestions: str = ""


class Word(msgspec.Struct, frozen=True):
    """A misspelling as listed below a text, however often it occurs.

    It is not `marked` in the text if it only stands inside of another one that is.
    """

    text: str
    suggestions: tuple[str, ...]
    count: int = 0
    marked: bool = False


class Row(msgspec.Struct, frozen=True):
    """One measure of one essay. `place` is where it lies in the class, 0 to 100, or none."""

    number: int
    info: MeasureInfo
    value: str
    reason: str
    middle: str
    place: int | None


class Essay(msgspec.Struct, frozen=True, kw_only=True):
    """An essay as the page shows it."""

    essay: EssayPicture
    who: str
    pieces: tuple[Piece, ...]
    words: tuple[Word, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


class Dot(msgspec.Struct, frozen=True):
    """One essay in the drawing of a class: centre and radius."""

    x: float
    y: float
    radius: float


class Spread(msgspec.Struct, frozen=True):
    """How a measure is spread over the class. `band` is the middle half, from 0 to 100."""

    number: int
    info: MeasureInfo
    quartiles: facts.Quartiles
    count: int
    band: tuple[int, int]
    dots: tuple[Dot, ...]


def report(picture: Picture) -> str:
    """The page: one file, no network, readable without scripts, on paper and on a phone."""
    picture = readable(picture)
    spreads = _spreads(picture)
    script, rp = _source("report.js"), ranking_page(picture)
    page = _PAGES.get_template("report.html")
    return page.render(
        picture=picture,
        essays=[_essay(essay, picture, spreads) for essay in facts.in_slot_order(picture)],
        chief=facts.chief_measures(picture),
        spreads=spreads,
        rp=rp,
        troubles=facts.without_slot(picture),
        sentence=facts.sentence(picture),
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        style=_source("report.css") + (_source("ranking.css") if rp else ""),
        facts=facts,
        one_line=one_line,
        day=_day,
    )


def _source(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _essay(essay: EssayPicture, picture: Picture, spreads: dict[str, Spread]) -> Essay:
    pieces, words = _marked(essay)
    of_file = (note for line in picture.files if line.essay == essay.id for note in line.notes)
    return Essay(
        essay=essay,
        who=one_line(essay.pupil.name if essay.pupil else essay.file),
        pieces=pieces,
        words=words,
        rows=tuple(
            _row(number, info, essay, spreads.get(info.key))
            for number, info in enumerate(picture.measures)
        ),
        notes=(*of_file, *essay.warnings),
    )


def _marked(essay: EssayPicture) -> tuple[tuple[Piece, ...], tuple[Word, ...]]:
    """The whole text, cut at its misspellings, and each different misspelling once.

    Of two that overlap only the first is marked in the text.
    """
    pieces: list[Piece] = []
    words: dict[str, Word] = {}
    at = 0
    for found in sorted(essay.misspellings, key=lambda m: m.start):
        key = found.word.casefold()
        word = words.setdefault(key, Word(found.word, found.suggestions))
        if found.start >= at:
            text = essay.text[found.start : found.end]
            number = [*words].index(key)
            pieces.append(Piece(essay.text[at : found.start]))
            pieces.append(Piece(text, number, not word.marked, _suggested(found)))
            at = found.end
            word = structs.replace(word, marked=True)
        words[key] = structs.replace(word, count=word.count + 1)
    pieces.append(Piece(essay.text[at:]))
    return tuple(pieces), tuple(words.values())


def _suggested(found: Misspelling) -> str:
    return " · ".join(found.suggestions) or "no suggestion"


def _row(number: int, info: MeasureInfo, essay: EssayPicture, spread: Spread | None) -> Row:
    value = essay.measures.get(info.key)
    if value is None:
        return Row(number, info, "–", "was not measured", "", None)
    middle = facts.shown(spread.quartiles.middle, info) if spread else ""
    if isinstance(value, NotMeasured):
        return Row(number, info, "–", value.reason, middle, None)
    place = _place(value, spread.quartiles) if spread else None
    return Row(number, info, facts.shown(value, info), "", middle, place)


def _spreads(picture: Picture) -> dict[str, Spread]:
    """The spread of each measure that enough essays have."""
    spreads: dict[str, Spread] = {}
    for number, info in enumerate(picture.measures):
        values = facts.class_values(picture, info.key)
        if len(values) >= SPREAD_FROM:
            of = facts.quartiles(values)
            band = (_place(of.lower, of), _place(of.upper, of))
            spreads[info.key] = Spread(number, info, of, len(values), band, _dots(values))
    return spreads


def _place(value: float, of: facts.Quartiles) -> int:
    width = of.highest - of.lowest
    return round(100 * (value - of.lowest) / width) if width else 50


def _dots(values: list[float]) -> tuple[Dot, ...]:
    """One dot an essay, stacked in bins, so that the pile of a usual value is the highest."""
    low, width = values[0], values[-1] - values[0]
    piles: dict[int, int] = {}
    stacked: list[tuple[int, int]] = []
    for value in values:
        pile = min(BINS - 1, int(BINS * (value - low) / width)) if width else BINS // 2
        stacked.append((pile, piles.get(pile, 0)))
        piles[pile] = piles.get(pile, 0) + 1
    size = min(DOT_MAX, DRAWING_HEIGHT / max(piles.values()))
    return tuple(
        Dot(
            round((pile + 0.5) * 240 / BINS, 1),
            round(DRAWING_HEIGHT - (height + 0.5) * size, 1),
            round(min(size, DOT_MAX) * 0.44, 2),
        )
        for pile, height in stacked
    )


def _day(moment: datetime) -> str:
    zone = moment.tzname()
    return f"{moment.day} {moment:%B %Y, %H:%M}" + (f" {zone}" if zone else "")
