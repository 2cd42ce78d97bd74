"""A school is named, and changed by one at a time."""

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity.store import schools


async def test_the_installations_own_school_is_there_and_gets_its_name(
    tables: Database,
) -> None:
    async with tables.transaction() as sql:
        before = await schools.one(sql, OWN_SCHOOL)
        assert before
        assert before["name"] == ""
        await schools.lock(sql, OWN_SCHOOL)
        await schools.name_school(sql, OWN_SCHOOL, "Lundaskolan", "en")
        after = await schools.one(sql, OWN_SCHOOL)
    assert after
    assert (after["name"], after["language"]) == ("Lundaskolan", "en")
