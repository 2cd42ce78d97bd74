"""A decision may be changed while judging is open: what was is kept, the ranking follows."""

import asyncio
from datetime import timedelta
from uuid import UUID

from tests.services.judging.api.conftest import ASA, Clock
from tests.services.judging.api.test_desk import BATCH, scripts

from huleedu.contracts.judging import (
    Changed,
    CommentDraft,
    Flag,
    KeyEnded,
    KeyRevoked,
    Kind,
    NoDecision,
    NoSuchAnswer,
    NotYourPair,
    RecordedBefore,
    TakenBack,
    TooLate,
)
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.kit.workers import InThisProcess
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.ranked import Nothing, fit
from huleedu.services.judging.domain.desk import AssignedPairs, Enrolled
from huleedu.services.judging.domain.freshness import Kept, is_due
from huleedu.services.judging.store import rankings

EARLIER = "select answer, steps, comment, changed_at from earlier_answer order by pair, number"


async def decided(desk: Desk, judge: str, count: int) -> list[UUID]:
    made: list[UUID] = []
    for _ in range(count):
        found = await desk.next(BATCH, judge)
        assert isinstance(found, AssignedPairs)
        [pair] = found.pairs
        made.append(pair.pair)
        better = 2 if pair.first > pair.second else -2
        await desk.decide(pair.pair, judge, better, took_s=9, comment="so")
    return made


async def opened(judgings: Judgings) -> None:
    await judgings.open(BATCH, scripts(5))
    for judge in ("Åsa", "Bo"):
        await judgings.enrol(BATCH, judge, Kind.PERSON)


async def test_what_was_decided_is_kept_and_the_ranking_follows(
    desk: Desk, judgings: Judgings, database: PostgresDatabase, clock: Clock
) -> None:
    await opened(judgings)
    made = await decided(desk, "Åsa", 10)
    made_from, before = await fit(database, InThisProcess(), BATCH)
    assert not isinstance(before, Nothing)
    for pair in made:
        earlier = next(each for each in await desk.own(BATCH, "Åsa", 50, None) if each.pair == pair)
        clock.now += timedelta(seconds=1)
        said = await desk.change(pair, "Åsa", -earlier.answer, batch=BATCH, comment="no, so")
        assert said == Changed()
    again = await desk.change(made[0], "Åsa", 2, batch=BATCH)
    assert again in (Changed(), RecordedBefore(2, same=True))
    async with database.session() as sql:
        now = await rankings.now(sql, BATCH)
        rows = await sql.fetch(EARLIER)
    assert now is not None
    assert is_due(Kept(1, made_from), now)
    assert (now.decided, now.undone) == (10, 0)
    assert {(row["steps"], row["comment"]) for row in rows[:10]} <= {(5, "so"), (5, "no, so")}
    assert len(rows) >= 10
    _, after = await fit(database, InThisProcess(), BATCH)
    assert not isinstance(after, Nothing)
    best = [min(found.essays, key=lambda one: one.place).essay for found in (before, after)]
    assert best == [str(scripts(5)[n].essay) for n in (4, 0)], "the order is turned round"


async def test_changing_again_changes_nothing(
    desk: Desk, judgings: Judgings, database: PostgresDatabase
) -> None:
    await opened(judgings)
    [pair] = await decided(desk, "Åsa", 1)
    [was] = await desk.own(BATCH, "Åsa", 50, None)
    for said in (Changed(), RecordedBefore(0, same=True), RecordedBefore(0, same=True)):
        assert await desk.change(pair, "Åsa", 0, batch=BATCH) == said
    [now] = await desk.own(BATCH, "Åsa", 50, None)
    assert (now.answer, now.comment, now.decided_at) == (0, "so", was.decided_at)
    assert now.changed_at
    assert not was.changed_at
    async with database.session() as sql:
        assert len(await sql.fetch(EARLIER)) == 1


async def test_what_cannot_be_changed_is_told_why(desk: Desk, judgings: Judgings) -> None:
    await opened(judgings)
    first, last = await decided(desk, "Åsa", 2)
    assert await desk.change(first, "Bo", 0, batch=BATCH) == NoDecision()
    assert await desk.change(first, "Åsa", 0, batch=UUID(int=8)) == NoDecision()
    assert await desk.change(first, "Åsa", 7, batch=BATCH) == NoSuchAnswer((-2, -1, 0, 1, 2))
    assert await desk.undo(BATCH, "Åsa", decided=2) == TakenBack(1)
    assert await desk.change(last, "Åsa", 0, batch=BATCH) == NoDecision()
    await judgings.close(BATCH, "by hand")
    assert await desk.change(first, "Åsa", 0, batch=BATCH) == TooLate("by hand")
    await judgings.reopen(BATCH)
    await judgings.revoke(BATCH, "Åsa")
    assert await desk.change(first, "Åsa", 0, batch=BATCH) == KeyRevoked()


async def test_two_change_one_decision_at_once(
    desk: Desk, elsewhere: Desk, judgings: Judgings, database: PostgresDatabase
) -> None:
    await opened(judgings)
    [pair] = await decided(desk, "Åsa", 1)
    said = await asyncio.gather(
        *(
            at.change(pair, "Åsa", answer, batch=BATCH)
            for at in (desk, elsewhere)
            for answer in (-1, 0, 1)
        )
    )
    changes = sum(each == Changed() for each in said)
    async with database.session() as sql:
        assert len(await sql.fetch(EARLIER)) == changes >= 3


async def test_ones_own_decisions_come_part_by_part(desk: Desk, judgings: Judgings) -> None:
    await opened(judgings)
    made = await decided(desk, "Åsa", 5)
    await decided(desk, "Bo", 1)
    found: list[UUID] = []
    after: UUID | None = None
    while part := await desk.own(BATCH, "Åsa", 2, after):
        if not found:
            await decided(desk, "Åsa", 1)  # one more meanwhile
        found += [each.pair for each in part]
        after = found[-1]
    assert found == made[::-1]


async def test_a_comment_that_is_begun_is_kept_until_it_is_sent(
    desk: Desk, elsewhere: Desk, judgings: Judgings, clock: Clock
) -> None:
    await opened(judgings)
    found = await desk.next(BATCH, "Åsa")
    assert isinstance(found, AssignedPairs)
    pair = found.pairs[0].pair
    assert await desk.draft(BATCH, "Åsa") == CommentDraft()
    assert await desk.keep_draft(BATCH, "Bo", pair, "x") == NotYourPair()
    for words in ("The", "The second"):
        kept = await desk.keep_draft(BATCH, "Åsa", pair, words)
        assert kept == CommentDraft(pair=pair, comment=words, saved_at=clock.now)
        assert await elsewhere.draft(BATCH, "Åsa") == kept
    assert await desk.draft(BATCH, "Bo") == CommentDraft()
    await desk.flag(pair, "Åsa", Flag.CANNOT_JUDGE)
    assert await desk.draft(BATCH, "Åsa") == CommentDraft()
    assert await desk.keep_draft(BATCH, "Åsa", pair, "late") == NotYourPair()


async def test_a_key_may_have_a_last_day(desk: Desk, judgings: Judgings, clock: Clock) -> None:
    await judgings.open(BATCH, scripts(4))
    ends = clock.now + timedelta(days=1)
    enrolled = await judgings.enrol(BATCH, "Åsa", Kind.PERSON, ends_at=ends)
    assert isinstance(enrolled, Enrolled)
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, quota=3)
    clock.now = ends - timedelta(microseconds=1)
    assert await desk.whose(enrolled.key) == ASA
    clock.now = ends
    assert await desk.whose(enrolled.key) == KeyEnded()
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON, ends_at=ends + timedelta(days=1))
    assert await desk.whose(enrolled.key) == ASA, "it may be put off"
    renewed = await judgings.enrol(BATCH, "Åsa", Kind.PERSON, renew=True)
    assert isinstance(renewed, Enrolled)
    clock.now = ends + timedelta(days=400)
    assert await desk.whose(renewed.key) == ASA, "another key, another end"
