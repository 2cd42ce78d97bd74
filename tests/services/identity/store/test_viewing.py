"""Who looks is known until the transaction ends, and not after it."""

from uuid import UUID

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity.store.viewing import as_uuids, let_in, present

SEEN = "select current_setting('huleedu.school', true), current_setting('huleedu.presented', true)"


async def test_what_was_shown_is_forgotten_with_its_transaction(
    tables: Database,
) -> None:
    async with tables.transaction() as sql:
        await present(sql, "a hash")
        await let_in(sql, OWN_SCHOOL)
        row = await sql.fetchrow(SEEN)
        assert row
        assert (row[0], row[1]) == (str(OWN_SCHOOL), "a hash")
    async with tables.transaction() as sql:
        row = await sql.fetchrow(SEEN)
        assert row
        assert not row[0]
        assert not row[1]


async def test_ids_are_pythons_own(tables: Database) -> None:
    async with tables.session() as sql:
        rows = await sql.fetch("select school from school")
    assert [type(each) for each in as_uuids([row["school"] for row in rows])] == [UUID]
