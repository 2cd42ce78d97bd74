"""What was given first waits until it is taken."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec

from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.store import given
from huleedu.services.judging.store.given import Given

BATCH, SCHOOL = UUID(int=7), UUID(int=3)
NOW = datetime(2026, 11, 30, tzinfo=UTC)
FIRST = Given(title="Mine", decisions="ab", scale="A-F", anchors={"1.txt": "B"}, at=NOW)


async def test_what_was_given_first_waits_until_it_is_taken(address: Address) -> None:
    database = PostgresDatabase(address, "judging")
    async with database.transaction() as sql:
        await given.keep(sql, BATCH, SCHOOL, FIRST)
        await given.keep(sql, BATCH, SCHOOL, msgspec.structs.replace(FIRST, decisions="cd"))
        assert await given.waiting(sql, BATCH) is None, "there is nothing to judge yet"
        assert await given.assessed(sql, BATCH, NOW) == FIRST
        assert await given.assessed(sql, BATCH, NOW) is None
        assert await given.waiting(sql, BATCH) == FIRST
        await given.taken(sql, BATCH, NOW)
        assert await given.waiting(sql, BATCH) is None
    await database.aclose()
