"""What is not told anew stays, a key can be withdrawn, and shows no more than it may."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from tests.services.judging.api.conftest import ASA
from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.judging import (
    Closed,
    Flag,
    Flagged,
    KeyRevoked,
    Kind,
    NotEnrolled,
    QuotaReached,
    Recorded,
    TakenBack,
    TextsUsedUp,
    TooLate,
)
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.domain.desk import (
    AssignedPairs,
    Enrolled,
    EnrolledBefore,
    Revoked,
)
from huleedu.services.judging.domain.judge_names import WhyNot, WrongName


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 29, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def judgings(address: Address, clock: Clock) -> AsyncIterator[Judgings]:
    database = PostgresDatabase(address, "judging")
    found = Judgings(database, clock)
    await found.open(BATCH, scripts(8))
    yield found
    await database.aclose()


@pytest.fixture
async def desk(address: Address, clock: Clock, judgings: Judgings) -> AsyncIterator[Desk]:
    database = PostgresDatabase(address, "judging")
    desk = Desk(database, clock, lease_s=60)
    yield desk
    await desk.aclose()
    await database.aclose()


async def pair_of(desk: Desk, judge: str) -> UUID:
    found = await desk.next(BATCH, judge)
    assert isinstance(found, AssignedPairs), found
    return found.pairs[0].pair


async def seen(desk: Desk, judge: str) -> set[int]:
    """The scripts that the judge is shown in ten pairs."""
    shown: set[int] = set()
    for _ in range(10):
        found = await desk.next(BATCH, judge)
        if not isinstance(found, AssignedPairs):
            break
        [pair] = found.pairs
        shown |= {pair.first, pair.second}
        assert await desk.decide(pair.pair, judge, 1) == Recorded()
    return shown


async def test_another_quota_leaves_what_a_judge_may_not_see(
    desk: Desk, judgings: Judgings
) -> None:
    own = [script.essay for script in scripts(8)[:2]]
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, quota=3, barred=own)
    assert await judgings.enrol(BATCH, "Åsa", Kind.PERSON, quota=9) == EnrolledBefore()
    assert not await seen(desk, "Åsa") & {0, 1}
    assert await desk.next(BATCH, "Åsa") == QuotaReached(9)


async def test_more_bars_leave_the_quota_and_the_bars_before(
    desk: Desk, judgings: Judgings
) -> None:
    first, second = (script.essay for script in scripts(8)[:2])
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, quota=9, barred=[first])
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, barred=[second])
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, renew=True)
    assert not await seen(desk, "Åsa") & {0, 1}
    assert await desk.next(BATCH, "Åsa") == QuotaReached(9)


async def test_quota_and_bars_are_lifted_when_that_is_said(desk: Desk, judgings: Judgings) -> None:
    own = [script.essay for script in scripts(8)[:7]]
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, quota=1, barred=own)
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, no_quota=True, sees_all=True, barred=own[:1])
    assert len(await seen(desk, "Åsa")) > 1
    assert 0 not in await seen(desk, "Åsa")


async def test_a_key_shows_three_texts_a_decision_however_it_is_asked(
    desk: Desk, judgings: Judgings, clock: Clock
) -> None:
    """By flags, taking back, and leases that end while somebody else asks."""
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, quota=4)
    await judgings.enrol(BATCH, "Bo", Kind.PERSON)
    shown: list[UUID] = []
    for turn in range(20):
        found = await desk.next(BATCH, "Åsa")
        if not isinstance(found, AssignedPairs):
            break
        assert await desk.next(BATCH, "Åsa") == found, "again, it costs nothing"
        pair = found.pairs[0].pair
        shown.append(pair)
        if turn % 3 == 0:
            assert await desk.flag(pair, "Åsa", Flag.CANNOT_JUDGE) == Flagged()
        elif turn % 3 == 1:
            assert await desk.decide(pair, "Åsa", 1) == Recorded()
            assert await desk.undo(BATCH, "Åsa") == TakenBack(1)
        else:
            clock.now += timedelta(seconds=61)
            await pair_of(desk, "Bo")
    assert await desk.next(BATCH, "Åsa") == TextsUsedUp(12)
    assert len({*shown}) <= 6, "what lapsed comes back, and was shown before"
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, quota=5)
    assert isinstance(await desk.next(BATCH, "Åsa"), AssignedPairs)


async def test_a_judge_who_only_decides_reaches_the_quota(desk: Desk, judgings: Judgings) -> None:
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, quota=1)
    assert len(await seen(desk, "Åsa")) == 2
    assert await desk.next(BATCH, "Åsa") == QuotaReached(1)


async def test_a_withdrawn_key_opens_nothing_and_its_decisions_count(
    desk: Desk, judgings: Judgings
) -> None:
    enrolled = await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    assert isinstance(enrolled, Enrolled)
    assert await desk.decide(await pair_of(desk, "Åsa"), "Åsa", 1) == Recorded()
    held = await pair_of(desk, "Åsa")
    assert await judgings.revoke(BATCH, "Nobody") == NotEnrolled()
    assert await judgings.revoke(BATCH, "Åsa") == Revoked()
    assert await desk.whose(enrolled.key) == KeyRevoked()
    assert await desk.next(BATCH, "Åsa") == KeyRevoked()
    assert await desk.decide(held, "Åsa", 1) == KeyRevoked()
    assert await desk.flag(held, "Åsa", Flag.CANNOT_JUDGE) == KeyRevoked()
    assert await desk.undo(BATCH, "Åsa") == KeyRevoked()
    assert len((await judgings.decisions(BATCH)).judgements) == 1
    again = await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    assert isinstance(again, Enrolled)
    assert await desk.whose(again.key) == ASA
    assert await desk.whose(enrolled.key) != ASA


async def test_a_key_ends_with_its_batch(desk: Desk, judgings: Judgings, clock: Clock) -> None:
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    await judgings.enrol(BATCH, "Bo", Kind.PERSON)
    in_time, too_late = await pair_of(desk, "Åsa"), await pair_of(desk, "Bo")
    await judgings.close(BATCH, "enough")
    assert await desk.next(BATCH, "Åsa") == Closed("enough")
    assert await desk.decide(in_time, "Åsa", 1) == Recorded()
    assert await desk.undo(BATCH, "Åsa") == TooLate("enough")
    clock.now += timedelta(seconds=61)
    assert await desk.decide(too_late, "Bo", 1) == TooLate("enough")
    assert await desk.flag(too_late, "Bo", Flag.CANNOT_JUDGE) == TooLate("enough")


async def test_two_judges_have_no_names_that_look_alike(judgings: Judgings) -> None:
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    alike = await judgings.enrol(BATCH, "åsa", Kind.PERSON)
    assert alike == WrongName(WhyNot.ALIKE, "Åsa")
    assert await judgings.enrol(BATCH, "Eve\nINFO", Kind.PERSON) == WrongName(WhyNot.UNSEEN)
