"""Say in plain words what a report holds: the result in a sentence, what to do, each number."""

from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from statistics import quantiles

import msgspec

from huleedu.gateway.report.ranking_words import closing
from huleedu.gateway.report.sanitised import one_line
from huleedu.gateway.words.words import Words
from huleedu.services.results.api import (
    BatchReport,
    EssayReport,
    FileLine,
    Measured,
    MeasureInfo,
    NotMeasured,
    PupilFound,
    RankedEssay,
    RankingPicture,
)

# What a teacher looks at first; a batch without these shows its first measures instead.
CHIEF = ("words", "misspellings_per_100_words", "lix", "sentence_length", "mtld", "long_words")
CHIEF_COUNT = 6
ROWS_MAX = 200
"""Nobody reads more essays off a terminal, and rich takes 3 ms for each."""


class Quartiles(msgspec.Struct, frozen=True):
    """The lowest, lower-quarter, middle, upper-quarter and highest value of a class."""

    lowest: float
    lower: float
    middle: float
    upper: float
    highest: float


class SummaryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One essay in the closing table; `numbers` stand in the order of the summary's columns."""

    slot: int
    pupil: str
    file: str
    language: str
    misspellings: int
    numbers: tuple[str, ...]
    note: str
    """What failed for it."""


class RankedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One essay in the closing table of a class that was judged, best first."""

    place: str
    """"3", or "3=" where others share it."""
    between: str
    """The places between which it lies with 90 %: "1–5"."""
    name: str
    """Its pupil, or else its file."""
    grade: str
    """The likeliest grade or band with its chance: "B (62 %)"; an anchor's own: "B, known"."""
    misspellings: int


class SummaryTrouble(msgspec.Struct, frozen=True, kw_only=True):
    """One file that has no slot, and why and what to do in a sentence or two."""

    file: str
    state: str
    reason: str


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """The closing table of a terminal, as plain texts that are safe to print on one line."""

    title: str
    sentence: str
    columns: tuple[str, ...]
    rows: tuple[SummaryRow, ...]
    troubles: tuple[SummaryTrouble, ...]
    left_out: int = 0
    """How many more essays than rows there are."""
    ranking: tuple[str, ...] = ()
    """What came of judging, in a line or two."""
    ranked: tuple[RankedRow, ...] = ()
    """Every essay that was judged, best first."""


def summary(report: BatchReport, words: Words) -> Summary:
    """What a teacher should see on the terminal when a batch is done."""
    chief = chief_measures(report)
    return Summary(
        title=one_line(report.title),
        sentence=sentence(report, words),
        columns=tuple(name(info, words) for info in chief),
        rows=tuple(
            SummaryRow(
                slot=essay.slot,
                pupil=one_line(essay.pupil.name) if essay.pupil else "",
                file=one_line(essay.file),
                language=language(essay.language, words),
                misspellings=len(essay.misspellings),
                numbers=tuple(shown(essay.measures.get(info.key), info, words) for info in chief),
                note=one_line(" ".join(map(words.explain, essay.failures.values()))),
            )
            for essay in islice(in_slot_order(report), ROWS_MAX)
        ),
        left_out=max(0, len(report.essays) - ROWS_MAX),
        troubles=tuple(
            SummaryTrouble(
                file=one_line(line.name),
                state=state(line.state, words),
                reason=one_line(reason(line, words)),
            )
            for line in without_slot(report)
        ),
        ranking=closing(report.ranking, words) if report.ranking else (),
        ranked=_ranked(report, report.ranking, words) if report.ranking else (),
    )


def _ranked(report: BatchReport, ranking: RankingPicture, words: Words) -> tuple[RankedRow, ...]:
    names, essays = names_of(report), {essay.id: essay for essay in report.essays}
    shared = Counter(each.place for each in ranking.essays)
    return tuple(
        RankedRow(
            place=f"{each.place}{'=' * (shared[each.place] > 1)}",
            between=f"{each.low}–{each.high}",
            name=names[each.essay],
            grade=likeliest_said(each, words),
            misspellings=len(essays[each.essay].misspellings),
        )
        for each in sorted(ranking.essays, key=lambda each: (each.place, names[each.essay]))
        if each.essay in essays
    )


def likeliest_said(each: RankedEssay, words: Words) -> str:
    """The likeliest grade or band with its chance; an anchor's own is said to be known."""
    if each.known_grade:
        return words.say("ranking.known", grade=one_line(each.known_grade))
    said = grade(each, words) or one_line(each.band)
    chance = each.chances.get(each.grade or each.band)
    return said if chance is None else f"{said} ({words.percent(chance)})"


def grade(each: RankedEssay, words: Words) -> str:
    """The likeliest grade, with "or lower", "or higher" where no anchor tells; may be empty.

    An anchor's is the one that is known.
    """
    if each.known_grade:
        return one_line(each.known_grade)
    likeliest = one_line(each.grade)
    if each.grade_said.endswith(" or lower"):
        return words.say("ranking.or_lower", grade=likeliest)
    if each.grade_said.endswith(" or higher"):
        return words.say("ranking.or_higher", grade=likeliest)
    return likeliest


def sentence(report: BatchReport, words: Words) -> str:
    """The result in one sentence: "30 essays have a slot, 3 files were refused …"."""
    count = Counter(line.state for line in report.files)
    essays = len(report.essays)
    said = [words.say("summary.essays", n=essays) if essays else words.say("summary.no_essay")]
    if count["refused"]:
        said.append(words.say("summary.refused", n=count["refused"]))
    if count["left_over"]:
        said.append(words.say("summary.left_over", n=count["left_over"]))
    if count["waiting"]:
        said.append(words.say("summary.waiting", n=count["waiting"]))
    free = report.slots - len(report.essays)
    if free > 0:
        said.append(words.say("summary.free", n=free))
    listed = words.listed(said)
    return f"{listed[0].upper()}{listed[1:]}."


def language(code: str, words: Words) -> str:
    """An essay's language, or that it is not known; or that it was to be found."""
    return words.say(f"language.{code or 'unknown'}")


def state(code: str, words: Words) -> str:
    """What became of a file."""
    return words.say(f"state.{code}")


def step(code: str, words: Words) -> str:
    """What a step is called; one that this version does not know keeps its code."""
    return words.say(f"step.{code}") if words.has(f"step.{code}") else code


def step_failed(code: str, words: Words) -> str:
    """That a step failed: the reason follows."""
    return words.say("step.failed", step=step(code, words))


def found_in(pupil: PupilFound, words: Words) -> str:
    """Where an essay names its pupil."""
    return words.say(f"found_in.{pupil.found_in.replace(' ', '_')}")


def name(info: MeasureInfo, words: Words) -> str:
    """What a measure is called; one that this version does not know keeps its key."""
    code = f"measure.{info.key}"
    return words.say(code) if words.has(code) else info.key


def meaning(info: MeasureInfo, words: Words) -> str:
    """What a measure means, in a sentence or two; empty if that is not known."""
    code = f"measure.{info.key}.meaning"
    return words.say(code) if words.has(code) else ""


def unit(info: MeasureInfo, words: Words) -> str:
    """What a measure counts in; may be empty."""
    code = f"unit.{info.unit}"
    return words.say(code) if words.has(code) else info.unit


def reason(line: FileLine, words: Words) -> str:
    """Why a file has no slot, and what a teacher can do about it; empty for one that has."""
    if line.reason or line.state in ("assigned", "refused"):
        return words.explain(line.reason)
    return words.say(f"reason_of.{line.state}")


def without_slot(report: BatchReport) -> list[FileLine]:
    """The files that are not in the result, in the order offered."""
    return [line for line in report.files if line.state != "assigned"]


def in_slot_order(report: BatchReport) -> Sequence[EssayReport]:
    """The essays as a teacher counts them; those that are kept in a file are kept so."""
    if isinstance(report.essays, tuple | list):
        return sorted(report.essays, key=lambda essay: essay.slot)
    return report.essays


def names_of(report: BatchReport) -> dict[str, str]:
    """What each essay is called, by its id: its pupil, or else its file."""
    return {
        essay.id: one_line(essay.pupil.name if essay.pupil else essay.file)
        for essay in report.essays
    }


def chief_measures(report: BatchReport) -> list[MeasureInfo]:
    """The few measures that an overview has room for, in the order of `CHIEF`."""
    known = {info.key: info for info in report.measures}
    chief = [known[key] for key in CHIEF if key in known]
    return chief or list(report.measures[:CHIEF_COUNT])


def shown(value: Measured | None, info: MeasureInfo, words: Words) -> str:
    """A number as a teacher reads it, or a dash."""
    if value is None or isinstance(value, NotMeasured):
        return "–"
    rounded = round(value, info.decimals)
    return words.number(rounded or 0.0, info.decimals)


def number(essay: EssayReport, key: str) -> int | float | None:
    """The measure's number, or none if it has no number for this essay."""
    value = essay.measures.get(key)
    return None if isinstance(value, NotMeasured) else value


def languages(report: BatchReport, words: Words) -> str:
    """The languages of the essays with their counts, the most frequent first."""
    count = Counter(language(essay.language, words) for essay in report.essays)
    if len(count) == 1:
        return next(iter(count))
    return ", ".join(f"{name} ({of})" for name, of in count.most_common())


def misspellings(report: BatchReport) -> int:
    """How many words are marked in all essays."""
    return sum(len(essay.misspellings) for essay in report.essays)


def class_values(report: BatchReport) -> dict[str, list[float]]:
    """What was measured in the class, by measure, from the lowest up; in one look at each essay.

    Essays without a value are left out.
    """
    values = {info.key: array("d") for info in report.measures}
    for essay in report.essays:
        for key, of_class in values.items():
            value = number(essay, key)
            if value is not None:
                of_class.append(value)
    return {key: sorted(of_class) for key, of_class in values.items()}


def quartiles(values: list[float]) -> Quartiles:
    """Of sorted values, at least one; the quarters by linear interpolation (R's type 7)."""
    if len(values) == 1:
        return Quartiles(*values * 5)
    lower, middle, upper = quantiles(values, n=4, method="inclusive")
    return Quartiles(values[0], lower, middle, upper, values[-1])
