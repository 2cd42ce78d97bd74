"""Sessions end one by one or all but one, and get another token."""

from uuid import uuid4

from tests.services.identity.persons import NOW, later, signed_in, somebody

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity import api
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import sessions
from huleedu.services.identity.store.viewing import as_uuids


async def test_all_sessions_but_one_end(tables: Database) -> None:
    person = await somebody(tables)
    tokens = [(await signed_in(tables, now=later(minutes=n))).token for n in range(3)]
    other = await somebody(tables, "eva@lund.example")
    await signed_in(tables, "eva@lund.example")
    async with tables.transaction() as sql:
        rows = await sessions.of_person(sql, OWN_SCHOOL, person)
        newest = as_uuids([row["id"] for row in rows])[0]
        assert not await sessions.end(sql, OWN_SCHOOL, other, newest), "it is another's"
        assert await sessions.end_all(sql, OWN_SCHOOL, person, newest) == 2
        assert len(await sessions.of_person(sql, OWN_SCHOOL, other)) == 1
    assert await api.session_of(tables, tokens[0], NOW) == api.NoSession()
    assert isinstance(await api.session_of(tables, tokens[2], later(minutes=2)), api.SignedIn)


async def test_another_token_ends_the_one_before(tables: Database) -> None:
    person = await somebody(tables)
    token = (await signed_in(tables)).token
    async with tables.transaction() as sql:
        [row] = await sessions.of_person(sql, OWN_SCHOOL, person)
        renewed = await sessions.renew(
            sql, OWN_SCHOOL, row["id"], hash_of("another"), later(minutes=5)
        )
        assert renewed
        assert not await sessions.renew(sql, OWN_SCHOOL, uuid4(), hash_of("third"), NOW)
    assert await api.session_of(tables, token, NOW) == api.NoSession()
    who = await api.session_of(tables, "another", later(minutes=5))
    assert isinstance(who, api.SignedIn)
    assert who.fresh_until == later(minutes=10), "nobody has shown again who they are"


async def test_forgotten_browsers_are_strangers(tables: Database) -> None:
    person = await somebody(tables)
    device = (await signed_in(tables)).device
    assert device
    async with tables.transaction() as sql:
        assert await sessions.is_device_of(sql, hash_of(device), person)
        await sessions.forget_devices(sql, OWN_SCHOOL, person)
        assert not await sessions.is_device_of(sql, hash_of(device), person)
