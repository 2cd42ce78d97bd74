"""Reports to be taken away, with texts that a spreadsheet would run."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from huleedu.services.results.api import (
    BatchReport,
    EssayReport,
    FileLine,
    MeasureInfo,
    Misspelling,
    PupilFound,
)

EVIL: tuple[str, ...] = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    " =HYPERLINK(1)",
)
"""Each begins as a formula does."""
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def essay_id(number: int) -> UUID:
    """The id of an essay."""
    return UUID(int=1000 + number)


def report_of(
    pupils: Mapping[int, str],
    decided: Mapping[int, str] | None = None,
    *,
    title: str = "Min sommar",
    text: str = "Jag minns somaren.",
) -> BatchReport:
    """Of these pupils' essays, by number; `decided`: what grade was decided."""
    essays = [
        EssayReport(
            id=str(essay_id(number)),
            slot=number,
            file=f"{name}.txt",
            text=text,
            language="sv",
            pupil=PupilFound(name=name, found_in="header"),
            misspellings=(Misspelling(start=10, end=17, word="somaren", suggestions=(name,)),),
            measures={"lix": 12.5, "words": 3},
        )
        for number, name in pupils.items()
    ]
    files = [
        FileLine(name=essay.file, state="assigned", slot=essay.slot, essay=essay.id)
        for essay in essays
    ]
    return BatchReport(
        batch=str(UUID(int=1)),
        title=title,
        created_at=datetime(2026, 11, 30, 8, tzinfo=UTC),
        slots=len(essays),
        state="assessed",
        program="HuleEdu",
        files=tuple(files),
        essays=tuple(essays),
        measures=(MeasureInfo(key="words"), MeasureInfo(key="lix", decimals=1)),
        decided_grades={str(essay_id(n)): grade for n, grade in (decided or {}).items()},
    )
