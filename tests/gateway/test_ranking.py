"""Whoever reads a ranking reads one of all that is decided, and it is fitted once."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from huleedu.contracts.judging import Kind, RankingMade, Recorded
from huleedu.contracts.ranking import RankingPicture
from huleedu.gateway.ranking import GIVEN_UP, NotRanked
from huleedu.kit.runner import Runner
from huleedu.kit.service import Transaction
from huleedu.services.judging.api import ranked
from huleedu.services.judging.api.desk import AssignedPairs, Desk
from huleedu.services.judging.api.judgings import Script
from huleedu.services.judging.domain.freshness import MadeFrom
from huleedu.services.judging.handlers import FIT_AFTER, ask_for_rankings
from huleedu.services.results import store as results
from huleedu.wiring import program
from huleedu.wiring.judging import desk_of, judgings_of
from huleedu.wiring.modules import SERVICES
from huleedu.wiring.program import House
from huleedu.wiring.ranking import rankings_of

BATCH = UUID(int=7)


@dataclass
class Fits:
    """Which rankings were fitted: the number of decisions of each."""

    of: list[int] = field(default_factory=list[int])


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch) -> Fits:
    found, fitted = Fits(), ranked.fit

    async def counted(*of: Any) -> tuple[MadeFrom, RankingPicture | ranked.Nothing]:
        made_from, picture = await fitted(*of)
        if not isinstance(picture, ranked.Nothing):
            found.of.append(picture.judgements)
        return made_from, picture

    monkeypatch.setattr(ranked, "fit", counted)
    return found


@pytest.fixture
async def desk(house: House) -> Desk:
    """The desk of a batch of six essays, with a judge."""
    async with house.database("results").transaction() as sql:
        await results.mention(Transaction(sql, datetime.now(UTC)), BATCH)
    scripts = [Script(essay=UUID(int=n + 1), name=f"{n}", text="", measures={}) for n in range(6)]
    await judgings_of(house).open(BATCH, scripts)
    await judgings_of(house).enrol(BATCH, "Åsa", Kind.PERSON)
    return desk_of(house)


async def decide(desk: Desk, count: int) -> None:
    for _ in range(count):
        found = await desk.next(BATCH, "Åsa")
        assert isinstance(found, AssignedPairs)
        [pair] = found.pairs
        better = 1 if pair.first < pair.second else -1
        assert await desk.decide(pair.pair, "Åsa", better) == Recorded()


async def test_a_second_export_fits_nothing(house: House, desk: Desk, fits: Fits) -> None:
    await decide(desk, 9)
    first = await rankings_of(house).report(BATCH)
    again = await rankings_of(house).report(BATCH)
    assert fits.of == [9]
    assert first.ranking
    assert first.ranking == again.ranking
    assert first.ranking.judgements == 9
    assert len(first.ranking.essays) == 6


async def test_what_was_decided_just_now_counts(house: House, desk: Desk, fits: Fits) -> None:
    assert await rankings_of(house).address(BATCH) is None
    await decide(desk, 2)
    first = await rankings_of(house).address(BATCH)
    await decide(desk, 1)
    second = await rankings_of(house).address(BATCH)
    assert None not in (first, second)
    assert first != second
    assert fits.of == [2, 3]


async def test_without_decisions_there_is_no_ranking_any_more(
    house: House, desk: Desk, fits: Fits
) -> None:
    await decide(desk, 1)
    assert await rankings_of(house).address(BATCH) is not None
    await desk.undo(BATCH, "Åsa")
    assert await rankings_of(house).address(BATCH) is None
    assert (await rankings_of(house).report(BATCH)).ranking is None
    assert fits.of == [1]


async def test_a_ranking_is_asked_for_by_the_clock_once_for_many_decisions(
    house: House, desk: Desk
) -> None:
    await decide(desk, 3)
    now = house.clock()
    async with house.database("judging").transaction() as sql:
        early = Transaction(sql, now)
        await ask_for_rankings(early)
        assert early.said == []
        late = Transaction(sql, now + FIT_AFTER + timedelta(seconds=1))
        await ask_for_rankings(late)
        assert [message.batch for message, _ in late.said] == [BATCH]
        await ask_for_rankings(late)
        assert len(late.said) == 1


async def test_a_reader_is_told_of_a_ranking_that_was_given_up(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ArithmeticError("not a number")

    monkeypatch.setattr(ranked, "fit", broken)
    monkeypatch.setattr(program, "Runner", partial(Runner, retry_after_s=()))
    await decide(desk, 2)
    with pytest.raises(NotRanked, match=GIVEN_UP) as refused:
        await rankings_of(house).address(BATCH)
    assert refused.value.reason.facts["why"] == "ArithmeticError: not a number"


async def test_a_reader_is_told_of_a_ranking_that_nobody_could_take(
    house: House, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was made, and said, and died on its way to whoever shows it."""

    async def broken(*_: object) -> None:
        raise ArithmeticError("no room")

    routes = dict(SERVICES["results"].routes)
    routes[RankingMade] = replace(routes[RankingMade], handle=broken)
    monkeypatch.setitem(SERVICES, "results", replace(SERVICES["results"], routes=routes))
    monkeypatch.setattr(program, "Runner", partial(Runner, retry_after_s=()))
    await decide(desk, 2)
    for _ in range(2):  # the ranking is not due any more, and never comes
        with pytest.raises(NotRanked, match=GIVEN_UP) as refused:
            await rankings_of(house).address(BATCH)
        assert refused.value.reason.facts["why"] == "ArithmeticError: no room"
