"""Make a pupil's page from what is known of their essay: what is not shown is not in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from huleedu.gateway.feedback.around import AroundFeedback, FeedbackBatch, PupilLine
from huleedu.gateway.report.loading import load_report
from huleedu.services.feedback.api import (
    SHOWN,
    Feedback,
    JudgedBy,
    MarkedWord,
    PartOfProgram,
    PlaceShown,
    PupilsPage,
    ToGive,
)
from huleedu.services.judging.api.anonymising import mentions
from huleedu.services.judging.api.plans import plan_of
from huleedu.services.results import api as results
from huleedu.services.results.api import EssayReport, RankingPicture, grades

MEASURES_SHOWN = ("words", "sentences", "sentence_length", "long_words")
"""Those that a pupil can make something of; all others are a teacher's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSources:
    """What the pages of a batch have in common, read once."""

    criterion: str
    ranking: RankingPicture | None
    grades: Mapping[UUID, tuple[str, str]]
    """The decided grade of each essay, and who decided it."""


async def page_sources(around: AroundFeedback, batch: FeedbackBatch) -> PageSources:
    """The same, as it is now."""
    plan = await plan_of(around.database("judging"), batch.id)
    database = around.database("results")
    _, ranking = await grades.picture(database, around.contents, batch.id)
    decided = await grades.decided(database, batch.id, around.school)
    return PageSources(
        criterion=plan.criterion or "",
        # a program that counts has read nothing
        ranking=ranking if ranking and ranking.for_grading else None,
        grades={essay: (one.grade, one.by_name) for essay, one in decided.items()},
    )


async def essay_of(around: AroundFeedback, batch: UUID, essay: UUID) -> EssayReport | None:
    """What was found in an essay, names covered where they are hidden."""
    found = await results.essay_of_file(
        around.database("results"), around.contents, batch, essay, mentions
    )
    return found if isinstance(found, EssayReport) else None


def page_of(
    around: AroundFeedback,
    batch: FeedbackBatch,
    line: PupilLine,
    essay: EssayReport,
    sources: PageSources,
) -> PupilsPage:
    """What the pupil sees if this is given now."""
    shows = line.feedback.shows
    grade, graded_by = sources.grades.get(line.file.id, ("", "")) if "grade" in shows else ("", "")
    judged = _judged(sources.ranking, essay.id)
    return PupilsPage(
        name=line.called,
        task=batch.title,
        criterion=sources.criterion,
        school=around.school_name,
        written=essay.text,
        words=line.feedback.words,
        shows=tuple(each for each in SHOWN if each in shows),
        grade=grade,
        graded_by=graded_by,
        place=_place(sources.ranking, essay.id) if "place" in shows else None,
        misspellings=_marked(essay) if "misspellings" in shows else (),
        measures=_measures(essay) if "measures" in shows else {},
        judged=judged,
        program=_program(line.feedback, essay, judged) if "program" in shows else None,
        ask=around.person_name,
        language=around.language,
    )


def _place(ranking: RankingPicture | None, essay: str) -> PlaceShown | None:
    ranked = [one for one in ranking.essays if not one.is_anchor] if ranking else []
    found = next((one for one in ranked if one.essay == essay), None)
    return PlaceShown(found.low, found.high, len(ranked)) if found else None


def _judged(ranking: RankingPicture | None, essay: str) -> JudgedBy | None:
    found = next((one for one in ranking.essays if one.essay == essay), None) if ranking else None
    if ranking is None or found is None or not found.judgements:
        return None
    kinds = ranking.kinds
    return JudgedBy(kinds.get("person", 0), kinds.get("model", 0), found.judgements)


def _marked(essay: EssayReport) -> tuple[MarkedWord, ...]:
    return tuple(
        MarkedWord(one.start, one.end, one.suggestions[0] if one.suggestions else "")
        for one in essay.misspellings
    )


def _measures(essay: EssayReport) -> dict[str, float]:
    found = {key: essay.measures.get(key) for key in MEASURES_SHOWN}
    return {key: float(value) for key, value in found.items() if isinstance(value, int | float)}


def _program(
    written: Feedback, essay: EssayReport, judged: JudgedBy | None
) -> tuple[PartOfProgram, ...]:
    parts: list[PartOfProgram] = []
    if judged and judged.models:
        parts.append("judged")
    if written.program:
        parts.append("drafted")
    if "misspellings" in written.shows and essay.language:
        parts.append("spelling")
    if "measures" in written.shows and essay.measures:
        parts.append("measures")
    return tuple(parts)


async def pages_to_give(
    around: AroundFeedback, batch: FeedbackBatch, lines: Sequence[PupilLine]
) -> list[ToGive]:
    """The pages of these, made as they are now."""
    if not lines:
        return []
    sources = await page_sources(around, batch)
    report = await load_report(around.database("results"), around.contents, batch.id)
    wanted = {str(line.file.id): line for line in lines}
    made: list[ToGive] = []
    for essay in report.essays:
        if line := wanted.get(essay.id):
            page = page_of(around, batch, line, essay, sources)
            made.append(ToGive(line.file.id, line.feedback.revision, page))
    return made
