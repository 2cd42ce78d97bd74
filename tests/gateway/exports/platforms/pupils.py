"""Pupils of a class with decided grades, as platforms are told of them."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from tests.gateway.exports.reports import essay_id, report_of

from huleedu.gateway.exports.facts import ExportFacts, Given, GradeTaken, PupilTaken
from huleedu.gateway.exports.profiles import ProfileCode

ANNA = PupilTaken(
    name="Anna Åberg", email="anna@skola.se", ids=("s1001",), essays=(essay_id(1),)
)  # fmt: skip
BO = PupilTaken(name="Bo Ek", email="bo@skola.se", ids=("s1002",), essays=(essay_id(2),))
CILLA = PupilTaken(name="Cilla Öst", ids=("s1003",), essays=(essay_id(3),))
DORIS = PupilTaken(name="Doris Ny", essays=())
PUPILS = (ANNA, BO, CILLA, DORIS)
GRADES = {1: "B", 2: "F", 3: "–"}
AT = datetime(2026, 11, 29, 10, tzinfo=UTC)
SAID = 'Good: "vivid".\n\n<b>Mind</b> the tense, Bo & co.\nAgain.'


def facts_of(
    profile: ProfileCode,
    given: Given | None = None,
    *,
    pupils: tuple[PupilTaken, ...] = PUPILS,
    grades: Mapping[int, str] = GRADES,
    feedback: Mapping[UUID, str] | None = None,
    title: str = "Essay 1",
) -> ExportFacts:
    """What such an export is made from."""
    return ExportFacts(
        profile=profile,
        language="en",
        report=report_of({}, grades, title=title),
        pupils=pupils,
        class_name="9B",
        grades={
            essay_id(number): GradeTaken(grade=grade, by="Karin", at=AT)
            for number, grade in grades.items()
        },
        feedback=dict(feedback or {}),
        given=given,
    )
