"""What a school's model may ask: within the batch's money and the month's, while it is allowed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from huleedu.kit.database import Database
from huleedu.kit.llm import Usage
from huleedu.services.identity import api as identity
from huleedu.services.identity.api import LlmSettings
from huleedu.services.judging.api.llm_runs import LlmClaimed, LlmEnd
from huleedu.services.judging.api.questions import (
    Budget,
    Limits,
    OverBudget,
    Prices,
    Request,
    Reserved,
    Spent,
)

NOTHING = Spent(0, Decimal(0))


@dataclass(frozen=True, slots=True)
class SchoolMoney:
    """Where the money of a school is, and whether its model may still be asked."""

    people: Database
    clock: Callable[[], datetime]
    settings: LlmSettings
    forbidden: Callable[[], Awaitable[LlmEnd | None]]
    """Looked at before each request: why it is made no more."""


class SchoolBudget(Budget):
    """The account of one batch, and the school's month; every method may raise `EngineAway`."""

    def __init__(self, database: Database, money: SchoolMoney, run: LlmClaimed) -> None:
        settings = money.settings
        limits = Limits(money=min(settings.limit_batch, run.money))
        prices = Prices(settings.price_in, settings.price_out)
        hold = run.hold
        super().__init__(database, money.clock, hold.batch, hold.model, limits, prices, hold)
        self._money, self._school, self._of = money, run.school, prices
        self._bounds = limits

    async def reserve(self, request: Request) -> Reserved | OverBudget:
        """Set aside the most that a request can cost, of the month's money and the batch's."""
        if (why := await self._money.forbidden()) is not None:
            return OverBudget(NOTHING, self._bounds, why)
        cost = self._of.of(request.most)
        month = await self._take(cost)
        if isinstance(month, identity.LlmOff):
            return OverBudget(NOTHING, self._bounds, LlmEnd.OFF)
        if isinstance(month, identity.LlmMonthOver):
            return OverBudget(NOTHING, self._bounds, LlmEnd.MONTH_OVER)
        reserved = await super().reserve(request)
        if isinstance(reserved, OverBudget):
            await self._take(-cost)
        return reserved

    async def settle(self, reserved: Reserved, response: str, usage: Usage, outcome: str) -> None:
        """Keep what was answered, and what it did cost, in both accounts."""
        await super().settle(reserved, response, usage, outcome)
        more = self._of.of(usage) - self._of.of(reserved.request.most)
        if more:  # what it took beyond that counts as well, whatever is left
            await self._take(more)

    async def _take(self, cost: Decimal) -> identity.Done | identity.LlmMonthOver | identity.LlmOff:
        return await identity.take_llm_money(
            self._money.people, self._school, cost, self._money.clock()
        )
