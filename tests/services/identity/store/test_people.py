"""A school has each address once; who was removed frees theirs."""

from tests.services.identity.persons import GOOD, NOW, somebody

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity.store import people
from huleedu.services.identity.store.viewing import as_uuids


async def test_an_address_is_somebodys_once_in_a_school(tables: Database) -> None:
    first = await somebody(tables)
    async with tables.transaction() as sql:
        second = await people.add(
            sql,
            OWN_SCHOOL,
            first,
            email="ali@lund.example",
            name="Ali",
            rights=("teacher",),
            language=None,
            password_hash=GOOD,
            now=NOW,
        )
        assert not second
        await sql.execute("update person set removed_at = $1", NOW)
    again = await somebody(tables)
    async with tables.transaction() as sql:
        found = await people.by_email(sql, "ali@lund.example")
        assert as_uuids([row["id"] for row in found]) == [again]
        assert await people.one(sql, OWN_SCHOOL, first) is None


async def test_a_hash_that_changed_meanwhile_stays(tables: Database) -> None:
    person = await somebody(tables)
    async with tables.transaction() as sql:
        await people.set_password(sql, OWN_SCHOOL, person, "newer")
        await people.rehash(sql, OWN_SCHOOL, person, "older", "older, made anew")
        row = await people.one(sql, OWN_SCHOOL, person)
    assert row
    assert row["password_hash"] == "newer"


async def test_administrators_are_counted(tables: Database) -> None:
    await somebody(tables)
    await somebody(tables, "eva@lund.example", rights=("administrator",))
    async with tables.transaction() as sql:
        assert await people.administrators(sql, OWN_SCHOOL) == 1
