"""Act for somebody who is signed in: their school's rows, and whether they may."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Database, Sql
from huleedu.services.identity.domain.outcomes import MayNot, NotFresh, SchoolPaused, SignedIn
from huleedu.services.identity.store import schools
from huleedu.services.identity.store.viewing import let_in


@asynccontextmanager
async def acting_for(database: Database, who: SignedIn) -> AsyncGenerator[Sql]:
    """A transaction that sees their school's rows."""
    async with database.transaction() as sql:
        await let_in(sql, who.school)
        yield sql


def not_fresh(who: SignedIn, now: datetime) -> NotFresh | None:
    """Why somebody may not change how one signs in just now."""
    return None if now < who.fresh_until else NotFresh()


def may_not(who: SignedIn) -> MayNot | None:
    """Why somebody may not act for their school."""
    return None if "administrator" in who.rights else MayNot()


async def paused(sql: Sql, school: UUID) -> SchoolPaused | None:
    """Why nobody of a school comes in; None: it is not paused."""
    row = await schools.one(sql, school)
    return SchoolPaused(row["name"]) if row and row["paused_at"] else None
