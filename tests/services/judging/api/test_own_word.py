"""Judges say afterwards why they left a pair, of which text a comment is, and take on more."""

from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.judging import (
    Closed,
    Flag,
    Flagged,
    Kind,
    MoreAsked,
    NoMore,
    NotEnrolled,
    NotYourPair,
    Recorded,
    Session,
    TakenAgain,
    TooLate,
    Which,
)
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.domain.admission import EXTRA_MAX, MORE
from huleedu.services.judging.domain.desk import AssignedPair, AssignedPairs


async def before(desk: Desk, judge: str) -> AssignedPair:
    found = await desk.next(BATCH, judge)
    assert isinstance(found, AssignedPairs), found
    return found.pairs[0]


async def decided(desk: Desk, judge: str, count: int) -> None:
    for _ in range(count):
        pair = await before(desk, judge)
        assert await desk.decide(pair.pair, judge, 1) == Recorded()


async def test_why_a_pair_was_left_is_told_afterwards_also_when_judging_has_ended(
    desk: Desk, judgings: Judgings, database: PostgresDatabase
) -> None:
    await judgings.open(BATCH, scripts(5))
    for judge in ("Åsa", "Bo"):
        await judgings.enrol(BATCH, judge, Kind.PERSON)
    pair = await before(desk, "Åsa")
    assert await desk.explain(BATCH, "Åsa", pair.pair, Flag.OFF_TASK, "", None) == NotYourPair()
    assert await desk.flag(pair.pair, "Åsa", Flag.CANNOT_JUDGE, batch=BATCH) == Flagged()
    await judgings.close(BATCH)
    for why, which, words in (
        (Flag.TOO_ALIKE, None, "too_alike"),
        (Flag.WORRYING, Which.SECOND, "worrying: read this"),
    ):
        comment = "read this" if which else ""
        told = await desk.explain(BATCH, "Åsa", pair.pair, why, comment, which)
        assert told == Flagged()
        async with database.session() as sql:
            [row] = await sql.fetch("select state, comment, problem from pair")
        problem = pair.second if which else None
        assert (row["state"], row["comment"], row["problem"]) == ("flagged", words, problem)
    assert await desk.explain(BATCH, "Bo", pair.pair, Flag.OFF_TASK, "", None) == NotYourPair()


async def test_a_text_that_was_named_afterwards_does_not_come_again(
    desk: Desk, judgings: Judgings
) -> None:
    await judgings.open(BATCH, scripts(4))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    known = await before(desk, "Åsa")
    await desk.flag(known.pair, "Åsa", Flag.CANNOT_JUDGE, batch=BATCH)
    await desk.explain(BATCH, "Åsa", known.pair, Flag.KNOWS_PUPIL, "", Which.FIRST)
    for _ in range(5):
        pair = await before(desk, "Åsa")
        assert known.first not in (pair.first, pair.second)
        await desk.decide(pair.pair, "Åsa", 1)


async def test_which_text_a_comment_is_about_is_kept(desk: Desk, judgings: Judgings) -> None:
    await judgings.open(BATCH, scripts(4))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    pair = await before(desk, "Åsa")
    await desk.keep_draft(BATCH, "Åsa", pair.pair, "so", Which.SECOND)
    assert (await desk.draft(BATCH, "Åsa")).about is Which.SECOND
    await desk.decide(pair.pair, "Åsa", 1, comment="so", about=Which.SECOND)
    [made] = await desk.own(BATCH, "Åsa", 5, None)
    assert (made.comment, made.about) == ("so", Which.SECOND)
    pair = await before(desk, "Åsa")
    await desk.decide(pair.pair, "Åsa", 1, comment="both")
    assert (await desk.own(BATCH, "Åsa", 1, None))[0].about is None


async def test_more_is_taken_on_when_all_is_made_ten_at_a_time_and_not_for_ever(
    desk: Desk, judgings: Judgings
) -> None:
    await judgings.open(BATCH, scripts(40))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, quota=2)
    assert await desk.take_on(BATCH, "Åsa") == MoreAsked(2), "not before all is made"
    await decided(desk, "Åsa", 2)
    for taken in range(MORE, EXTRA_MAX + 1, MORE):
        session = await desk.session(BATCH, "Åsa")
        assert isinstance(session, Session)
        assert session.more == MORE
        for _ in range(2):  # an answer that was lost is asked for again
            assert await desk.take_on(BATCH, "Åsa") == MoreAsked(2 + taken)
        await decided(desk, "Åsa", MORE)
    session = await desk.session(BATCH, "Åsa")
    assert isinstance(session, Session)
    assert session.more == 0
    assert await desk.take_on(BATCH, "Åsa") == NoMore()


async def test_who_has_no_quota_or_no_judging_takes_on_nothing(
    desk: Desk, judgings: Judgings
) -> None:
    await judgings.open(BATCH, scripts(4))
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    assert await desk.take_on(BATCH, "Åsa") == NoMore()
    assert await desk.take_on(BATCH, "Nobody") == NotEnrolled()
    await judgings.close(BATCH, "by hand")
    assert await desk.take_on(BATCH, "Åsa") == Closed("by hand")


async def test_a_pair_that_was_left_by_mistake_is_had_again_once(
    desk: Desk, judgings: Judgings
) -> None:
    await judgings.open(BATCH, scripts(6))
    for judge in ("Åsa", "Bo"):
        await judgings.enrol(BATCH, judge, Kind.PERSON, quota=3)
    left = await before(desk, "Åsa")
    await desk.flag(left.pair, "Åsa", Flag.WORRYING, which=Which.FIRST, batch=BATCH)
    after = await before(desk, "Åsa")
    assert await desk.take_again(BATCH, "Bo", left.pair) == NotYourPair()
    assert await desk.take_again(BATCH, "Åsa", left.pair) == TakenAgain()
    assert await desk.take_again(BATCH, "Åsa", left.pair) == NotYourPair()
    assert await before(desk, "Åsa") == left
    assert await desk.decide(left.pair, "Åsa", 1) == Recorded()
    assert await before(desk, "Åsa") == after
    await desk.flag(after.pair, "Åsa", Flag.CANNOT_JUDGE, batch=BATCH)
    await judgings.close(BATCH, "by hand")
    assert await desk.take_again(BATCH, "Åsa", after.pair) == TooLate("by hand")
