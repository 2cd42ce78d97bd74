"""Why a pupil has no essay is said once, changed, and forgotten, by one school alone."""

from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest
from tests.services.classes.conftest import OURS, THEIRS

from huleedu.kit.database import Database
from huleedu.services.classes.store import missing

NOW = datetime(2026, 11, 29, tzinfo=UTC)
BATCH = UUID(int=7)
SAID = (OURS.person, NOW)


async def test_it_is_said_changed_and_forgotten(seen: Database, seen_elsewhere: Database) -> None:
    async with seen.transaction() as sql:
        await missing.say(sql, (OURS.school, BATCH), "Anna Lo", "absent", SAID)
        await missing.say(sql, (OURS.school, BATCH), "Bo Ek", "absent", SAID)
        await missing.say(sql, (OURS.school, BATCH), "Bo Ek", "later", SAID)
        assert await missing.all_of(sql, BATCH) == {"Anna Lo": "absent", "Bo Ek": "later"}
    async with seen_elsewhere.transaction() as sql:
        assert await missing.all_of(sql, BATCH) == {}
        await missing.say(sql, (THEIRS.school, BATCH), "Bo Ek", None, (THEIRS.person, NOW))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with seen_elsewhere.transaction() as sql:
            await missing.say(sql, (OURS.school, BATCH), "Cilla", "later", SAID)
    async with seen.transaction() as sql:
        await missing.say(sql, (OURS.school, BATCH), "Anna Lo", None, SAID)
        assert await missing.all_of(sql, BATCH) == {"Bo Ek": "later"}
