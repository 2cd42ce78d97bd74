"""A link is used by one, and ended by a newer one of its kind."""

import asyncio

from tests.services.identity.persons import NOW, later, somebody

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity.store import links


async def test_of_many_who_use_a_link_one_does(tables: Database) -> None:
    async with tables.transaction() as sql:
        await links.add(sql, OWN_SCHOOL, "hash", "reset", NOW, later(hours=1))

    async def use() -> bool:
        async with tables.transaction() as sql:
            return await links.use(sql, "hash", "reset", NOW) is not None

    assert sum(await asyncio.gather(*(use() for _ in range(6)))) == 1


async def test_a_link_is_of_one_kind_and_has_an_end(tables: Database) -> None:
    async with tables.transaction() as sql:
        await links.add(sql, OWN_SCHOOL, "hash", "reset", NOW, later(hours=1))
        assert await links.use(sql, "hash", "invitation", NOW) is None
        assert await links.use(sql, "hash", "reset", later(hours=1)) is None
        assert await links.use(sql, "hash", "reset", later(minutes=59)) is not None


async def test_a_newer_link_ends_only_those_of_the_same_person(
    tables: Database,
) -> None:
    ali, eva = await somebody(tables), await somebody(tables, "eva@lund.example")
    async with tables.transaction() as sql:
        for whose, name in ((ali, "ali"), (eva, "eva"), (None, "nobody")):
            await links.add(sql, OWN_SCHOOL, name, "reset", NOW, later(hours=1), person=whose)
        await links.end_of_kind(sql, OWN_SCHOOL, "reset", ali, NOW)
        assert await links.use(sql, "ali", "reset", NOW) is None
        assert await links.use(sql, "eva", "reset", NOW) is not None
        assert await links.use(sql, "nobody", "reset", NOW) is not None
