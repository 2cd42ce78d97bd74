"""By which rules a batch is to be judged once it is opened."""

from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.judging.store import plans
from huleedu.services.judging.store.plans import Plan

__all__ = ["Plan", "plan_of"]


async def plan_of(database: Database, batch: UUID) -> Plan:
    """What was chosen for this batch; raises `EngineAway`."""
    async with database.session() as sql:
        return await plans.one(sql, batch)
