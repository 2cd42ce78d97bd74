"""Lay the report out as one page that a teacher reads, prints and keeps."""

import base64
import hashlib
from array import array
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from huleedu.contracts.reason import Fact, Why
from huleedu.contracts.spelling import REMARK_RULES
from huleedu.gateway.report import summary
from huleedu.gateway.report.many import ONE_PAGE_MAX, PAGES
from huleedu.gateway.report.marking import Piece, RemarkLine, Word, marked
from huleedu.gateway.report.ranking_page import ranking_page
from huleedu.gateway.report.sanitised import one_line, sanitised
from huleedu.gateway.report.spread import SPREAD_FROM, Spread, place_in, spread_of
from huleedu.gateway.words.quiet import account, loud
from huleedu.gateway.words.words import Words
from huleedu.services.results.api import (
    BatchReport,
    EssayReport,
    MeasureInfo,
    NotMeasured,
)

ROWS_MAX = 1000
"""Rows of an overview: the browser shows them in less than a second."""

_TEMPLATES = Path(__file__).parent / "templates"
_PAGES = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


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

    essay: EssayReport
    who: str
    pieces: tuple[Piece, ...]
    words: tuple[Word, ...]
    remarks: tuple[RemarkLine, ...]
    rows: tuple[Row, ...]
    notes: tuple[Why, ...]
    account: str
    """What of its file was left out on purpose."""


def one_page(report: BatchReport, words: Words) -> str:
    """The page: one file, no network, sanitised without scripts, on paper and on a phone."""
    report = sanitised(report)
    shared = _shared(report, words)
    whole = summary.in_slot_order(report)
    essays = (_essay(essay, shared) for essay in whole)
    page = _PAGES.get_template("report.html")
    return page.render(shared, essays=essays, rows=whole, parts=(), apart=False)


def pages(report: BatchReport, words: Words) -> Iterator[tuple[str, Iterator[str]]]:
    """The path of each of the report's files, and its text piece by piece; report.html is last.

    Up to `ONE_PAGE_MAX` essays stand on one page. More have an index and a page each, which open
    from disk, too; the index shows the first `ROWS_MAX` of them, and pages beside it the others.
    """
    if len(report.essays) <= ONE_PAGE_MAX:
        yield "report.html", iter([one_page(report, words)])
        return
    report = sanitised(report)
    shared = _shared(report, words) | {"apart": True}
    essays = summary.in_slot_order(report)
    style = _PAGES.get_template("style.css")
    yield f"{PAGES}/report.css", style.generate(shared)
    inside = shared | {"index": "../report.html", "up": "../", "to": _page_of}
    slots = array("Q", (essay.slot for essay in essays))
    for at, essay in enumerate(essays):
        beside = {
            "before": _page_of(slots[at - 1]) if at else "",
            "after": _page_of(slots[at + 1]) if at + 1 < len(slots) else "",
        }
        shown = _essay(essay, shared)
        page = _PAGES.get_template("page.html")
        text = page.render(inside, e=shown, title=shown.who, **beside)
        yield f"{PAGES}/{_page_of(essay.slot)}", iter([text])
    parts = _parts(len(essays))
    for part in parts[1:]:
        rows = islice(essays, part.first - 1, part.last)
        page = _PAGES.get_template("page.html")
        told = {"title": words.say("report.overview"), "parts": parts, "part": part, "rows": rows}
        yield part.file, page.generate(inside, e=None, before="", after="", **told)
    page = _PAGES.get_template("report.html")
    rows = islice(essays, ROWS_MAX)
    shared |= {"to": _from_index, "parts": parts, "part": parts[0]}
    yield "report.html", page.generate(shared, essays=(), rows=rows)


class Part(msgspec.Struct, frozen=True):
    """A part of the overview: the page on which it stands, and which essays, counted from 1."""

    file: str
    first: int
    last: int


def _parts(essays: int) -> list[Part]:
    return [
        Part(
            f"{PAGES}/overview-{first}.html" if first > 1 else "report.html",
            first,
            min(first + ROWS_MAX - 1, essays),
        )
        for first in range(1, essays + 1, ROWS_MAX)
    ]


def _on_this_page(slot: int) -> str:
    return f"#e{slot}"


def _from_index(slot: int) -> str:
    return f"{PAGES}/{_page_of(slot)}"


def _page_of(slot: int) -> str:
    return f"essay-{slot}.html"


def _shared(report: BatchReport, words: Words) -> dict[str, Any]:
    """What all pages of a report are made with; the report is sanitised."""
    spreads = _spreads(report)
    script, rp = _source("report.js"), ranking_page(report, words)
    styles = ["tokens.css", "report.css", *(["ranking.css"] if rp else [])]
    return {
        "report": report,
        "count": len(report.essays),
        "notes": {line.essay: line.notes for line in report.files if line.essay and line.notes},
        "chief": summary.chief_measures(report),
        "spreads": spreads,
        "rp": rp,
        "troubles": summary.without_slot(report),
        "sentence": summary.sentence(report, words),
        "script": script,
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "style": "".join(map(_source, styles)),
        "summary": summary,
        "one_line": one_line,
        "day": words.moment,
        "index": "",
        "up": "",
        "to": _on_this_page,
        "words": words,
        "say": _saying(words),
        "explain": words.explain,
        "loud": loud,
        "looked_for": _rules(report, words, off=False),
        "left_out": _rules(report, words, off=True),
    }


def _source(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _rules(report: BatchReport, words: Words, *, off: bool) -> str:
    """The kinds of remarks in the languages of the batch that are left out, or are not."""
    languages = {essay.language for essay in report.essays}
    rules = (REMARK_RULES[one] for one in REMARK_RULES if one in languages)
    codes = dict.fromkeys(code for of_one in rules for code in of_one)
    meant = [code for code in codes if (code in report.remarks_off) is off]
    return words.listed(words.say(f"remark.{code}.name") for code in meant)


def _essay(essay: EssayReport, shared: Mapping[str, Any]) -> Essay:
    words: Words = shared["words"]
    pieces, misspelt, remarks = marked(essay, words)
    report: BatchReport = shared["report"]
    spreads: dict[str, Spread] = shared["spreads"]
    notes: tuple[Why, ...] = shared["notes"].get(essay.id, ())
    return Essay(
        essay=essay,
        who=one_line(essay.pupil.name if essay.pupil else essay.file),
        pieces=pieces,
        words=misspelt,
        remarks=remarks,
        rows=tuple(
            _row(number, info, essay, spreads.get(info.key), words)
            for number, info in enumerate(report.measures)
        ),
        notes=loud((*notes, *essay.warnings)),
        account=account(notes, words),
    )


def _row(
    number: int, info: MeasureInfo, essay: EssayReport, spread: Spread | None, words: Words
) -> Row:
    value = essay.measures.get(info.key)
    if value is None:
        return Row(number, info, "–", words.say("report.not_measured"), "", None)
    middle = summary.shown(spread.quartiles.middle, info, words) if spread else ""
    if isinstance(value, NotMeasured):
        return Row(number, info, "–", words.explain(value.reason), middle, None)
    place = place_in(value, spread.quartiles) if spread else None
    return Row(number, info, summary.shown(value, info, words), "", middle, place)


def _spreads(report: BatchReport) -> dict[str, Spread]:
    """The spread of each measure that enough essays have."""
    of_class, many = summary.class_values(report), len(report.essays) > ONE_PAGE_MAX
    return {
        info.key: spread_of(number, info, of_class[info.key], many=many)
        for number, info in enumerate(report.measures)
        if len(of_class[info.key]) >= SPREAD_FROM
    }


def _saying(words: Words) -> Callable[..., Markup]:
    """`words.say` for a page: facts may be made of tags, all else is escaped."""

    def say(code: str, **facts: Fact | Markup) -> Markup:
        sentence = escape(words.sentence(code, facts.get("n")))
        written = {
            name: fact if isinstance(fact, Markup) else words.written(name, fact)
            for name, fact in facts.items()
        }
        return sentence.format(**written)

    return say
