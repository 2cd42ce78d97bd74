"""Who acts sees their school's rows, is fresh or not, and is an administrator or not."""

from dataclasses import replace
from uuid import uuid4

from tests.services.identity.persons import NOW, ali, later

from huleedu.kit.database import Database
from huleedu.services.identity import api
from huleedu.services.identity.api.acting import acting_for, may_not, not_fresh


async def test_one_sees_ones_own_school_and_no_other(identity: Database) -> None:
    who = await ali(identity)
    for school, count in ((who.school, 1), (uuid4(), 0)):
        async with acting_for(identity, replace(who, school=school)) as sql:
            assert await sql.fetchval("select count(*) from person") == count
    async with identity.transaction() as sql:
        for table in ("person", "session", "school", "audit", "device"):
            assert await sql.fetchval(f"select count(*) from {table}") == 0


async def test_one_is_fresh_for_ten_minutes(identity: Database) -> None:
    who = await ali(identity)
    assert not_fresh(who, later(minutes=9.99)) is None
    assert not_fresh(who, later(minutes=10)) == api.NotFresh()
    assert may_not(who) == api.MayNot()
    assert may_not(replace(who, rights=frozenset({"administrator"}))) is None
    assert not_fresh(who, NOW) is None
