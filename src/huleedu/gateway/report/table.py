"""Write the table of a batch, one row per file offered, so that every spreadsheet reads it."""

from collections.abc import Iterable, Iterator, Mapping

from huleedu.contracts.reason import Why
from huleedu.gateway.report.sanitised import sanitised
from huleedu.gateway.report.scores import Score, scores_of
from huleedu.gateway.report.summary import reason
from huleedu.gateway.words.words import Words
from huleedu.kit import spreadsheet
from huleedu.services.results.api import (
    BatchReport,
    EssayReport,
    FileLine,
    MeasureInfo,
    NotMeasured,
    RankedEssay,
    RankingPicture,
    parts_of,
)

BEFORE = (
    "file",
    "state",
    "slot",
    "essay",
    "pupil",
    "pupil_found_in",
    "language",
    "misspellings_marked",
)
AFTER = ("not_measured", "failed_steps", "code", "reason", "notes")
RANKING = ("place", "place_low", "place_high", "ability", "ability_error", "judgements")
SCORES = ("score", "score_error")
GRADES = ("likeliest_grade", "likeliest_grade_or_beyond", "borderline", "known_grade")
DECIDED = "decided_grade"


def table(report: BatchReport, words: Words) -> bytes:
    """Comma-separated rows, UTF-8 with a byte-order mark (without it Excel breaks å, ä and ö).

    The columns are `BEFORE`, the key of each measure, `AFTER`; `RANKING` if there is one, with
    `SCORES` (abilities with the mean and the spread that were asked for), `GRADES` if there are
    any, or `band`, and the chance of each grade or band (`chance_A` …); `DECIDED` if anybody has
    decided a grade; numbers have a decimal point; a text that a spreadsheet would run as a formula
    begins with an apostrophe.
    """
    return b"".join(pieces(report, words))


def pieces(
    report: BatchReport, words: Words, how: spreadsheet.Separated = spreadsheet.PLAIN
) -> Iterator[bytes]:
    """The same, piece by piece."""
    yield "\ufeff".encode()
    for piece in spreadsheet.pieces(_rows(sanitised(report), words), how):
        yield piece.encode()


def _rows(report: BatchReport, words: Words) -> Iterator[Iterable[object]]:
    decided = (DECIDED,) * bool(report.decided_grades)
    yield (*BEFORE, *(m.key for m in report.measures), *AFTER, *_ranking(report.ranking), *decided)
    ranking = {each.essay: each for each in report.ranking.essays} if report.ranking else {}
    places, scores = _places(report), scores_of(report.ranking)
    for line in report.files:
        at = places.get(line.essay or "")
        essay = None if at is None else report.essays[at]
        row = _row(line, essay, report.measures, words)
        if report.ranking:
            row += _place(ranking.get(line.essay or ""), report.ranking, scores)
        if decided:
            row.append(report.decided_grades.get(line.essay or ""))
        yield row


def _places(report: BatchReport) -> dict[str, int]:
    """Where each essay stands among the report's."""
    return {essay.id: at for at, essay in enumerate(report.essays)}


def _row(
    line: FileLine, essay: EssayReport | None, measures: tuple[MeasureInfo, ...], words: Words
) -> list[str | int | float | None]:
    told = [line.code, reason(line, words)]
    if essay is None:
        file = [line.name, line.state, line.slot, line.essay, None, None, None, None]
        return [*file, *(None for _ in measures), None, None, *told, _joined(line.notes, words)]
    values = [essay.measures.get(info.key) for info in measures]
    missing = [
        f"{info.key}: {words.explain(value.reason)}"
        for info, value in zip(measures, values, strict=True)
        if isinstance(value, NotMeasured)
    ]
    return [
        line.name,
        line.state,
        line.slot,
        line.essay,
        essay.pupil.name if essay.pupil else None,
        essay.pupil.found_in if essay.pupil else None,
        essay.language or None,
        len(essay.misspellings),
        *(None if isinstance(value, NotMeasured) else value for value in values),
        " | ".join(missing),
        " | ".join(f"{step}: {words.explain(why)}" for step, why in essay.failures.items()),
        *told,
        _joined((*line.notes, *essay.warnings), words),
    ]


def _joined(notes: Iterable[Why], words: Words) -> str:
    return " | ".join(map(words.explain, notes))


def _ranking(ranking: RankingPicture | None) -> tuple[str, ...]:
    if ranking is None:
        return ()
    chances = tuple(f"chance_{name}" for name in parts_of(ranking))
    graded = GRADES if ranking.grades else ("band",) * bool(ranking.bands)
    return (*RANKING, *SCORES, *graded, *chances)


def _place(
    found: RankedEssay | None, ranking: RankingPicture, scores: Mapping[str, Score]
) -> list[str | int | float | None]:
    if found is None:
        return [None] * len(_ranking(ranking))
    row: list[str | int | float | None] = [found.place, found.low, found.high]
    row += [round(found.ability, 3), round(found.error, 3), found.judgements]
    score = scores.get(found.essay)
    row += [round(score.score, 1), round(score.error, 1)] if score else [None, None]
    if ranking.grades:
        borderline = "yes" if found.borderline else "no"
        known = found.known_grade
        row += [known or found.grade, known or found.grade_said, borderline, known or None]
    elif ranking.bands:
        row.append(found.band)
    return [*row, *(round(found.chances.get(name, 0.0), 3) for name in parts_of(ranking))]
