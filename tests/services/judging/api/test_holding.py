"""A judge may have the pair after the one in hand, and no more; what lapses is not used up."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from tests.services.judging.api.conftest import Clock
from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.judging import (
    Closed,
    Flag,
    Kind,
    NoPairNow,
    NotYourPair,
    QuotaReached,
    Recorded,
    TakenBack,
    TextsUsedUp,
)
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.domain.desk import AssignedPair, AssignedPairs, Rules
from huleedu.services.judging.store import assignments
from huleedu.services.judging.store.assignments import Took

OUT = "select count(*) from pair where state = 'out' and judge = $1"
WAITS = """
select exists (select from pg_locks l join pg_stat_activity a using (pid)
               where not l.granted and a.datname = current_database())
"""


async def enrolled(
    judgings: Judgings, *judges: str, count: int = 8, quota: int | None = None
) -> None:
    await judgings.open(BATCH, scripts(count))
    for judge in judges:
        await judgings.enrol(BATCH, judge, Kind.PERSON, quota=quota)


async def got(desk: Desk, judge: str, holding: UUID | None = None) -> AssignedPair:
    found = await desk.next(BATCH, judge, holding=holding)
    assert isinstance(found, AssignedPairs), found
    [pair] = found.pairs
    return pair


def texts(pair: AssignedPair) -> frozenset[int]:
    return frozenset((pair.first, pair.second))


async def test_the_pair_after_the_one_in_hand_and_no_more(
    desk: Desk, judgings: Judgings, database: PostgresDatabase
) -> None:
    await enrolled(judgings, "Åsa")
    first = await got(desk, "Åsa")
    second = await got(desk, "Åsa", first.pair)
    assert texts(second) != texts(first)
    assert await got(desk, "Åsa", first.pair) == second, "after a lost answer, too"
    assert await got(desk, "Åsa") == first, "a page that is loaded anew begins where it was"
    assert await got(desk, "Åsa", second.pair) == first
    for odd in (uuid4(), UUID(int=0)):
        assert await got(desk, "Åsa", odd) == first, "nobody holds what was never given"
    async with database.session() as sql:
        assert await sql.fetchval(OUT, "Åsa") == 2
    assert await desk.decide(first.pair, "Åsa", 1) == Recorded()
    assert await got(desk, "Åsa", first.pair) == second, "the decision was faster"
    assert await got(desk, "Åsa") == second
    assert texts(await got(desk, "Åsa", second.pair)) not in (texts(first), texts(second))


async def test_anothers_pair_is_not_held(desk: Desk, judgings: Judgings) -> None:
    await enrolled(judgings, "Åsa", "Bo")
    theirs = await got(desk, "Bo")
    first = await got(desk, "Åsa", theirs.pair)
    assert await got(desk, "Åsa", theirs.pair) == first
    assert await desk.decide(theirs.pair, "Åsa", 1) == NotYourPair()


async def test_a_quota_ends_behind_its_last_pair(desk: Desk, judgings: Judgings) -> None:
    await enrolled(judgings, "Åsa", quota=2)
    first = await got(desk, "Åsa")
    second = await got(desk, "Åsa", first.pair)
    assert await desk.decide(first.pair, "Åsa", 1) == Recorded()
    assert await desk.next(BATCH, "Åsa", holding=second.pair) == QuotaReached(2)
    assert await got(desk, "Åsa") == second, "it is still in hand"
    assert await desk.decide(second.pair, "Åsa", 1) == Recorded()
    assert await desk.next(BATCH, "Åsa") == QuotaReached(2)


async def test_no_more_is_out_than_is_wanted(desk: Desk, judgings: Judgings) -> None:
    await judgings.open(BATCH, scripts(8), rules=Rules(judgements=3))
    for judge in ("Åsa", "Bo"):
        await judgings.enrol(BATCH, judge, Kind.PERSON)
    held = [await got(desk, "Åsa")]
    held.append(await got(desk, "Åsa", held[0].pair))
    third = await got(desk, "Bo")
    assert await desk.next(BATCH, "Bo", holding=third.pair) == NoPairNow()
    for pair, judge in ((held[0], "Åsa"), (third, "Bo"), (held[1], "Åsa")):
        assert await desk.decide(pair.pair, judge, 1) == Recorded()
    assert isinstance(await desk.next(BATCH, "Åsa"), Closed)
    assert len((await judgings.decisions(BATCH)).judgements) == 3


async def test_the_end_is_told_behind_the_pair_in_hand(desk: Desk, judgings: Judgings) -> None:
    await enrolled(judgings, "Åsa")
    first = await got(desk, "Åsa")
    await judgings.close(BATCH, "by hand")
    assert await desk.next(BATCH, "Åsa", holding=first.pair) == Closed("by hand")
    assert await desk.decide(first.pair, "Åsa", 1) == Recorded()


async def test_what_lapsed_comes_back_if_nobody_has_it(
    desk: Desk, judgings: Judgings, clock: Clock
) -> None:
    """Breaks do not use up what a key shows, though two pairs lapse in each."""
    await enrolled(judgings, "Åsa", "Bo", quota=3)
    first = await got(desk, "Åsa")
    second = await got(desk, "Åsa", first.pair)
    for _ in range(9):
        clock.now += timedelta(seconds=61)
        theirs = await got(desk, "Bo")  # takes what has lapsed from Åsa
        again = {(await got(desk, "Åsa")).pair, (await got(desk, "Åsa", first.pair)).pair}
        shown = again | {first.pair, second.pair}
        assert len(shown) <= 3, "but for the one that Bo has"
        assert texts(theirs) != texts(await got(desk, "Åsa"))
    assert await desk.decide(first.pair, "Åsa", 1) == Recorded(), "late, and it counts"


async def test_what_one_may_see_no_more_does_not_come_back(
    desk: Desk, judgings: Judgings, clock: Clock
) -> None:
    await enrolled(judgings, "Åsa", "Bo", count=3)
    first = await got(desk, "Åsa")
    clock.now += timedelta(seconds=61)
    theirs = await got(desk, "Bo")
    await desk.flag(theirs.pair, "Bo", Flag.CANNOT_JUDGE)
    mine = UUID(int=first.first + 1)
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, barred=[mine])
    assert first.first not in texts(await got(desk, "Åsa"))


async def test_texts_that_are_used_up_leave_what_is_in_hand(desk: Desk, judgings: Judgings) -> None:
    await enrolled(judgings, "Åsa", quota=2)
    for _ in range(2):
        assert await desk.flag((await got(desk, "Åsa")).pair, "Åsa", Flag.CANNOT_JUDGE)
    last = await got(desk, "Åsa")
    assert await desk.next(BATCH, "Åsa", holding=last.pair) == TextsUsedUp(6)
    assert await desk.decide(last.pair, "Åsa", 1) == Recorded()


async def test_what_is_taken_back_comes_first(desk: Desk, judgings: Judgings) -> None:
    await enrolled(judgings, "Åsa")
    first = await got(desk, "Åsa")
    second = await got(desk, "Åsa", first.pair)
    await desk.decide(first.pair, "Åsa", 1)
    third = await got(desk, "Åsa", second.pair)
    assert await desk.undo(BATCH, "Åsa", decided=1) == TakenBack(1)
    again = await got(desk, "Åsa")
    assert texts(again) == texts(first)
    assert await got(desk, "Åsa", again.pair) == second
    for pair in (again, second, third):
        assert await desk.decide(pair.pair, "Åsa", 1) == Recorded()


async def test_one_link_on_two_devices_and_others_beside(
    desk: Desk, elsewhere: Desk, judgings: Judgings, database: PostgresDatabase
) -> None:
    """Each reads with the next pair at hand: none is judged twice by one, no decision is lost."""
    await enrolled(judgings, "Åsa", "Bo", count=9, quota=24)
    kept: Counter[str] = Counter()

    async def judge(at: Desk, name: str) -> None:
        held: AssignedPair | None = None
        while True:
            found = await at.next(BATCH, name, holding=held.pair if held else None)
            ahead = found.pairs[0] if isinstance(found, AssignedPairs) else None
            if held:
                answered = await at.decide(held.pair, name, 1)
                kept[name] += isinstance(answered, Recorded)
            if ahead is None:
                last = await at.next(BATCH, name)
                if not isinstance(last, AssignedPairs):
                    assert last == QuotaReached(24)
                    return
                ahead = last.pairs[0]
            held = ahead
            async with database.session() as sql:
                assert await sql.fetchval(OUT, name) <= 2

    await asyncio.gather(
        judge(desk, "Åsa"), judge(elsewhere, "Åsa"), judge(desk, "Bo"), judge(elsewhere, "Bo")
    )
    made = await judgings.decisions(BATCH)
    assert kept == {"Åsa": 24, "Bo": 24}
    for number in range(2):
        own = made.judgements.judge == number
        pairs = Counter(
            frozenset(pair)
            for pair in zip(made.judgements.first[own], made.judgements.second[own], strict=True)
        )
        assert max(pairs.values()) == 1


async def test_a_pair_that_took_longer_to_choose_than_its_lease_counts_for_the_quota(
    database: PostgresDatabase, judgings: Judgings, clock: Clock
) -> None:
    def slowly() -> datetime:
        clock.now += timedelta(seconds=2)
        return clock.now

    await enrolled(judgings, "Åsa", quota=1)
    desk = Desk(database, slowly, lease_s=1.0)
    assert await desk.decide((await got(desk, "Åsa")).pair, "Åsa", 1) == Recorded()
    assert await desk.next(BATCH, "Åsa") == QuotaReached(1)


async def test_a_late_decision_wins_over_its_pair_coming_back(
    desk: Desk, judgings: Judgings, database: PostgresDatabase, clock: Clock
) -> None:
    await enrolled(judgings, "Åsa", "Bo", count=8)
    pair, _ = await got(desk, "Åsa"), await got(desk, "Bo")
    clock.now += timedelta(minutes=2)
    await got(desk, "Bo")  # keeps their own, and what has lapsed before others is taken away
    async with database.transaction() as late:
        place = assignments.Place(pair.pair, "Åsa", BATCH)
        assert await assignments.decide(late, place, 1, 5, None, "", None, clock.now) is Took.PLACE
        coming = asyncio.create_task(desk.next(BATCH, "Åsa"))
        async with database.session() as sql:
            while not await sql.fetchval(WAITS):
                assert not coming.done(), "it waits for the decision"
    found = await coming
    assert isinstance(found, AssignedPairs)
    assert pair.pair not in {one.pair for one in found.pairs}
    [kept] = (await judgings.decisions(BATCH)).judgements.answer
    assert kept == 1
