"""A decided grade is a person's: kept with who, when and why, never overwritten in silence."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec
import pytest
from tests.services.results.hearing import BATCH, hear, life_of

from huleedu.contracts.batches import BatchRegistered
from huleedu.contracts.judging import RankingMade
from huleedu.contracts.lifecycle import EssayReplaced
from huleedu.contracts.ranking import RankedEssay, RankingPicture
from huleedu.kit.content import Contents
from huleedu.kit.database import Database, Viewer
from huleedu.services.results import api
from huleedu.services.results.api import NotHeardOf, grades
from huleedu.services.results.api.grades import (
    ChangedSince,
    Decide,
    DecidedNow,
    Grader,
    NothingToTakeBack,
    ReasonWanted,
)
from huleedu.wiring.program import House

SCHOOL, OTHER = UUID(int=0xA), UUID(int=0xB)
KARIN, ALI = Grader(UUID(int=12), "Karin Lind"), Grader(UUID(int=13), "Ali Berg")
NOW = datetime(2026, 12, 1, 9, 42, tzinfo=UTC)
ESSAYS = [UUID(int=at) for at in (1, 2, 3)]
LIKELIEST = ("B", "C", "E")


async def ranked(contents: Contents, likeliest: Sequence[str] = LIKELIEST) -> str:
    """The address of a ranking of the three essays."""
    essays = tuple(
        RankedEssay(
            essay=str(essay),
            place=place,
            low=1,
            high=3,
            ability=float(-place),
            error=0.4,
            judgements=8,
            grade=grade,
            chances={grade: 0.9, "F": 0.1},
        )
        for place, (essay, grade) in enumerate(zip(ESSAYS, likeliest, strict=True), 1)
    )
    told = RankingPicture(
        note=(),
        judges=("Karin",),
        judgements=12,
        reliability=0.8,
        reliability_low=0.7,
        reliability_high=0.9,
        essays=essays,
        grades=("F", "E", "D", "C", "B", "A"),
        scale="A–F",
    )
    [address] = await contents.keep([msgspec.json.encode(told)])
    return address


@pytest.fixture
async def database(house: House) -> Database:
    """The results as somebody of the school sees them: three essays with a ranking."""
    registered = BatchRegistered(
        batch=BATCH,
        title="9B",
        slots=5,
        language="auto",
        pupils=(),
        deadline_s=60,
        school=SCHOOL,
        owner=KARIN.person,
    )
    lives = [message for essay in ESSAYS for message in life_of(essay)]
    address = await ranked(house.contents)
    made = RankingMade(batch=BATCH, number=4, decisions=12, ranking=address)
    await hear(house.database("results"), registered, *lives, made)
    return house.viewers("results").of(Viewer(SCHOOL, KARIN.person))


async def decide(
    house: House, database: Database, *wanted: Decide, who: Grader = KARIN, act: UUID | None = None
) -> object:
    return await grades.decide(
        database,
        house.contents,
        BATCH,
        SCHOOL,
        who,
        wanted,
        NOW,
        act=act or uuid4(),
    )


async def test_a_grade_is_kept_with_who_when_and_what_was_likeliest(
    house: House, database: Database
) -> None:
    before = await api.revision(database, BATCH)
    told = await decide(house, database, Decide(essay=ESSAYS[0], grade="A", reason="the end"))
    assert isinstance(told, DecidedNow)
    found = await grades.decided(database, BATCH, SCHOOL)
    assert found == {ESSAYS[0]: told.decided[0]}
    one = found[ESSAYS[0]]
    assert (one.grade, one.reason, one.likeliest, one.by, one.by_name, one.at, one.ranking) == (
        "A",
        "the end",
        "B",
        KARIN.person,
        "Karin Lind",
        NOW,
        4,
    )
    assert await api.revision(database, BATCH) == before + 1, "pages follow"


async def test_another_than_the_likeliest_wants_a_reason(house: House, database: Database) -> None:
    told = await decide(
        house,
        database,
        Decide(essay=ESSAYS[0], grade="B"),
        Decide(essay=ESSAYS[1], grade="A"),
    )
    assert told == ReasonWanted((ESSAYS[1],))
    assert await grades.decided(database, BATCH, SCHOOL) == {}, "all of them, or none"


async def test_what_was_decided_before_is_kept(house: House, database: Database) -> None:
    await decide(house, database, Decide(essay=ESSAYS[0], grade="B"))
    await decide(house, database, Decide(essay=ESSAYS[0], grade="–", reason="later"), who=ALI)
    await decide(house, database, Decide(essay=ESSAYS[0], grade=""))
    told = await grades.history(database, BATCH, SCHOOL, ESSAYS[0])
    assert [(one.number, one.grade, one.by_name) for one in told] == [
        (3, "", "Karin Lind"),
        (2, "–", "Ali Berg"),
        (1, "B", "Karin Lind"),
    ]
    assert await grades.decided(database, BATCH, SCHOOL) == {}
    assert await grades.decided_counts(database, [BATCH]) == {}


async def test_of_two_at_once_one_hears_of_the_other(house: House, database: Database) -> None:
    both = await asyncio.gather(
        decide(house, database, Decide(essay=ESSAYS[1], grade="C", seen=0)),
        decide(house, database, Decide(essay=ESSAYS[1], grade="B", reason="x", seen=0), who=ALI),
    )
    [first] = [one for one in both if isinstance(one, DecidedNow)]
    [second] = [one for one in both if isinstance(one, ChangedSince)]
    assert second.now == first.decided


async def test_many_are_decided_by_one_act_and_taken_back_by_one(
    house: House, database: Database
) -> None:
    await decide(house, database, Decide(essay=ESSAYS[2], grade="D", reason="first"))
    act = uuid4()
    wanted = [Decide(essay=e, grade=g) for e, g in zip(ESSAYS, LIKELIEST, strict=True)]
    told = await decide(house, database, *wanted, act=act)
    assert isinstance(told, DecidedNow)
    assert len(told.decided) == 3
    assert await decide(house, database, *wanted, act=act) == told, "asked again it is done once"
    await decide(house, database, Decide(essay=ESSAYS[0], grade="A", reason="since"), who=ALI)
    assert await grades.decided_counts(database, [BATCH]) == {BATCH: 3}
    undo = uuid4()
    for _ in range(2):
        back = await grades.take_back(database, BATCH, SCHOOL, KARIN, act, NOW, act=undo)
        assert isinstance(back, DecidedNow)
        assert {one.essay for one in back.decided} == set(ESSAYS[1:]), "Ali's is left alone"
    found = await grades.decided(database, BATCH, SCHOOL)
    assert {essay: (one.grade, one.reason) for essay, one in found.items()} == {
        ESSAYS[0]: ("A", "since"),
        ESSAYS[2]: ("D", "first"),
    }
    again = await grades.take_back(database, BATCH, SCHOOL, KARIN, act, NOW, act=uuid4())
    assert again == NothingToTakeBack()


async def test_an_essay_that_takes_part_no_longer_has_no_grade(
    house: House, database: Database
) -> None:
    await decide(house, database, Decide(essay=ESSAYS[0], grade="B"))
    await hear(house.database("results"), EssayReplaced(batch=BATCH, essay=ESSAYS[0], by=uuid4()))
    assert await grades.decided(database, BATCH, SCHOOL) == {}
    assert len(await grades.history(database, BATCH, SCHOOL, ESSAYS[0])) == 1


async def test_another_school_sees_and_decides_nothing(house: House, database: Database) -> None:
    await decide(house, database, Decide(essay=ESSAYS[0], grade="B"))
    theirs = house.viewers("results").of(Viewer(OTHER, ALI.person))
    for school in (SCHOOL, OTHER):
        assert await grades.decided(theirs, BATCH, school) == {}
        told = await grades.decide(
            theirs,
            house.contents,
            BATCH,
            school,
            ALI,
            [Decide(essay=ESSAYS[0], grade="A", reason="x")],
            NOW,
            act=uuid4(),
        )
        assert told == NotHeardOf()
    assert await grades.decided_counts(theirs, [BATCH]) == {}


async def test_an_earlier_ranking_can_be_read_by_its_number(
    house: House, database: Database
) -> None:
    newer = await ranked(house.contents, ("A", "C", "E"))
    made = RankingMade(batch=BATCH, number=5, decisions=15, ranking=newer)
    await hear(house.database("results"), made)
    for asked, number, likeliest in ((None, 5, "A"), (4, 4, "B"), (5, 5, "A")):
        told, picture = await grades.picture(database, house.contents, BATCH, asked)
        assert picture
        assert (told, picture.essays[0].grade) == (number, likeliest)
    assert await grades.picture(database, house.contents, BATCH, 3) == (0, None)
