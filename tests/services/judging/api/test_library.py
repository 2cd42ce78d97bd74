"""Only what has a place that means something elsewhere is kept."""

from uuid import UUID

import msgspec
import pytest
from tests.gateway.web.results.judged_class import ranking_of
from tests.services.judging.api.conftest import Clock

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.contracts.ranking import RankingPicture
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.services.judging.api.judgings import Judgings, Script
from huleedu.services.judging.api.library import (
    ERROR_MIN,
    IsAnchor,
    NoAnchor,
    anchors_of,
    keep,
    remove,
)

BATCH = UUID(int=7)
KARIN = (UUID(int=5), "Karin Lind")
USUAL = ranking_of()
SURE = msgspec.structs.replace(
    USUAL, essays=tuple(msgspec.structs.replace(one, error=0.0) for one in USUAL.essays)
)
UNJUDGED = msgspec.structs.replace(
    USUAL, essays=tuple(msgspec.structs.replace(one, judgements=0) for one in USUAL.essays)
)


@pytest.mark.parametrize("ranking", [None, ranking_of("counted"), ranking_of("unlinked"), UNJUDGED])
async def test_what_has_no_place_that_means_anything_is_not_kept(
    database: PostgresDatabase, judgings: Judgings, clock: Clock, ranking: RankingPicture | None
) -> None:
    essay = await judged(judgings)
    assert await keep(database, BATCH, essay, ("x", "", ""), ranking, KARIN, clock()) == NoAnchor()


async def test_nothing_is_known_without_an_error(
    database: PostgresDatabase, judgings: Judgings, clock: Clock
) -> None:
    essay = await judged(judgings)
    kept = await keep(database, BATCH, essay, ("x", "A-F", "B"), SURE, KARIN, clock())
    assert isinstance(kept, IsAnchor)
    [one] = await anchors_of(database, OWN_SCHOOL)
    assert (one.place, one.error) == (USUAL.essays[0].ability, ERROR_MIN)
    assert await remove(database, OWN_SCHOOL, kept.id, clock()) == kept
    assert await remove(database, OWN_SCHOOL, kept.id, clock()) == NoAnchor()
    assert await anchors_of(database, OWN_SCHOOL) == []


async def judged(judgings: Judgings) -> UUID:
    essay = UUID(USUAL.essays[0].essay)
    await judgings.open(BATCH, [Script(essay=essay, name="e", text="0" * 64, measures={})])
    return essay
