"""The result as a PDF: what came of the batch in sentences, and a line for each essay.

Set by typst, which is an extra; only the process that writes loads it.
"""

from collections.abc import Iterator
from importlib.resources import files
from typing import BinaryIO

import msgspec
import typst

from huleedu.gateway.exports.facts import ExportFacts
from huleedu.gateway.report.sanitised import one_line
from huleedu.gateway.report.summary import (
    chief_measures,
    in_slot_order,
    likeliest_said,
    name,
    shown,
    summary,
)
from huleedu.gateway.words.words import Words
from huleedu.services.results.api import BatchReport

NO_LETTER = "could not be displayed"
CHIEF_SHOWN = 3
Heads = tuple[tuple[str, bool], ...]
"""What stands over a column, and whether it holds names: that one is as wide as it can be."""


class ResultToSet(msgspec.Struct, frozen=True, kw_only=True):
    """What the template is told, in sentences and cells."""

    title: str
    lang: str
    foot: str
    says: tuple[str, ...]
    heads: Heads
    rows: tuple[tuple[str, ...], ...]


def pdf(facts: ExportFacts, words: Words, out: BinaryIO) -> None:
    """Write it, tagged (PDF/UA-1); with letters that no typeface has, without claiming that."""
    told = to_set(facts.report, words)
    inputs = {"result": msgspec.json.encode(told).decode()}
    template = (files("huleedu.gateway.exports") / "result.typ").read_bytes()
    made = facts.report.finished_at or facts.report.created_at
    stamp = int(made.timestamp())
    try:
        out.write(
            typst.compile(template, sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=stamp)
        )
    except typst.TypstError as error:
        if NO_LETTER not in str(error):
            raise
        out.write(typst.compile(template, sys_inputs=inputs, timestamp=stamp))


def to_set(report: BatchReport, words: Words) -> ResultToSet:
    """The result in words and cells: by place if it is ranked, else by the essays' places."""
    summed_up = summary(report, words)
    heads, rows = (_ranked if report.ranking else _unranked)(report, words)
    return ResultToSet(
        title=summed_up.title,
        lang=words.language,
        foot=f"{report.program} · {words.day(report.finished_at or report.created_at)}",
        says=(summed_up.sentence, *summed_up.ranking),
        heads=heads,
        rows=tuple(rows),
    )


def _ranked(report: BatchReport, words: Words) -> tuple[Heads, Iterator[tuple[str, ...]]]:
    ranking, decided = report.ranking, report.decided_grades
    assert ranking, "it is ranked"
    named = {
        essay.id: one_line(essay.pupil.name if essay.pupil else essay.file)
        for essay in report.essays
    }
    said = {each.essay: likeliest_said(each, words) for each in ranking.essays}
    graded = any(said.values())
    heads: list[tuple[str, bool]] = [
        (words.say("column.place"), False),
        (words.percent(0.9), False),
        (words.say("table.pupil_or_file"), True),
    ]
    heads += [(words.say("table.likeliest"), False)] * graded
    heads += [(words.say("column.decided_grade"), False)] * bool(decided)

    def rows() -> Iterator[tuple[str, ...]]:
        for each in ranking.essays:
            yield (
                *(str(each.place), f"{each.low}–{each.high}", named.get(each.essay, "")),
                *((said[each.essay],) * graded),
                *((one_line(decided.get(each.essay, "")),) * bool(decided)),
            )

    return tuple(heads), rows()


def _unranked(report: BatchReport, words: Words) -> tuple[Heads, Iterator[tuple[str, ...]]]:
    decided, chief = report.decided_grades, chief_measures(report)[:CHIEF_SHOWN]
    heads: list[tuple[str, bool]] = [
        (words.say("report.slot"), False),
        (words.say("table.pupil_or_file"), True),
        *((name(info, words), False) for info in chief),
    ]
    heads += [(words.say("column.decided_grade"), False)] * bool(decided)

    def rows() -> Iterator[tuple[str, ...]]:
        for essay in in_slot_order(report):
            numbers = (shown(essay.measures.get(info.key), info, words) for info in chief)
            whose = one_line(essay.pupil.name if essay.pupil else essay.file)
            last = (one_line(decided.get(essay.id, "")),) * bool(decided)
            yield (str(essay.slot), whose, *numbers, *last)

    return tuple(heads), rows()
