"""The page of results: the state in a sentence, what needs somebody, the ruler, the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from huleedu.contracts.ranking import RankingPicture
from huleedu.gateway.report import summary
from huleedu.gateway.report.drawing import Scale, diamond, scale_of, svg
from huleedu.gateway.report.loading import measure_infos
from huleedu.gateway.report.many import ONE_PAGE_MAX
from huleedu.gateway.report.ranking_page import Begins, begins
from huleedu.gateway.report.sanitised import one_line
from huleedu.gateway.report.spread import SPREAD_FROM, Spread, spread_of
from huleedu.gateway.report.summary import CHIEF
from huleedu.gateway.web.about_batch import about_batch
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.live import PageRevision, Told
from huleedu.gateway.web.pages import Answer, Asked, Bytes, NotThere, Page
from huleedu.gateway.web.rendering import rendered
from huleedu.gateway.web.results import told
from huleedu.gateway.web.results.cells import CellState, cells_of
from huleedu.gateway.web.results.loading import Results, changed_since, load
from huleedu.gateway.web.results.rows import LIX, WORDS, ResultRow, chosen, in_order
from huleedu.gateway.web.results.shown import ROWS, Shown, Which, read
from huleedu.gateway.words.words import Words
from huleedu.services.judging.api import steering
from huleedu.services.results import api as results
from huleedu.services.results.api import MeasureInfo

WIDE = 480.0
MIDDLE = 8.0
WHICH: tuple[Which, ...] = ("all", "undecided", "decided", "borderline", "flagged", "unjudged")
MEASURES = (WORDS, LIX)
"""The two that the table has room for."""
SAVED = {"Content-Disposition": 'attachment; filename="ranking.svg"'}


@dataclass(frozen=True, slots=True)
class RulerLine:
    """An essay on the ruler: the ends of its interval and its middle in the drawing's units."""

    row: ResultRow
    left: float
    middle: float
    right: float
    mark: str
    """The outline of an anchor's mark; empty for others."""


async def results_of_batch(asked: Asked) -> Answer:
    """The page of a batch's results."""
    batch = await batch_of(asked, "look")
    if not isinstance(batch, Batch):
        return batch
    return await results_page(asked, batch, read(asked.request.query_params), {})


async def results_page(
    asked: Asked,
    batch: Batch,
    shown: Shown,
    states: Mapping[UUID, CellState],
    status: int = 200,
) -> Answer:
    """The same, with what somebody is asked about in these essays' cells."""
    of = await load(asked, batch.id, shown)
    # the order is that of this ranking until the reader asks for another
    shown = replace(shown, ranking=of.number)
    found = in_order(chosen(of.rows, shown.which, shown.grade), shown, of.grades)
    part = found[shown.start : shown.start + ROWS]
    if states and not any(row.essay in states for row in part):
        part = [*(row for row in of.rows if row.essay in states), *part]
    return Page(
        "results/page.html",
        {
            **_figures(asked, batch, of, shown),
            **_body(asked, of, part),
            "about": await about_batch(asked, batch),
            "part": part,
            "cells": cells_of(asked, part, states),
            "asks": [essay for essay, state in states.items() if state.asks != "nothing"],
            "count": len(found),
            "more": shown.start + ROWS if len(found) > shown.start + ROWS else None,
            "rows_at_once": ROWS,
            "revision": of.revision.number,
        },
        status,
    )


def _figures(asked: Asked, batch: Batch, of: Results, shown: Shown) -> dict[str, Any]:
    """What stands above the rows, and changes as a whole."""
    words, ranking = asked.words, of.ranking
    counts = {which: len(chosen(of.rows, which)) for which in WHICH}
    return {
        "batch": batch,
        "of": of,
        "ranking": ranking,
        "shown": shown,
        "heading": told.heading(of, words),
        "said": told.said_live(of, words),
        "news": of.news,
        "needs": told.needs(of, f"/batches/{batch.id}"),
        "which_ones": [
            (which, count) for which, count in counts.items() if count or which == shown.which
        ],
        "by_grade": _by_grade(of),
        "clear": len(of.clear),
        "stage": told.stage(of.judging, ranked=ranking is not None, words=words),
        "trust": told.trust(ranking, words) if ranking else "",
        "advice": told.advice(ranking, words) if ranking else "",
        "without_grades": told.without_grades(ranking, words) if ranking else "",
    }


def _by_grade(of: Results) -> list[tuple[str, int]]:
    """How many essays have each grade, decided or else likeliest, the best first."""
    return [(each, n) for each in of.grades if (n := len(chosen(of.rows, "all", each)))]


def _body(asked: Asked, of: Results, part: Sequence[ResultRow]) -> dict[str, Any]:
    """What stands below them, as of the ranking that is shown."""
    words, ranking = asked.words, of.ranking
    ruler, edges = _ruler(ranking, part) if ranking else ((), ())
    return {
        "ruler": ruler,
        "edges": edges,
        "wide": WIDE,
        "place": {row.essay: told.place(row, words) for row in part},
        "likeliest": {row.essay: told.likeliest(row, words) for row in part},
        "second": {row.essay: told.second(row, words) for row in part},
        "figure": {row.essay: _measures(row, words) for row in part},
        "judges": told.judges(ranking, told.names_of(of.rows), words) if ranking else [],
        "noted": told.noted(ranking, told.names_of(of.rows), words) if ranking else (),
        "odd": told.odd(ranking, told.names_of(of.rows), words) if ranking else None,
        "against": [*told.people_against_models(ranking, words)] if ranking else [],
        "terms": told.explained(of, words),
        "any_flags": any(row.flags for row in of.rows),
        "spreads": _spreads(of.rows),
        "summary": summary,
        "bands": _bands(ranking, words) if ranking else "",
        "one_line": one_line,
        "words": words,
    }


def _ruler(
    ranking: RankingPicture, part: Sequence[ResultRow]
) -> tuple[Sequence[RulerLine], Sequence[Begins]]:
    """The rows that stand in the table, by place, on the scale of all."""
    scale = scale_of(ranking, WIDE)
    by_place = sorted(part, key=lambda row: row.ranked.place if row.ranked else 0)
    lines = [line for row in by_place if (line := _line(scale, row))]
    return lines, begins(ranking, scale)


def _line(scale: Scale, row: ResultRow) -> RulerLine | None:
    if row.ranked is None:
        return None
    left, middle, right = scale.interval(row.ranked)
    mark = diamond(middle, MIDDLE, 6.0) if row.ranked.is_anchor else ""
    return RulerLine(row, left, middle, right, mark)


def _measures(row: ResultRow, words: Words) -> list[str]:
    """The two measures of a row, as one reads them."""
    decimals = {info.key: info.decimals for info in measure_infos()}
    values = [(row.line.measures.get(key), decimals.get(key, 0)) for key in MEASURES]
    return ["–" if value is None else words.number(value, digits) for value, digits in values]


def _spreads(rows: Sequence[ResultRow]) -> list[tuple[MeasureInfo, Spread]]:
    """How the chief measures are spread over the class."""
    found: list[tuple[MeasureInfo, Spread]] = []
    for number, info in enumerate(measure_infos()):
        if info.key not in CHIEF:
            continue
        values = sorted(v for row in rows if (v := row.line.measures.get(info.key)) is not None)
        if len(values) >= SPREAD_FROM:
            many = len(rows) > ONE_PAGE_MAX
            found.append((info, spread_of(number, info, values, many=many)))
    return sorted(found, key=lambda one: CHIEF.index(one[0].key))


def _bands(ranking: RankingPicture, words: Words) -> str:
    """The bands with their shares, from the top."""
    return ", ".join(f"{one_line(n)} {words.percent(s)}" for n, s in reversed(ranking.bands))


async def live_parts(asked: Asked, batch: UUID, after: int) -> Told | None:
    """The figures, and the cells of grades that were decided since that revision."""
    seen = await batch_of(asked, "look", batch)
    if not isinstance(seen, Batch):
        return None
    before, shown = PageRevision.of(after), read(asked.request.query_params)
    if await results.revision(asked.database("results"), batch) <= before.changed:
        return await _judged_on(asked, batch, before)
    of = await load(asked, batch, shown)
    rows = changed_since(of.rows, before.changed)
    names = {
        **_figures(asked, seen, of, shown),
        "cells": cells_of(asked, rows, {}),
        "words": asked.words,
        "one_line": one_line,
    }
    return Told(of.revision.number, rendered(asked, "results/live.html", names, None))


async def _judged_on(asked: Asked, batch: UUID, before: PageRevision) -> Told | None:
    """How far judging is, alone: no ranking is read for each judgement that comes."""
    judged = await steering.revisions(asked.database("judging"), [batch])
    revision = PageRevision(before.changed, judged.get(batch, 0))
    if revision == before:
        return None
    ranked = (await results.ranking(asked.database("results"), batch)).ranking is not None
    found = await steering.brief(asked.database("judging"), batch)
    names = {"stage": told.stage(found, ranked=ranked, words=asked.words)}
    return Told(revision.number, rendered(asked, "results/judged_on.html", names, None))


async def drawing(asked: Asked) -> Answer:
    """The ranking as an image of its own."""
    batch = await batch_of(asked, "look")
    if not isinstance(batch, Batch):
        return batch
    of = await load(asked, batch.id, read(asked.request.query_params))
    if of.ranking is None:
        return NotThere()
    image = svg(of.ranking, told.names_of(of.rows), asked.words)
    return Bytes(image.encode(), "image/svg+xml; charset=utf-8", SAVED)
