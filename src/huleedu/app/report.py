"""Load a batch's report with the ranking that its judges' decisions give."""

import asyncio
from uuid import UUID

import msgspec

from huleedu.app.ranking import make_sure_ranked
from huleedu.gateway.report.loading import load_report as load_without_ranking
from huleedu.services.results.api import BatchReport, RankingPicture
from huleedu.wiring.program import House


async def load_report(house: House, batch: UUID) -> BatchReport:
    """The batch's report as it is now, ranked if anybody has judged. Raises `NotRanked`."""
    report = await load_without_ranking(house.database("results"), house.contents, batch)
    return msgspec.structs.replace(report, ranking=await load_ranking(house, batch))


async def load_ranking(house: House, batch: UUID) -> RankingPicture | None:
    """The batch's ranking from all that is decided; None: nothing is. Raises `NotRanked`."""
    address = await make_sure_ranked(house, batch)
    if address is None:
        return None
    told = await house.contents.fetch(address)
    return await asyncio.to_thread(msgspec.json.decode, told, type=RankingPicture)
