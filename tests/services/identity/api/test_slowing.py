"""Tries are counted for whom they are of, all or none of them."""

from tests.services.identity.persons import HERE, NOW, later

from huleedu.kit.database import Database
from huleedu.services.identity.api.slowing import admit_try, counted_by, forgive
from huleedu.services.identity.domain.attempts import Failures, count_key
from huleedu.services.identity.domain.outcomes import WaitSeconds
from huleedu.services.identity.store import attempts

ACCOUNT, ADDRESS = count_key("account", "a@b.se"), count_key("address", "192.0.2.7")


async def test_a_try_that_waits_is_counted_nowhere(identity: Database) -> None:
    async with identity.transaction() as sql:
        for _ in range(10):
            assert await admit_try(sql, (ACCOUNT, ADDRESS), NOW) is None
        assert await admit_try(sql, (ACCOUNT, ADDRESS), NOW) == WaitSeconds(30)
        kept = await attempts.lock(sql, [ADDRESS.text], NOW)
        assert kept == {ADDRESS.text: Failures(10, NOW)}


async def test_success_forgets_the_account_and_one_of_the_address(identity: Database) -> None:
    async with identity.transaction() as sql:
        for _ in range(3):
            await admit_try(sql, (ACCOUNT, ADDRESS), NOW)
        await forgive(sql, (ACCOUNT, ADDRESS))
        kept = await attempts.lock(sql, [ACCOUNT.text, ADDRESS.text], NOW)
        assert [kept[key.text].count for key in (ACCOUNT, ADDRESS)] == [0, 2]


async def test_old_counts_are_forgotten(identity: Database) -> None:
    async with identity.transaction() as sql:
        await admit_try(sql, (ADDRESS,), NOW)
        await admit_try(sql, (ACCOUNT,), later(hours=1))
        assert await sql.fetchval("select count(*) from attempt") == 1


async def test_a_stranger_is_counted_by_account_and_address(identity: Database) -> None:
    async with identity.transaction() as sql:
        keys = await counted_by(sql, "a@b.se", HERE)
    assert keys == (ACCOUNT, ADDRESS)
