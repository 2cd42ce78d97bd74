"""Decisions are added, each with its essay's next number, in their own school alone."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from tests.services.results.hearing import BATCH, REGISTERED, hear, life_of

from huleedu.services.results.domain.deciding import Decide
from huleedu.services.results.store import grades
from huleedu.wiring.program import House

NOW = datetime(2026, 12, 1, tzinfo=UTC)
ANNA, BO = UUID(int=1), UUID(int=2)


async def test_each_decision_has_its_essays_next_number(house: House) -> None:
    database, school = house.database("results"), REGISTERED.school
    await hear(database, REGISTERED, *life_of(ANNA), *life_of(BO))
    said = UUID(int=12), "Karin", NOW
    first, second = uuid4(), uuid4()
    async with database.transaction() as sql:
        assert await grades.hold(sql, BATCH, school)
        assert not await grades.hold(sql, BATCH, UUID(int=99)), "the batch is another school's"
        both = [Decide(essay=ANNA, grade="B"), Decide(essay=BO, grade="C")]
        await grades.add(sql, (BATCH, school), first, both, {str(ANNA): "B"}, 3, said)
        again = [Decide(essay=ANNA, grade="A", reason="later")]
        await grades.add(sql, (BATCH, school), second, again, {}, 3, said)
        latest = await grades.latest(sql, BATCH, school)
        assert {e: (d.number, d.grade) for e, d in latest.items()} == {ANNA: (2, "A"), BO: (1, "C")}
        assert [d.likeliest for d in await grades.history(sql, BATCH, school, ANNA)] == [None, "B"]
        before = await grades.before_act(sql, BATCH, school, second)
        assert {e: d.grade for e, d in before.items()} == {ANNA: "B"}
        assert await grades.before_act(sql, BATCH, school, first) == {}
        assert await grades.taking_part(sql, BATCH, [ANNA, uuid4()]) == {ANNA}
        assert await grades.counts(sql, [BATCH, uuid4()]) == {BATCH: 2}
