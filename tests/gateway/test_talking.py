"""What a batch's essays are told by: in the table's order, and by no name that is hidden."""

from uuid import UUID

import pytest
from tests.gateway.web.judged_batch import (
    ANNA,
    BATCH,
    BERTIL,
    CECILIA,
    DAVID,
    ESSAYS,
    judged_batch,
)
from tests.services.results.hearing import hear

from huleedu.contracts.judging import RankingMade
from huleedu.gateway.talking import Talked, talked
from huleedu.wiring.program import House


async def known(house: House) -> Talked:
    databases = house.database("results"), house.database("judging")
    return await talked(*databases, house.contents, BATCH)


async def test_essays_stand_by_rank_and_know_who_stands_beside(house: House) -> None:
    await judged_batch(house)
    found = await known(house)
    assert tuple(found.files) == ESSAYS
    assert found.beside(ANNA) == (None, BERTIL)
    assert found.beside(CECILIA) == (BERTIL, DAVID)
    assert found.beside(DAVID) == (CECILIA, None)
    assert found.called(ANNA) == "Anna Åberg"
    assert found.called(UUID(int=404)) == "?"
    ranked = found.ranked(BERTIL)
    assert ranked
    assert ranked.place == 2
    assert found.ranked(UUID(int=404)) is None
    assert {len(found.of(essay)) for essay in ESSAYS} == {3}, "each with each other"
    assert [entry.essay for entry in found.talk.open] == [BERTIL]


async def test_without_a_ranking_they_stand_by_their_places(house: House) -> None:
    await judged_batch(house)
    database = house.database("results")
    await hear(database, RankingMade(batch=BATCH, number=2, decisions=0, ranking=None))
    found = await known(house)
    assert found.ranking is None
    assert tuple(found.files) == ESSAYS
    assert found.ranked(ANNA) is None
    assert [entry.essay for entry in found.talk.open] == [BERTIL], "it is still flagged"


@pytest.mark.parametrize("blind", [True, False])
async def test_names_are_taken_out_of_what_was_said_where_they_are_hidden(
    house: House, blind: bool
) -> None:
    await judged_batch(house, blind=blind)
    found = await known(house)
    told = found.cover("Anna Åberg argues well")
    assert ("Anna" in told) is not blind
    assert told.endswith("argues well")
    assert (found.called(ANNA) == "Anna Åberg") is not blind
