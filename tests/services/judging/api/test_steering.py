"""Judging is steered while it goes on: nothing is lost, and the ranking follows."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.services.judging.api.conftest import Clock
from tests.services.judging.api.test_desk import BATCH, scripts
from tests.services.judging.api.test_holding import got

from huleedu.contracts.judging import Closed, Kind, NoPairNow, NotOpened, QuotaReached, Session
from huleedu.contracts.people import OWN_SCHOOL
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.services.judging.api.desk import Desk, Enrolment, KeyHolder
from huleedu.services.judging.api.judgings import Enrolled, Judgings
from huleedu.services.judging.api.kept import is_due, ranking_kept
from huleedu.services.judging.api.set_up import Rules
from huleedu.services.judging.api.steering import (
    Enough,
    JudgeSeen,
    MoreAsked,
    NoSuchJudge,
    Overview,
    Steering,
    revisions,
)


@pytest.fixture
def steering(database: PostgresDatabase, clock: Clock) -> Steering:
    return Steering(database, clock)


async def opened(judgings: Judgings, rules: Rules | None = None, quota: int | None = 4) -> str:
    await judgings.open(BATCH, scripts(6), "9B", rules, asked_by="Karin Lind")
    found = await judgings.enrol(BATCH, "Ali", Kind.PERSON, quota=quota, email="ali@ek.example")
    await judgings.enrol(BATCH, "Maja", Kind.PERSON, quota=quota)
    assert isinstance(found, Enrolled)
    return found.key


async def decide(desk: Desk, judge: str, count: int, took_s: float = 20.0) -> None:
    for _ in range(count):
        await desk.decide((await got(desk, judge)).pair, judge, 1, took_s=took_s)


async def seen(steering: Steering) -> Overview:
    found = await steering.overview(BATCH)
    assert isinstance(found, Overview)
    return found


async def ali(steering: Steering) -> JudgeSeen:
    return (await seen(steering)).judges[0]


async def test_how_it_stands(
    steering: Steering, judgings: Judgings, desk: Desk, clock: Clock
) -> None:
    assert await steering.overview(BATCH) == NotOpened()
    key = await opened(judgings)
    found = await seen(steering)
    assert (found.decided, found.wanted, found.unlinked, found.asked_by) == (0, 8, 6, "Karin Lind")
    assert not found.slow(clock())
    assert found.slow(clock() + timedelta(days=2))
    session = await desk.session(BATCH, "Ali")
    assert isinstance(session, Session)
    assert (session.asked_by, session.practice) == ("Karin Lind", 0)
    await desk.opened(BATCH, "Ali")
    clock.now += timedelta(minutes=9)
    await decide(desk, "Ali", 1, 10.0)
    await decide(desk, "Ali", 1, 30.0)
    judge = await ali(steering)
    assert (judge.decided, judge.median_s, judge.first_share) == (2, 20.0, 1.0)
    assert (judge.email, judge.link(clock()), judge.last_seen) == (
        "ali@ek.example",
        "opened",
        clock(),
    )
    assert judge.opened_at == clock() - timedelta(minutes=9)
    assert judge.agreement == "unknown", "two judgements tell nothing"
    found = await seen(steering)
    assert (found.decided, found.wanted) == (2, 8)
    assert found.unlinked < 6
    assert not found.slow(clock() + timedelta(days=2))
    assert await desk.whose(key) == KeyHolder(Enrolment(BATCH, "Ali"), OWN_SCHOOL)


async def test_decisions_left_out_count_nowhere_until_they_are_put_back(
    steering: Steering, judgings: Judgings, desk: Desk, database: PostgresDatabase
) -> None:
    await opened(judgings)
    await decide(desk, "Ali", 3)
    await decide(desk, "Maja", 1)
    judge = await ali(steering)
    before = (await ranking_kept(database, BATCH))[1]
    await steering.leave_out(BATCH, judge.id, out=True)
    await steering.leave_out(BATCH, judge.id, out=True)
    after = (await ranking_kept(database, BATCH))[1]
    assert after.revision == before.revision + 1, "once; another ranking is due"
    assert (await seen(steering)).decided == 1
    assert set((await judgings.decisions(BATCH)).judges) == {"Maja"}
    assert (await judgings.decisions(BATCH)).times != ("",)
    pair = await got(desk, "Ali")
    assert pair, "they may judge on, and see no pair twice"
    await steering.leave_out(BATCH, judge.id, out=False)
    assert (await seen(steering)).decided == 4
    assert len((await judgings.decisions(BATCH)).judgements) == 4
    kept, now = await ranking_kept(database, BATCH)
    assert is_due(kept, now)


async def test_a_new_key_ends_the_old_and_waits_to_be_opened(
    steering: Steering, judgings: Judgings, desk: Desk, clock: Clock
) -> None:
    old = await opened(judgings)
    await desk.opened(BATCH, "Ali")
    judge = await ali(steering)
    new = await steering.new_key(BATCH, judge.id, clock() + timedelta(days=1))
    assert not isinstance(await desk.whose(old), KeyHolder)
    assert await desk.whose(new) == KeyHolder(Enrolment(BATCH, "Ali"), OWN_SCHOOL)
    assert (await ali(steering)).link(clock()) == "not_opened"
    clock.now += timedelta(days=2)
    assert not isinstance(await desk.whose(new), KeyHolder)
    assert (await ali(steering)).link(clock()) == "ended"
    assert await steering.judge(BATCH, uuid4()) == NoSuchJudge()


async def test_more_is_shared_among_those_who_can_judge(
    steering: Steering, judgings: Judgings, desk: Desk
) -> None:
    await opened(judgings, Rules(judgements=8))
    await judgings.enrol(BATCH, "Bo", Kind.PERSON, quota=4)
    await judgings.revoke(BATCH, "Bo")
    await decide(desk, "Ali", 4)
    assert await desk.next(BATCH, "Ali") == QuotaReached(4)
    assert await steering.more(BATCH, 5) == MoreAsked(13)
    assert [one.quota for one in (await seen(steering)).judges] == [7, 4, 6], "Ali, Bo, Maja"
    await decide(desk, "Ali", 3)


async def test_more_than_was_enough_goes_on(
    steering: Steering, judgings: Judgings, desk: Desk
) -> None:
    await opened(judgings, Rules(judgements=2), quota=None)
    await decide(desk, "Ali", 2)
    assert await desk.next(BATCH, "Ali") == Closed(Enough.SPENT.value)
    await steering.more(BATCH, 3)
    await decide(desk, "Ali", 3)
    assert await desk.next(BATCH, "Maja") == Closed(Enough.SPENT.value)
    await steering.go_on(BATCH)
    assert (await seen(steering)).rules.judgements is None
    await decide(desk, "Maja", 1)


async def test_judging_ends_on_its_day(
    steering: Steering, judgings: Judgings, desk: Desk, clock: Clock
) -> None:
    await opened(judgings, Rules(until=clock() + timedelta(hours=1)))
    pair = await got(desk, "Ali")
    clock.now += timedelta(hours=1)
    assert await desk.next(BATCH, "Maja") == Closed(Enough.BY_DAY.value)
    found = await seen(steering)
    assert (found.closed_because, found.closed_by) == (Enough.BY_DAY.value, None)
    await desk.decide(pair.pair, "Ali", 1)
    assert (await seen(steering)).decided in (0, 1), "what was in hand is held to its lease"
    await steering.go_on(BATCH)
    assert not isinstance(await desk.next(BATCH, "Maja"), Closed | NoPairNow)


async def test_who_ended_it_is_kept(steering: Steering, judgings: Judgings) -> None:
    await opened(judgings)
    await steering.close(BATCH, UUID(int=5))
    found = await seen(steering)
    assert (found.closed_because, found.closed_by) == (Enough.BY_HAND.value, UUID(int=5))


async def test_whatever_shows_is_told_to_have_moved(
    steering: Steering, judgings: Judgings, desk: Desk, database: PostgresDatabase, clock: Clock
) -> None:
    await opened(judgings)
    last = [(await revisions(database, [BATCH]))[BATCH]]

    async def has_moved() -> bool:
        now = (await revisions(database, [BATCH]))[BATCH]
        last.append(now)
        return last[-2] != now

    assert not await has_moved()
    await desk.opened(BATCH, "Ali")
    assert await has_moved()
    await decide(desk, "Ali", 1)
    assert await has_moved()
    clock.now += timedelta(minutes=2)
    await steering.more(BATCH, 2)
    assert await has_moved()
    await steering.leave_out(BATCH, (await ali(steering)).id, out=True)
    assert await has_moved()
    await steering.close(BATCH, None)
    assert await has_moved()
    await judgings.reopen(BATCH)
    assert await has_moved()
