"""The language models that a school allows, and what may still be spent on them this month."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.identity.domain.language_models import (
    LlmMonthOver,
    LlmOff,
    LlmSettings,
)
from huleedu.services.identity.domain.outcomes import Done
from huleedu.services.identity.store import language_models as store
from huleedu.services.identity.store.viewing import let_in


async def llm_settings(database: Database, school: UUID) -> LlmSettings | LlmOff:
    """What a school allows; raises `EngineAway`."""
    async with database.transaction() as sql:
        await let_in(sql, school)
        return await store.settings(sql, school)


async def take_llm_money(
    database: Database, school: UUID, money: Decimal, now: datetime
) -> Done | LlmMonthOver | LlmOff:
    """Set money aside for a question before it is asked; raises `EngineAway`.

    Args:
        money: what it costs at most, in the settings' currency; below 0: of what was set aside,
            so much was not needed.
    """
    month = _month(now)
    async with database.transaction() as sql:
        await let_in(sql, school)
        if money <= 0:
            await store.give_back(sql, school, month, -money)
            return Done()
        settings = await store.settings(sql, school)
        if isinstance(settings, LlmOff):
            return settings
        if await store.take(sql, school, month, money, settings.limit_month):
            return Done()
        spent = await store.spent(sql, school, month)
        return LlmMonthOver(max(Decimal(0), settings.limit_month - spent))


async def llm_spent(database: Database, school: UUID, now: datetime) -> Decimal:
    """What this month has cost, with what is set aside; raises `EngineAway`."""
    async with database.transaction() as sql:
        await let_in(sql, school)
        return await store.spent(sql, school, _month(now))


def _month(now: datetime) -> date:
    return now.astimezone(UTC).date().replace(day=1)
