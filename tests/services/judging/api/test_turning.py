"""A judge's answers are turned by somebody: kept with who and when, told, and taken back."""

from uuid import UUID

import pytest
from tests.services.judging.api.conftest import Clock
from tests.services.judging.api.test_desk import BATCH, scripts
from tests.services.judging.api.test_holding import got
from tests.services.judging.api.test_steering import ali, decide, opened, seen

from huleedu.contracts.reason import Reason
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.kit import spreadsheet
from huleedu.kit.workers import InThisProcess
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.kept import COLUMNS, all_pairs, is_due, ranking_kept
from huleedu.services.judging.api.of_essays import judgements_of
from huleedu.services.judging.api.ranked import Nothing, fit
from huleedu.services.judging.api.ranking import read_decisions
from huleedu.services.judging.api.steering import Steering, decisions_listed
from huleedu.services.judging.api.turning import (
    CountsOtherwise,
    NothingToTurn,
    turn,
    turn_back,
    turnings_of,
)
from huleedu.services.judging.domain.decisions import Decisions

KARIN = (UUID(int=5), "Karin Lind")


@pytest.fixture
def steering(database: PostgresDatabase, clock: Clock) -> Steering:
    return Steering(database, clock)


async def better(judgings: Judgings) -> list[tuple[str, str, str]]:
    """Who found which essay better than which, as it counts."""
    decisions = await judgings.decisions(BATCH)
    made = decisions.judgements
    told: list[tuple[str, str, str]] = []
    for first, second, judge, answer in zip(
        made.first, made.second, made.judge, made.answer, strict=True
    ):
        best, other = (first, second) if answer > 0 else (second, first)
        names = decisions.scripts
        told.append((decisions.judges[int(judge)], names[int(best)], names[int(other)]))
    return told


async def test_what_was_decided_counts_turned_until_it_is_turned_back(
    steering: Steering, judgings: Judgings, desk: Desk, database: PostgresDatabase, clock: Clock
) -> None:
    await opened(judgings)
    await decide(desk, "Ali", 2)
    await decide(desk, "Maja", 2)
    said, judge = await better(judgings), await ali(steering)
    revision = (await ranking_kept(database, BATCH))[1].revision
    done = await turn(database, BATCH, judge.id, KARIN, clock())
    assert isinstance(done, CountsOtherwise)
    assert done.decisions == 2
    kept, now = await ranking_kept(database, BATCH)
    assert now.revision == revision + 1
    assert is_due(kept, now), "another ranking is made of it"
    turned = [(who, b, a) if who == "Ali" else (who, a, b) for who, a, b in said]
    assert await better(judgings) == turned
    assert (await ali(steering)).turned == 2
    assert (await ali(steering)).first_share == 1.0, "how often they chose the left one stays"
    again = await turn(database, BATCH, judge.id, KARIN, clock())
    assert again == NothingToTurn(), "they count so already"
    back = await turn_back(database, BATCH, judge.id, (None, ""), clock())
    assert isinstance(back, CountsOtherwise)
    assert await better(judgings) == said
    assert await turn_back(database, BATCH, judge.id, KARIN, clock()) == NothingToTurn()
    [kept_act] = await turnings_of(database, BATCH, judge.id)
    assert (kept_act.id, kept_act.at, kept_act.by_name) == (done.act, clock(), "Karin Lind")
    assert (kept_act.ended_at, kept_act.ended_name) == (clock(), "")


async def test_what_is_decided_later_counts_as_it_is_said(
    steering: Steering, judgings: Judgings, desk: Desk, database: PostgresDatabase, clock: Clock
) -> None:
    await opened(judgings)
    await decide(desk, "Ali", 1)
    judge = await ali(steering)
    first = await turn(database, BATCH, judge.id, KARIN, clock())
    await decide(desk, "Ali", 1)
    assert (await ali(steering)).turned == 1
    second = await turn(database, BATCH, judge.id, KARIN, clock())
    assert isinstance(first, CountsOtherwise)
    assert isinstance(second, CountsOtherwise)
    assert (await ali(steering)).turned == 2
    await turn_back(database, BATCH, judge.id, KARIN, clock(), second.act)
    assert (await ali(steering)).turned == 1, "one act is undone, the other stands"
    acts = await turnings_of(database, BATCH, judge.id)
    assert [one.ended_at is None for one in acts] == [one.id == first.act for one in acts]


async def test_a_decision_that_its_judge_changes_counts_as_it_is_said_then(
    steering: Steering, judgings: Judgings, desk: Desk, database: PostgresDatabase, clock: Clock
) -> None:
    await opened(judgings)
    pair = await got(desk, "Ali")
    await desk.decide(pair.pair, "Ali", 1)
    [(_, better_one, worse)] = await better(judgings)
    await turn(database, BATCH, (await ali(steering)).id, KARIN, clock())
    await desk.change(pair.pair, "Ali", 2, batch=BATCH)
    assert await better(judgings) == [("Ali", better_one, worse)]
    assert (await ali(steering)).turned == 0


async def test_the_ranking_and_all_that_is_written_of_it_say_so(
    steering: Steering, judgings: Judgings, desk: Desk, database: PostgresDatabase, clock: Clock
) -> None:
    await opened(judgings, quota=None)
    await decide(desk, "Ali", 6)
    await decide(desk, "Maja", 3)
    _, before = await fit(database, InThisProcess(), BATCH)
    overview = await seen(steering)
    await turn(database, BATCH, overview.judges[0].id, KARIN, clock())
    await steering.leave_out(BATCH, overview.judges[1].id, out=True)
    _, after = await fit(database, InThisProcess(), BATCH)
    assert not isinstance(before, Nothing)
    assert not isinstance(after, Nothing)
    assert Reason("ranking.judge_turned", {"judge": "Ali", "n": 6}) not in before.note
    assert Reason("ranking.judge_turned", {"judge": "Ali", "n": 6}) in after.note
    assert Reason("ranking.judge_left_out", {"judge": "Maja", "n": 3}) in after.note
    [line] = after.panel
    assert (line.name, line.turned) == ("Ali", 6)
    listed = await decisions_listed(database, BATCH, -1, 100)
    assert {(one.judge, one.turned, one.counts) for one in listed if one.state == "decided"} == {
        ("Ali", True, True),
        ("Maja", False, False),
    }
    told = await judgements_of(database, BATCH)
    assert {(one.turned, one.answer) for one in told} == {(True, -1)}, "the first was chosen"


async def test_our_own_raw_data_read_back_are_what_counts(
    steering: Steering, judgings: Judgings, desk: Desk, database: PostgresDatabase, clock: Clock
) -> None:
    await opened(judgings)
    await decide(desk, "Ali", 2)
    await turn(database, BATCH, (await ali(steering)).id, KARIN, clock())
    await decide(desk, "Ali", 1)
    rows = await all_pairs(database, BATCH)
    text = spreadsheet.written([COLUMNS, *([row[column] for column in COLUMNS] for row in rows)])
    read = read_decisions(text)
    assert isinstance(read, Decisions)
    assert Reason("decisions.turned", {"n": 2}) in read.notes
    kept = (await judgings.decisions(BATCH)).judgements
    assert read.judgements.answer.tolist() == kept.answer.tolist() == [1, 1, 1]
    names = [one.name for one in await judgings.scripts(BATCH)]
    first = [read.scripts[int(one)] for one in read.judgements.first]
    assert first == [names[int(one)] for one in kept.first]


async def test_who_is_left_out_still_tells_how_far_the_class_spreads(
    steering: Steering, judgings: Judgings, database: PostgresDatabase
) -> None:
    await judgings.open(BATCH, scripts(6))
    clear = "".join(
        f"Ali,{better},{worse}\n" for better in "abcdef" for worse in "abcdef" if better < worse
    )
    unclear = "Maja,a,b\nMaja,b,a\nMaja,c,d\nMaja,d,c\nMaja,e,f\nMaja,f,e\n"
    read = read_decisions("judge,winner,loser\n" + clear + unclear)
    assert isinstance(read, Decisions)
    await judgings.take_in(BATCH, read, tuple(range(6)))
    said = Reason("ranking.spread_of_all")
    _, before = await fit(database, InThisProcess(), BATCH)
    await steering.leave_out(BATCH, (await ali(steering)).id, out=True)
    _, after = await fit(database, InThisProcess(), BATCH)
    assert not isinstance(before, Nothing)
    assert not isinstance(after, Nothing)
    assert said not in before.note
    assert said in after.note
    assert after.judgements == 6
