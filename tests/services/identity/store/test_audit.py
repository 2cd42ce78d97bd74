"""The audit is only ever added to, whoever tries."""

import asyncpg
import pytest
from tests.services.identity.persons import NOW, started

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity.store import audit


@pytest.mark.parametrize(
    "change", ["update audit set what = ''", "delete from audit", "truncate audit"]
)
async def test_nobody_changes_a_row_of_the_audit(tables: Database, change: str) -> None:
    await started(tables)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with tables.transaction() as sql:
            await sql.execute(change)


async def test_a_row_says_who_what_when_and_from_where(tables: Database) -> None:
    async with tables.transaction() as sql:
        await audit.note(
            sql, OWN_SCHOOL, NOW, None, "tried", facts={"how": "it"}, address="192.0.2.7"
        )
        row = await sql.fetchrow("select at, what, facts, address from audit")
    assert row
    assert (row["at"], row["what"], row["address"]) == (NOW, "tried", "192.0.2.7")
