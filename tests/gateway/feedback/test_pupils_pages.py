"""What is not shown is not in a pupil's page, and nothing of others ever is."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import cast
from uuid import UUID

import msgspec
import pytest

from huleedu.contracts.ranking import RankedEssay, RankingPicture
from huleedu.gateway.feedback.around import AroundFeedback, PupilLine
from huleedu.gateway.feedback.pupils_pages import PageSources, page_of
from huleedu.kit.content import Contents
from huleedu.services.feedback.api import (
    SHOWN,
    Feedback,
    JudgedBy,
    PlaceShown,
    Program,
    PupilsPage,
    Shown,
)
from huleedu.services.results.api import (
    BatchSeen,
    Counts,
    EssayReport,
    ListedFile,
    Misspelling,
    NotMeasured,
)

ESSAY, OTHER = UUID(int=1), UUID(int=2)
NOW = datetime(2026, 11, 30, tzinfo=UTC)


def here() -> AroundFeedback:
    def no_tables(_: str) -> object:
        raise AssertionError("a page is made of what was read")

    return AroundFeedback(
        database=no_tables,  # pyright: ignore[reportArgumentType]
        contents=cast(Contents, None),
        school=UUID(int=9),
        school_name="Ekskolan",
        person=UUID(int=8),
        person_name="Karin Lind",
        language="en",
        now=NOW,
    )


BATCH = BatchSeen(
    id=UUID(int=3),
    title="A challenge",
    may="own",
    owner=UUID(int=8),
    class_=None,
    due=None,
    blind=False,
    names_shown=True,
    language="en",
    open=True,
    slots=None,
    state="assessed",
    settled=True,
    ranked=True,
    archived=False,
    created_at=NOW,
    changed_at=NOW,
    counts=Counts(
        files=2,
        unread=0,
        waiting=0,
        refused=0,
        left_over=0,
        late=0,
        assigned=2,
        checked=2,
        measured=2,
        failed=0,
    ),
)
FILE = msgspec.convert(
    {
        **dict.fromkeys(ListedFile.__struct_fields__),
        "id": str(ESSAY),
        "name": "anna.docx",
        "others": [],
        "place": [1],
        "state": "assigned",
        "slot": 1,
        "code": "",
        "reason": "",
        "notes": [],
        "language": "en",
        "failures": {},
        "late": False,
        "revision": 1,
        "pupil": "Anna Åberg",
        "pupil_sure": True,
        "pupil_by_hand": False,
        "hidden": False,
    },
    ListedFile,
)
REPORT = EssayReport(
    id=str(ESSAY),
    slot=1,
    file="anna.docx",
    text="I was afriad.",
    language="en",
    misspellings=(Misspelling(start=6, end=12, word="afriad", suggestions=("afraid", "a")),),
    measures={"words": 3, "lix": 20.0, "sentence_length": NotMeasured("few")},
)


def ranked(essay: UUID, place: int, *, anchor: str = "") -> RankedEssay:
    return RankedEssay(
        essay=str(essay),
        place=place,
        low=place,
        high=place + 1,
        ability=0.0,
        error=1.0,
        judgements=7,
        known_grade=anchor,
    )


PICTURE = RankingPicture(
    note=(),
    judges=("Bo Berg", "gpt"),
    judgements=9,
    reliability=None,
    reliability_low=None,
    reliability_high=None,
    essays=(ranked(OTHER, 1), ranked(ESSAY, 2), ranked(UUID(int=4), 3, anchor="B")),
    kinds={"person": 3, "model": 1},
)
SOURCES = PageSources(
    criterion="Which is better?",
    ranking=PICTURE,
    grades={ESSAY: ("C", "Karin Lind"), OTHER: ("A", "Karin Lind")},
)


def page(
    shows: Collection[Shown], program: Program = "", sources: PageSources = SOURCES
) -> PupilsPage:
    written = Feedback(
        essay=ESSAY, words="Good.", shows=frozenset(shows), program=program, revision=1
    )
    return page_of(here(), BATCH, PupilLine(FILE, written), REPORT, sources)


def test_all_that_may_be_shown() -> None:
    found = page(SHOWN, "changed")
    assert (found.name, found.task, found.school) == ("Anna Åberg", "A challenge", "Ekskolan")
    assert (found.grade, found.graded_by) == ("C", "Karin Lind")
    assert found.place == PlaceShown(2, 3, 2), "anchors are nobody's place"
    assert [(one.start, one.better) for one in found.misspellings] == [(6, "afraid")]
    assert found.measures == {"words": 3.0}, "only what a pupil can make something of"
    assert found.judged == JudgedBy(3, 1, 7)
    assert found.program == ("judged", "drafted", "spelling", "measures")
    told = msgspec.json.encode(found).decode()
    for others in ("Bo Berg", "gpt", str(OTHER), '"A"'):
        assert others not in told


@pytest.mark.parametrize(
    ("left_out", "field", "empty"),
    [
        ("grade", "grade", ""),
        ("grade", "graded_by", ""),
        ("place", "place", None),
        ("misspellings", "misspellings", ()),
        ("measures", "measures", {}),
        ("program", "program", None),
    ],
)
def test_what_is_switched_off_is_not_in_it(left_out: Shown, field: str, empty: object) -> None:
    assert getattr(page(SHOWN), field) != empty
    assert getattr(page([each for each in SHOWN if each != left_out]), field) == empty


def test_nothing_decided_and_nothing_judged_is_no_obstacle() -> None:
    bare = PageSources(criterion="", ranking=None, grades={})
    found = page(SHOWN, sources=bare)
    assert (found.grade, found.place, found.judged) == ("", None, None)
    assert found.program == ("spelling", "measures")
    assert page([], sources=bare).program is None
