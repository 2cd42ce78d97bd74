"""Load a batch's report with the ranking that its judges' decisions give."""

from uuid import UUID

from huleedu.gateway.report.loading import load_report as load_without_ranking
from huleedu.services.judging.api.kept import is_open
from huleedu.services.results.api import BatchReport
from huleedu.wiring.program import House


async def load_report(house: House, batch: UUID) -> BatchReport:
    """The batch's report as it is now, ranked if anybody has judged."""
    report = await load_without_ranking(house.database("results"), house.contents, batch)
    if not await is_open(house.database("judging"), batch):
        return report
    from huleedu.app.ranking import with_ranking  # noqa: PLC0415 - scipy takes a while

    return await with_ranking(house, report)
