"""Whoever decides a grade is in the audit, once an essay and act; the scale is the batch's."""

from uuid import UUID, uuid4

import msgspec
import pytest
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.results.judged_class import BATCH as CLASS
from tests.gateway.web.results.judged_class import essay_of, judged, viewer
from tests.services.results.hearing import BATCH, REGISTERED, hear, life_of

from huleedu.contracts.gateway import PlanJudging
from huleedu.gateway.grading import Grading, grades_of, grades_to_decide
from huleedu.kit.database import Viewer
from huleedu.services.judging.api.judgings import Script
from huleedu.services.results import api as results
from huleedu.services.results.api import grades
from huleedu.services.results.api.grades import Decide, DecidedNow, Grader, NoSuchGrade
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House

ANNA, BO = UUID(int=1), UUID(int=2)


@pytest.fixture
async def grading(house: House) -> Grading:
    """Karin at a batch of two essays that nobody has judged."""
    await hear(house.database("results"), REGISTERED, *life_of(ANNA), *life_of(BO))
    viewer = Viewer(REGISTERED.school, KARIN.person)
    return Grading(
        people=house.viewers("identity").of(Viewer(None)),
        judging=house.viewers("judging").of(viewer),
        results=house.viewers("results").of(viewer),
        contents=house.contents_of_viewers(),
        batch=BATCH,
        school=REGISTERED.school,
        who=Grader(KARIN.person, KARIN.name),
        now=house.clock(),
    )


async def audited(house: House) -> list[tuple[str, UUID]]:
    async with house.database("identity").session() as sql:
        rows = await sql.fetch("select what, about from audit where what like 'grade%' order by id")
    return [(row["what"], UUID(int=row["about"].int)) for row in rows]


async def test_each_decision_is_in_the_audit_once(house: House, grading: Grading) -> None:
    act, undo = uuid4(), uuid4()
    both = [Decide(essay=ANNA, grade="B"), Decide(essay=BO, grade="–")]
    for _ in range(2):
        assert isinstance(await grading.decide(both, act), DecidedNow)
    assert await audited(house) == [("grade_decided", ANNA), ("grade_decided", BO)]
    await grading.decide([Decide(essay=ANNA, grade="B")], uuid4())
    assert len(await audited(house)) == 2, "nothing was changed"
    for _ in range(2):
        await grading.take_back(act, undo)
    assert (await audited(house))[2:] == [("grade_taken_back", ANNA), ("grade_taken_back", BO)]


async def test_without_a_ranking_the_scale_is_the_planned_one_or_a_to_f(
    house: House, grading: Grading
) -> None:
    assert await grades_of(grading.judging, BATCH, None) == ("F", "E", "D", "C", "B", "A")
    await house.start(["gateway", "judging"])
    plan = PlanJudging(batch=BATCH, school=REGISTERED.school, criterion="", scale="1-5")
    await house.commands().send(plan)
    await house.catch_up()
    assert await grades_of(grading.judging, BATCH, None) == ("1", "2", "3", "4", "5")
    told = await grading.decide([Decide(essay=ANNA, grade="B")], uuid4())
    assert told == NoSuchGrade((ANNA,), ("5", "4", "3", "2", "1", "F", "–"))


async def test_grades_are_to_be_decided_once_judging_has_ended(house: House) -> None:
    await judged(house)
    database = house.viewers("results").of(viewer())
    judging = house.viewers("judging").of(viewer())
    seen = await results.batches_of(database, KARIN.person)
    assert await grades_to_decide(database, judging, seen) == {CLASS: 30}
    scripts = [Script(essay=essay_of(n), name=f"{n}", text="", measures={}) for n in range(3)]
    await judgings_of(house).open(CLASS, scripts)
    assert await grades_to_decide(database, judging, seen) == {}, "it is an early look"
    await judgings_of(house).close(CLASS)
    told = await grades.decide(
        database,
        house.contents,
        CLASS,
        KARIN.school,
        Grader(KARIN.person, "Karin"),
        [Decide(essay=essay_of(0), grade="–", reason="x")],
        house.clock(),
        act=uuid4(),
    )
    assert isinstance(told, DecidedNow)
    seen = await results.batches_of(database, KARIN.person)
    assert await grades_to_decide(database, judging, seen) == {CLASS: 29}
    looks = [msgspec.structs.replace(each, may="look") for each in seen]
    assert await grades_to_decide(database, judging, looks) == {}
