"""Rank a batch from what its judges have decided, and put the ranking into its picture."""

import asyncio
from uuid import UUID

import msgspec

from huleedu.app.house import House
from huleedu.app.judging import desk_of
from huleedu.services.judging.domain import baseline
from huleedu.services.judging.domain.ranking import Ranking, rank
from huleedu.services.results.domain.picture import Picture, RankedEssay, RankingPicture

SEED = 1


async def ranked(house: House, batch: UUID) -> Ranking | None:
    """The ranking from all decisions; None: there are none yet."""
    decisions = await desk_of(house).decisions(batch)
    if not len(decisions.judgements):
        return None
    return await asyncio.to_thread(rank, decisions, SEED)


async def with_ranking(house: House, picture: Picture) -> Picture:
    """The picture with the ranking, if anybody has judged."""
    batch = UUID(picture.batch)
    ranking = await ranked(house, batch)
    if ranking is None:
        return picture
    machines = {judge.name for judge in ranking.judges} == {baseline.NAME}
    groups = (
        "No judgement links some of the essays with the others: places across them say nothing. "
        * (len(ranking.groups) > 1)
    )
    return msgspec.structs.replace(
        picture,
        ranking=RankingPicture(
            note=groups + (baseline.NOTE if machines else ""),
            judges=tuple(judge.name for judge in ranking.judges),
            judgements=ranking.judgements,
            reliability=ranking.reliability,
            reliability_low=ranking.low,
            reliability_high=ranking.high,
            essays=tuple(
                RankedEssay(
                    essay=script.name,
                    place=script.place,
                    low=script.low,
                    high=script.high,
                    ability=script.ability,
                    error=script.error,
                    judgements=script.judgements,
                )
                for script in ranking.scripts
            ),
        ),
    )
