"""The desk hands out pairs and keeps decisions: none lost, none twice, whoever is killed."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

from tests.services.judging.api.conftest import ASA, Clock

from huleedu.contracts.judging import (
    Closed,
    CountDiffers,
    Flag,
    Flagged,
    Kind,
    NoPairLeft,
    NoPairNow,
    NoSuchAnswer,
    NotEnrolled,
    NotOpened,
    NotYourPair,
    QuotaReached,
    Recorded,
    RecordedBefore,
    Session,
    TakenBack,
    UnknownKey,
    Which,
)
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.kit.workers import InThisProcess
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.ranked import Nothing, fit
from huleedu.services.judging.domain.desk import (
    AssignedPairs,
    Enrolled,
    EnrolledBefore,
    NameTaken,
    Progress,
    Rules,
    Script,
)
from huleedu.services.judging.domain.freshness import MadeFrom
from huleedu.services.judging.domain.pairing import Way

BATCH = UUID(int=7)


def scripts(count: int) -> list[Script]:
    return [
        Script(essay=UUID(int=n + 1), name=f"Essay {n}", text="0" * 64, measures={"words": n})
        for n in range(count)
    ]


async def one(desk: Desk, judge: str) -> tuple[UUID, int, int]:
    found = await desk.next(BATCH, judge)
    assert isinstance(found, AssignedPairs)
    [pair] = found.pairs
    return pair.pair, pair.first, pair.second


async def test_a_pair_is_the_judges_until_it_is_decided(desk: Desk, judgings: Judgings) -> None:
    assert isinstance(await desk.next(BATCH, "Åsa"), NotOpened)
    assert await judgings.open(BATCH, scripts(6)) == 6
    assert await judgings.open(BATCH, scripts(8)) == 8
    assert [script.name for script in await judgings.scripts(BATCH)] == [
        f"Essay {n}" for n in range(8)
    ]
    assert isinstance(await desk.next(BATCH, "Åsa"), NotEnrolled)
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    await judgings.enrol(BATCH, "Bo", Kind.PERSON)
    pair, first, second = await one(desk, "Åsa")
    assert await one(desk, "Åsa") == (pair, first, second)
    other, *_ = await one(desk, "Bo")
    assert other != pair
    assert isinstance(await desk.decide(other, "Åsa", 1), NotYourPair)
    assert await desk.decide(pair, "Åsa", 3) == NoSuchAnswer((-2, -1, 0, 1, 2))
    assert await desk.decide(pair, "Åsa", 0, 2) == NoSuchAnswer((-1, 1))
    assert isinstance(await desk.decide(pair, "Åsa", 2, took_s=31.5), Recorded)
    assert await desk.decide(pair, "Åsa", 2) == RecordedBefore(2, same=True)
    assert await desk.decide(pair, "Åsa", -1) == RecordedBefore(2, same=False)
    found = await judgings.decisions(BATCH)
    assert (found.judges, found.kinds, found.took_s.tolist()) == (("Åsa",), (Kind.PERSON,), [31.5])
    made = found.judgements
    assert [tuple(map(int, column)) for column in made.columns] == [
        (first,),
        (second,),
        (0,),
        (2,),
        (5,),
    ]


async def test_no_pair_comes_twice_to_a_judge_before_all_were_seen(
    desk: Desk, judgings: Judgings
) -> None:
    await judgings.open(BATCH, scripts(5))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    seen: list[frozenset[int]] = []
    for _ in range(10):
        pair, first, second = await one(desk, "Åsa")
        seen.append(frozenset((first, second)))
        await desk.decide(pair, "Åsa", 1)
    assert len(set(seen)) == 10


async def test_own_pupils_are_never_shown_and_a_quota_ends_it(
    desk: Desk, judgings: Judgings
) -> None:
    await judgings.open(BATCH, scripts(5))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, quota=2, barred=[UUID(int=1), UUID(int=2)])
    for _ in range(2):
        pair, first, second = await one(desk, "Åsa")
        assert {first, second} <= {2, 3, 4}
        await desk.decide(pair, "Åsa", 1)
    assert await desk.next(BATCH, "Åsa") == QuotaReached(2)
    await judgings.enrol(BATCH, "Bo", Kind.PERSON, barred=[UUID(int=n) for n in range(1, 5)])
    assert await desk.next(BATCH, "Bo") == NoPairLeft()


async def test_a_flagged_pair_gives_another(desk: Desk, judgings: Judgings) -> None:
    await judgings.open(BATCH, scripts(3))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    seen: set[frozenset[int]] = set()
    for why in (Flag.CANNOT_JUDGE, Flag.PROBLEM_FILE, Flag.CANNOT_JUDGE):
        pair, first, second = await one(desk, "Åsa")
        assert frozenset((first, second)) not in seen
        seen.add(frozenset((first, second)))
        assert isinstance(await desk.flag(pair, "Åsa", why, "no text"), Flagged)
        assert isinstance(await desk.decide(pair, "Åsa", 1), NotYourPair)
    assert await desk.next(BATCH, "Åsa") == NoPairLeft()
    assert len((await judgings.decisions(BATCH)).judgements) == 0


async def test_the_last_decisions_can_be_taken_back(desk: Desk, judgings: Judgings) -> None:
    await judgings.open(BATCH, scripts(6))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    made: list[tuple[int, int]] = []
    for _ in range(4):
        pair, *shown = await one(desk, "Åsa")
        made.append((shown[0], shown[1]))
        await desk.decide(pair, "Åsa", 1)
    assert await desk.undo(BATCH, "Åsa", 2, decided=5) == CountDiffers(4)
    assert await desk.undo(BATCH, "Åsa", 2, decided=4) == TakenBack(2)
    assert await desk.undo(BATCH, "Åsa", 2, decided=4) == CountDiffers(2)
    again = await desk.next(BATCH, "Åsa", 5)
    assert isinstance(again, AssignedPairs)
    assert {(p.first, p.second) for p in again.pairs[:2]} == set(made[2:])
    assert len((await judgings.decisions(BATCH)).judgements) == 2
    pair, first, second = await one(desk, "Åsa")
    assert (first, second) in made[2:]
    assert isinstance(await desk.decide(pair, "Åsa", -1), Recorded)


async def test_a_lease_that_ends_frees_the_pair_and_a_late_decision_counts(
    desk: Desk, judgings: Judgings, clock: Clock
) -> None:
    await judgings.open(BATCH, scripts(2))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    await judgings.enrol(BATCH, "Bo", Kind.PERSON)
    pair, *_ = await one(desk, "Åsa")
    clock.now += timedelta(seconds=61)
    other, *_ = await one(desk, "Bo")
    assert isinstance(await desk.decide(other, "Bo", 1), Recorded)
    assert isinstance(await desk.decide(pair, "Åsa", 1), Recorded)
    assert len((await judgings.decisions(BATCH)).judgements) == 2


async def test_a_closed_batch_hands_out_nothing_and_keeps_what_comes(
    desk: Desk, judgings: Judgings
) -> None:
    await judgings.open(BATCH, scripts(4))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    pair, *_ = await one(desk, "Åsa")
    await judgings.close(BATCH, "by hand")
    assert await desk.next(BATCH, "Åsa") == Closed("by hand")
    assert isinstance(await desk.decide(pair, "Åsa", 1), Recorded)


async def test_who_has_seen_all_may_see_them_again_one_at_a_time(
    desk: Desk, judgings: Judgings
) -> None:
    await judgings.open(BATCH, scripts(3))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    for _ in range(4):
        found = await desk.next(BATCH, "Åsa", 16)
        assert isinstance(found, AssignedPairs)
        assert len({frozenset((p.first, p.second)) for p in found.pairs}) == len(found.pairs) <= 3
        for pair in found.pairs:
            assert isinstance(await desk.decide(pair.pair, "Åsa", 1), Recorded)


async def test_several_pairs_at_once_are_all_different(desk: Desk, judgings: Judgings) -> None:
    await judgings.open(BATCH, scripts(10))
    await judgings.enrol(BATCH, "model", Kind.MODEL, quota=7)
    found = await desk.next(BATCH, "model", 12)
    assert isinstance(found, AssignedPairs)
    assert len({frozenset((p.first, p.second)) for p in found.pairs}) == 7
    assert await desk.next(BATCH, "model", 12) == found


async def test_a_problem_file_does_not_come_again_to_who_has_said_so(
    desk: Desk, judgings: Judgings
) -> None:
    await judgings.open(BATCH, scripts(4))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    pair, _, second = await one(desk, "Åsa")
    assert isinstance(
        await desk.flag(pair, "Åsa", Flag.PROBLEM_FILE, "blank", Which.SECOND), Flagged
    )
    for _ in range(3):
        pair, *shown = await one(desk, "Åsa")
        assert second not in shown
        await desk.decide(pair, "Åsa", 1)
    progress = await judgings.progress(BATCH)
    assert isinstance(progress, Progress)
    assert [flagged.problem for flagged in progress.flagged] == [f"Essay {second}"]
    assert (progress.judges[0].decided, progress.judges[0].flagged) == (3, 1)


async def test_a_key_opens_the_session_of_one_judge(desk: Desk, judgings: Judgings) -> None:
    assert await judgings.enrol(BATCH, "Åsa", Kind.PERSON) == NotOpened()
    await judgings.open(
        BATCH, scripts(4), "Class 9b", Rules(criterion="Which is clearer?", steps=3)
    )
    enrolled = await judgings.enrol(BATCH, "Åsa", Kind.PERSON, quota=5)
    assert isinstance(enrolled, Enrolled)
    assert await desk.whose(enrolled.key) == ASA
    assert await desk.session(BATCH, "Åsa") == Session(
        judge="Åsa",
        title="Class 9b",
        essays=4,
        criterion="Which is clearer?",
        steps=3,
        quota=5,
        decided=0,
        closed=None,
        more=10,
    )
    assert await judgings.enrol(BATCH, "Åsa", Kind.PERSON, quota=6) == EnrolledBefore()
    assert await desk.whose(enrolled.key) == ASA
    renewed = await judgings.enrol(BATCH, "Åsa", Kind.PERSON, renew=True)
    assert isinstance(renewed, Enrolled)
    assert await desk.whose(enrolled.key) == UnknownKey()
    assert await desk.whose(renewed.key) == ASA
    for nonsense in ("", "x", "\x00", "\udc80", "' or true --"):
        assert await desk.whose(nonsense) == UnknownKey()
    assert await judgings.enrol(BATCH, "model", Kind.MODEL) == Enrolled("")
    assert await desk.whose("") == UnknownKey()
    assert await judgings.enrol(BATCH, "Åsa", Kind.MODEL) == NameTaken(Kind.PERSON)
    assert await desk.session(BATCH, "Bo") == NotEnrolled()


async def test_a_batch_closes_by_itself_when_its_judgements_are_made(
    desk: Desk, judgings: Judgings
) -> None:
    await judgings.open(BATCH, scripts(6), rules=Rules(judgements=3))
    for judge in ("Åsa", "Bo"):
        await judgings.enrol(BATCH, judge, Kind.PERSON)
    for _ in range(2):
        pair, *_ = await one(desk, "Åsa")
        await desk.decide(pair, "Åsa", 1)
    pair, *_ = await one(desk, "Åsa")
    assert await desk.next(BATCH, "Bo") == NoPairNow()
    await desk.decide(pair, "Åsa", 1)
    assert await desk.next(BATCH, "Bo") == Closed("the budget of judgements is spent")
    assert await desk.next(BATCH, "Åsa") == Closed("the budget of judgements is spent")
    await judgings.open(BATCH, scripts(6), rules=Rules(judgements=4))
    assert isinstance(await desk.next(BATCH, "Bo"), Closed), "opening again is no reopening"
    await judgings.reopen(BATCH)
    assert isinstance(await desk.next(BATCH, "Bo"), AssignedPairs)


async def test_a_batch_closes_by_itself_when_it_is_reliable(
    desk: Desk, judgings: Judgings, database: PostgresDatabase
) -> None:
    await judgings.open(BATCH, scripts(8), rules=Rules(reliability=0.7))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    assert await fit(database, InThisProcess(), BATCH) == (MadeFrom(1, 0, 0), Nothing())
    decided = 0
    while isinstance(found := await desk.next(BATCH, "Åsa"), AssignedPairs):
        await desk.aclose()  # all that is being learnt is known now
        [pair] = found.pairs
        await desk.decide(pair.pair, "Åsa", 2 if pair.first > pair.second else -2)
        decided += 1
    assert found == Closed("the aimed reliability is reached")
    assert 20 <= decided < 56, "not before five of each, and long before all was seen twice"
    made_from, ranking = await fit(database, InThisProcess(), BATCH)
    assert not isinstance(ranking, Nothing)
    assert ranking.judgements == made_from.decided == decided
    assert (ranking.reliability or 0.0) >= 0.7
    assert ranking.more == 30
    assert (ranking.error_then or 99.0) <= (ranking.typical_error or 0.0)


async def test_a_baseline_counts_only_while_nobody_else_has_judged(
    desk: Desk, judgings: Judgings, database: PostgresDatabase
) -> None:
    await judgings.open(BATCH, scripts(5))
    await judgings.enrol(BATCH, "baseline", Kind.BASELINE)
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    for _ in range(4):
        pair, *_ = await one(desk, "baseline")
        await desk.decide(pair, "baseline", 1)
    _, ranking = await fit(database, InThisProcess(), BATCH)
    assert not isinstance(ranking, Nothing)
    assert ranking.judgements == 4
    seen: set[frozenset[int]] = set()
    for _ in range(10):
        pair, *shown = await one(desk, "Åsa")
        seen.add(frozenset(shown))
        await desk.decide(pair, "Åsa", 1)
    assert len(seen) == 10, "what the baseline has seen makes no difference to people"
    _, ranking = await fit(database, InThisProcess(), BATCH)
    assert not isinstance(ranking, Nothing)
    assert ranking.judgements == 10
    assert len((await judgings.decisions(BATCH)).judgements) == 14, "kept all the same"


async def test_a_fixed_design_is_handed_out_once_to_all_judges_together(
    desk: Desk, judgings: Judgings
) -> None:
    await judgings.open(BATCH, scripts(6), rules=Rules(way=Way.FIXED, per_script=4))
    for judge in ("Åsa", "Bo"):
        await judgings.enrol(BATCH, judge, Kind.PERSON)
    seen: Counter[frozenset[int]] = Counter()
    for turn in range(12):
        judge = ("Åsa", "Bo")[turn % 2]
        pair, *shown = await one(desk, judge)
        seen[frozenset(shown)] += 1
        await desk.decide(pair, judge, 1)
    assert set(seen.values()) == {1}
    assert set(Counter(script for shown in seen for script in shown).values()) == {4}
    assert await desk.next(BATCH, "Åsa") == NoPairLeft()


async def test_sides_are_balanced_for_each_script_and_each_judge(
    desk: Desk, judgings: Judgings
) -> None:
    await judgings.open(BATCH, scripts(6), rules=Rules(way=Way.RANDOM))
    leans: dict[str, Counter[int]] = {}
    for judge in ("Åsa", "Bo"):
        await judgings.enrol(BATCH, judge, Kind.PERSON)
        lean = leans[judge] = Counter[int]()
        for _ in range(15):
            pair, first, second = await one(desk, judge)
            lean[first] += 1
            lean[second] -= 1
            await desk.decide(pair, judge, 1)
    assert max(abs(size) for lean in leans.values() for size in lean.values()) <= 3
    assert max(abs(leans["Åsa"][script] + leans["Bo"][script]) for script in range(6)) <= 3
