"""Steps, codes and challenges are used up by one."""

import asyncio

from tests.services.identity.persons import NOW, later, somebody

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database
from huleedu.services.identity.store import factors


async def test_a_step_is_used_by_one_and_none_before_it(tables: Database) -> None:
    person = await somebody(tables)
    async with tables.transaction() as sql:
        assert await factors.offer_totp(sql, OWN_SCHOOL, person, "secret", NOW)

    async def use(step: int) -> bool:
        async with tables.transaction() as sql:
            return await factors.use_step(sql, OWN_SCHOOL, person, step, NOW)

    assert sum(await asyncio.gather(*(use(7) for _ in range(5)))) == 1
    assert not await use(6)
    assert await use(8)
    async with tables.transaction() as sql:
        assert not await factors.offer_totp(sql, OWN_SCHOOL, person, "newer", NOW)
        assert await factors.remove_totp(sql, OWN_SCHOOL, person)
        assert not await factors.remove_totp(sql, OWN_SCHOOL, person)


async def test_a_code_is_used_by_one_and_replaced_with_all(tables: Database) -> None:
    person = await somebody(tables)
    async with tables.transaction() as sql:
        await factors.replace_codes(sql, OWN_SCHOOL, person, ["a", "b"])

    async def use(code: str) -> bool:
        async with tables.transaction() as sql:
            return await factors.use_code(sql, OWN_SCHOOL, person, code, NOW)

    assert sum(await asyncio.gather(*(use("a") for _ in range(5)))) == 1
    async with tables.transaction() as sql:
        assert await factors.codes_left(sql, OWN_SCHOOL, person) == 1
        await factors.replace_codes(sql, OWN_SCHOOL, person, ["b", "c", "d"])
        assert await factors.codes_left(sql, OWN_SCHOOL, person) == 3
    assert not await use("a")


async def test_a_challenge_is_used_by_one(tables: Database) -> None:
    async with tables.transaction() as sql:
        await factors.add_challenge(sql, "a", None, later(minutes=5))
        await factors.add_challenge(sql, "b", None, NOW)
        await factors.prune_challenges(sql, later(minutes=1))
        assert await sql.fetchval("select count(*) from challenge") == 1

    async def use() -> bool:
        async with tables.transaction() as sql:
            return await factors.use_challenge(sql, "a", None, NOW)

    assert sum(await asyncio.gather(*(use() for _ in range(5)))) == 1
