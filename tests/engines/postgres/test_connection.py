"""Whoever is cut off without a word finds it out, and goes on."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from tests.half_open import Cut, HalfOpen, before_postgres
from tests.patience import LONG_S

from huleedu.engines.postgres.connecting import Address
from huleedu.engines.postgres.connection import Patience
from huleedu.engines.postgres.database import PostgresDatabase
from huleedu.kit.database import EngineAway
from huleedu.kit.outages import Outage

BRIEF = Patience(statement_s=0.5, rested_s=0.0, sign_of_life_s=0.5, close_s=0.2)
SERVICE = "gateway"


@pytest.fixture
async def relay(address: Address) -> AsyncIterator[HalfOpen]:
    async with before_postgres(dict(address.arguments)) as relay:
        yield relay


def through(relay: HalfOpen, address: Address, patience: Patience = BRIEF) -> PostgresDatabase:
    at = {**address.arguments, "host": "127.0.0.1", "port": relay.port, "ssl": False}
    outage = Outage("PostgreSQL", settled_s=0)
    return PostgresDatabase(Address(arguments=at, patience=patience, outage=outage), SERVICE)


async def asked(database: PostgresDatabase) -> int:
    async with database.transaction() as sql:
        return await sql.fetchval("select 1")


@pytest.mark.parametrize("cut", Cut)
async def test_a_connection_that_rested_is_asked_before_it_is_used(
    relay: HalfOpen, address: Address, cut: Cut, caplog: pytest.LogCaptureFixture
) -> None:
    database = through(relay, address)
    assert await asked(database) == 1
    relay.fail(cut)
    assert await asked(database) == 1, "over a new one, and nobody had to try again"
    assert caplog.text.count("PostgreSQL does not answer") == 1
    assert caplog.text.count("PostgreSQL answers again") == 1
    await database.aclose()


@pytest.mark.parametrize("cut", Cut)
async def test_a_statement_that_is_not_answered_is_given_up(
    relay: HalfOpen, address: Address, cut: Cut
) -> None:
    database = through(relay, address)

    async def ask() -> None:
        async with database.transaction() as sql:
            await sql.execute("select 1")
            relay.fail(cut)
            await sql.execute("select 1")

    with pytest.raises(EngineAway):
        await ask()
    assert await asked(database) == 1
    await database.aclose()


async def test_a_statement_outside_a_transaction_is_given_up_too(
    relay: HalfOpen, address: Address
) -> None:
    database = through(relay, address)

    async def ask() -> None:
        async with database.session() as sql:
            await sql.execute("select 1")
            relay.fail(Cut.BOTH)
            await sql.execute("select 1")

    with pytest.raises(EngineAway):
        await ask()
    assert await asked(database) == 1
    await database.aclose()


async def test_connections_that_are_lost_together_are_one_outage(
    relay: HalfOpen, address: Address, caplog: pytest.LogCaptureFixture
) -> None:
    database = through(relay, address, replace(BRIEF, rested_s=60))
    together = asyncio.Barrier(3)

    async def ask(after_s: float) -> None:
        async with database.transaction() as sql:
            await together.wait()
            await together.wait()
            await sql.execute(f"select pg_sleep({after_s})")

    async def fail() -> None:
        await together.wait()
        relay.fail(Cut.BOTH)
        await together.wait()

    told = await asyncio.gather(ask(0), ask(0.1), fail(), return_exceptions=True)
    assert [type(one) for one in told] == [EngineAway, EngineAway, type(None)]
    assert await asked(database) == 1
    assert caplog.text.count("PostgreSQL does not answer") == 1
    await database.aclose()


async def test_who_is_told_to_end_waits_for_no_answer(relay: HalfOpen, address: Address) -> None:
    database = through(relay, address, replace(BRIEF, statement_s=3600))
    begun = asyncio.Event()

    async def ask() -> None:
        async with database.transaction() as sql:
            relay.fail(Cut.BOTH)
            begun.set()
            await sql.execute("select 1")

    task = asyncio.create_task(ask())
    await begun.wait()
    async with asyncio.timeout(LONG_S):
        task.cancel()
        await asyncio.wait([task])
        await database.aclose()
    assert task.cancelled()


async def test_closing_does_not_wait_for_one_who_is_gone(relay: HalfOpen, address: Address) -> None:
    database = through(relay, address)
    await asked(database)
    relay.fail(Cut.BOTH)
    async with asyncio.timeout(LONG_S):
        await database.aclose()


async def test_a_transaction_in_which_nothing_happens_is_ended_and_lets_go_of_its_locks(
    address: Address,
) -> None:
    brief = replace(address, patience=Patience(transaction_idle_s=0.2))
    suspended, other = PostgresDatabase(brief, "lifecycle"), PostgresDatabase(address, "lifecycle")

    async def be_suspended() -> None:
        async with suspended.transaction() as sql:
            await sql.execute("lock table inbox")
            async with asyncio.timeout(LONG_S), other.transaction() as sql_of_other:
                await sql_of_other.execute("lock table inbox")
            await sql.execute("select 1")

    with pytest.raises(EngineAway):
        await be_suspended()
    await suspended.aclose()
    await other.aclose()
