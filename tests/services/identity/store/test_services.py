"""A subject is one person, a question is used once, and a secret is seen by its school alone."""

from uuid import uuid4

from tests.services.identity.persons import NOW, later, somebody

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity.store import services


async def test_the_secret_is_its_schools_alone(identity: Database, tables: Database) -> None:
    async with tables.transaction() as sql:
        await services.set_service(sql, OWN_SCHOOL, "S", "https://a.example", ("us", "secret"))
        await services.tried(sql, OWN_SCHOOL, "https://a.example", NOW)
    async with identity.transaction() as sql:
        assert await services.offered(sql) == []
        await services.about_to_sign_in(sql)
        assert len(await services.offered(sql)) == 1
        assert await services.secret(sql, OWN_SCHOOL) == ""
    async with tables.transaction() as sql:
        assert await services.secret(sql, OWN_SCHOOL) == "secret"
        assert await services.remove(sql, OWN_SCHOOL)
        assert await services.secret(sql, OWN_SCHOOL) == ""
        assert not await services.remove(sql, OWN_SCHOOL)


async def test_a_question_is_used_once(tables: Database) -> None:
    whose = services.Whose(person=await somebody(tables), session=uuid4())
    async with tables.transaction() as sql:
        await services.ask(sql, OWN_SCHOOL, "hash", whose, ("nonce", "verifier"), later(hours=1))
        assert await services.use(sql, "hash", later(hours=1)) is None
        row = await services.use(sql, "hash", NOW)
        assert row
        assert (row["nonce"], row["verifier"]) == ("nonce", "verifier")
        assert await services.use(sql, "hash", NOW) is None


async def test_nobody_takes_anothers_subject(tables: Database) -> None:
    ali, eva = await somebody(tables), await somebody(tables, "eva@lund.example")
    async with tables.transaction() as sql:
        for person in (ali, eva):
            await services.connect(sql, (OWN_SCHOOL, person), "https://a.example", "sub", NOW)
        found = await services.who(sql, OWN_SCHOOL, "https://a.example", "sub")
        assert found == ali
        assert await services.disconnect(sql, OWN_SCHOOL, ali)
        assert not await services.disconnect(sql, OWN_SCHOOL, eva)
