"""A batch is ranked in a process of its own, by its rules; one that dies is told."""

from uuid import UUID

import pytest
from tests.services.judging.api.test_desk import scripts

from huleedu.contracts.judging import Kind
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.kit.work import Died, Outcome, T, Work
from huleedu.kit.workers import InThisProcess, Workers
from huleedu.services.judging.api.desk import AssignedPairs, Desk
from huleedu.services.judging.api.judgings import Judgings, Rules
from huleedu.services.judging.api.ranked import Nothing, RankingFailedError, fit
from huleedu.services.judging.domain.freshness import NOTHING

BATCH = UUID(int=7)
ANCHORED = Rules(scale="A-F", grades={scripts(6)[0].essay: "E", scripts(6)[5].essay: "B"})


class Dies:
    """A process that dies at its work."""

    async def call(self, work: Work[T], *args: object, time_s: float) -> Outcome[T]:
        return Died(9, "as it was about to say")


async def judged(judgings: Judgings, desk: Desk) -> None:
    await judgings.open(BATCH, scripts(6), rules=ANCHORED)
    await judgings.enrol(BATCH, "Åsa", Kind.PERSON)
    for _ in range(15):
        found = await desk.next(BATCH, "Åsa")
        assert isinstance(found, AssignedPairs)
        [pair] = found.pairs
        await desk.decide(pair.pair, "Åsa", 2 if pair.first > pair.second else -2)


async def test_another_process_ranks_as_this_one_would(
    database: PostgresDatabase, judgings: Judgings, desk: Desk
) -> None:
    assert await fit(database, InThisProcess(), BATCH) == (NOTHING, Nothing())
    await judged(judgings, desk)
    here = await fit(database, InThisProcess(), BATCH)
    async with Workers(1, memory_bytes=4 << 30) as workers:
        assert await fit(database, workers, BATCH) == here
    made_from, picture = here
    assert not isinstance(picture, Nothing)
    assert (made_from.decided, picture.judgements) == (15, 15)
    assert [each.essay for each in picture.essays] == [str(one.essay) for one in scripts(6)[::-1]]
    assert {each.known_grade for each in picture.essays} == {"", "E", "B"}


async def test_a_ranking_that_failed_says_why(
    database: PostgresDatabase, judgings: Judgings, desk: Desk
) -> None:
    await judged(judgings, desk)
    with pytest.raises(RankingFailedError, match="as it was about to say"):
        await fit(database, Dies(), BATCH)
