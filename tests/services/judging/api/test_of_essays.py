"""What was judged and said of an essay, told from its side."""

import pytest
from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.judging import Kind, Which
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.of_essays import judgements_of, said_of
from huleedu.services.judging.domain.desk import AssignedPair, AssignedPairs, Rules

SCRIPTS = scripts(3)


@pytest.fixture(autouse=True)
async def opened(judgings: Judgings) -> None:
    """Three essays, and judges of each kind."""
    await judgings.open(BATCH, SCRIPTS, "9B", Rules(steps=5))
    await judgings.enrol(BATCH, "Bo", Kind.PERSON)
    await judgings.enrol(BATCH, "counts", Kind.BASELINE)


async def before(desk: Desk, judge: str) -> AssignedPair:
    got = await desk.next(BATCH, judge)
    assert isinstance(got, AssignedPairs), got
    return got.pairs[0]


async def test_an_answer_is_told_from_either_side(desk: Desk, database: PostgresDatabase) -> None:
    pair = await before(desk, "Bo")
    await desk.decide(
        pair.pair, "Bo", 2, batch=BATCH, comment="clear", took_s=7.0, about=Which.SECOND
    )
    [one] = await judgements_of(database, BATCH)
    first, second = SCRIPTS[pair.first].essay, SCRIPTS[pair.second].essay
    assert (one.first, one.second, one.about) == (first, second, second)
    assert (one.result_for(first), one.result_for(second)) == ("much better", "much worse")
    assert (one.other(first), one.answer_for(second)) == (second, -2)
    assert (one.comment, one.took_s, one.kind) == ("clear", 7.0, Kind.PERSON)
    left = next(script.essay for script in SCRIPTS if script.essay not in (first, second))
    assert await judgements_of(database, BATCH, left) == []
    assert await judgements_of(database, BATCH, first) == [one]
    assert await said_of(database, BATCH, [one.pair]) == [], "no model has said anything"


async def test_a_baseline_is_told_as_long_as_nobody_else_has_decided(
    desk: Desk, database: PostgresDatabase
) -> None:
    pair = await before(desk, "counts")
    await desk.decide(pair.pair, "counts", 1, batch=BATCH)
    assert [one.judge for one in await judgements_of(database, BATCH)] == ["counts"]
    pair = await before(desk, "Bo")
    await desk.decide(pair.pair, "Bo", 0, batch=BATCH)
    [one] = await judgements_of(database, BATCH)
    assert (one.judge, one.result_for(one.first)) == ("Bo", "equal")
