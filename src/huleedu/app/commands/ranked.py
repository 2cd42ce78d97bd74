"""Read a batch's report or ranking; one that was not made ends the command, and it says why."""

from collections.abc import Awaitable
from typing import TypeVar
from uuid import UUID

from huleedu.app.commands.program import Exit, fail
from huleedu.app.language import words
from huleedu.gateway.ranking import NotRanked
from huleedu.services.results.api import BatchReport, RankingPicture
from huleedu.wiring.program import House
from huleedu.wiring.ranking import rankings_of

T = TypeVar("T")


async def report_of(house: House, batch: UUID) -> BatchReport:
    """The batch's report as it is now, ranked if anybody has judged."""
    return await _made(rankings_of(house).report(batch))


async def ranking_of(house: House, batch: UUID) -> RankingPicture | None:
    """The batch's ranking from all that is decided; None: nothing is."""
    return await _made(rankings_of(house).ranking(batch))


async def _made(wanted: Awaitable[T]) -> T:
    try:
        return await wanted
    except NotRanked as error:
        raise fail(words().explain(error.reason), Exit.COULD_NOT_RUN) from error
