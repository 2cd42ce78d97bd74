"""Whatever happens to Valkey, slots are exact: PostgreSQL gives them, Valkey only admits."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from tests.services.lifecycle.store.test_slots import CAUSE, register
from valkey.asyncio import BlockingConnectionPool, Valkey

from huleedu.engines.supervisor.running_server import RunningServer
from huleedu.engines.valkey import NotValkey
from huleedu.engines.valkey import server as valkey_server
from huleedu.engines.valkey.functions import ValkeyFunctions
from huleedu.kit.functions import CallRefused, FunctionCall
from huleedu.services.lifecycle.domain import Assigned, NoSlot, Outcome, Replayed
from huleedu.services.lifecycle.store.admission import LIBRARY, ValkeySlots
from huleedu.services.lifecycle.store.slots import PostgresSlots
from huleedu.wiring.program import House


@pytest.fixture
async def functions(valkey: RunningServer) -> AsyncIterator[ValkeyFunctions]:
    functions = ValkeyFunctions(valkey.url, LIBRARY)
    await functions.open()
    yield functions
    await functions.aclose()


def ledger(house: House, functions: ValkeyFunctions) -> ValkeySlots:
    database = house.database("lifecycle")
    return ValkeySlots(PostgresSlots(database), database, functions)


def keys(batch: UUID) -> tuple[str, str, str]:
    tag = f"huleedu:{{{batch}}}"
    return f"{tag}:book", f"{tag}:held", f"{tag}:asked"


async def offer_all(slots: ValkeySlots, batch: UUID, contents: range) -> list[Outcome]:
    return await asyncio.gather(*(slots.offer(batch, f"{n}", uuid4(), CAUSE) for n in contents))


async def said_to(node: RunningServer, *command: str) -> None:
    """As somebody else would, over a connection of their own."""
    pool = BlockingConnectionPool.from_url(
        node.url, max_connections=1, timeout=60, decode_responses=True
    )
    await Valkey(connection_pool=pool).execute_command(*command)
    await pool.disconnect()


def given(outcomes: list[Outcome]) -> list[int]:
    return sorted(o.slot for o in outcomes if isinstance(o, Assigned))


async def test_one_who_was_admitted_and_never_came_back_costs_no_slot(
    house: House, functions: ValkeyFunctions
) -> None:
    """A holder killed between the two steps: the others still get every slot."""
    batch = await register(house, 15)
    slots = ledger(house, functions)
    await slots.offer(batch, "0", uuid4(), CAUSE)
    (admitted,) = await functions.call(
        [FunctionCall("huleedu_admit", keys(batch), ("200", "dead"))]
    )
    assert isinstance(admitted, list)
    assert admitted[2] == "admitted"
    outcomes = await offer_all(slots, batch, range(1, 30))
    assert given(outcomes) == list(range(2, 16))
    assert outcomes.count(NoSlot()) == 15


@pytest.mark.parametrize("harm", ["FLUSHALL", "FUNCTION FLUSH", "wrong type", "stale"])
async def test_a_valkey_that_has_lost_or_confused_it_costs_no_slot(
    house: House, functions: ValkeyFunctions, tmp_path: Path, harm: str
) -> None:
    with valkey_server.run(tmp_path / "own", wait_for_end=True) as node:
        own = ValkeyFunctions(node.url, LIBRARY)
        await own.open()
        slots, batch = ledger(house, own), await register(house, 10)
        first = await offer_all(slots, batch, range(6))
        await slots.aclose()
        match harm:
            case "wrong type":
                words = [("SET", key, "x") for key in keys(batch)]
            case "stale":  # as if it had been restored from a time when others held slots
                strangers = tuple(f"stranger {n}" for n in range(10))
                stale = ("", "old", "10", *strangers)
                words = [("FLUSHALL",), ("FCALL", "huleedu_learn", "3", *keys(batch), *stale)]
            case _:
                words = [tuple(harm.split())]
        for command in words:
            await said_to(node, *command)
        second = await offer_all(slots, batch, range(3, 20))
        assert given([*first, *second]) == list(range(1, 11))
        assert [type(o) for o in second[:3]] == [Replayed] * 3
        assert second.count(NoSlot()) == 10
        await slots.aclose()
        await own.aclose()


async def test_a_valkey_that_is_killed_or_hangs_delays_and_drops_nothing(
    house: House, tmp_path: Path
) -> None:
    with valkey_server.run(tmp_path / "own", wait_for_end=True) as node:
        own = ValkeyFunctions(node.url, LIBRARY, timeout_s=1.0)
        await own.open()
        slots, batch = ledger(house, own), await register(house, 20)
        at_work = asyncio.gather(*(offer_all(slots, batch, range(n, 40, 4)) for n in range(4)))
        await asyncio.sleep(0)
        await asyncio.to_thread(node.kill)
        outcomes = [o for of_one in await at_work for o in of_one]
        await asyncio.to_thread(node.restart)
        node.pause()
        outcomes += await offer_all(slots, batch, range(40, 45))
        node.resume()
        assert given(outcomes) == list(range(1, 21))
        assert outcomes.count(NoSlot()) == 25
        await slots.aclose()
        await own.aclose()


async def test_ledgers_with_and_without_valkey_share_a_batch(
    house: House, functions: ValkeyFunctions
) -> None:
    batch = await register(house, 15)
    plain = PostgresSlots(house.database("lifecycle"))
    admitting = [ledger(house, functions) for _ in range(2)]
    outcomes = await asyncio.gather(
        *((plain, *admitting)[n % 3].offer(batch, f"{n}", uuid4(), CAUSE) for n in range(30))
    )
    assert given(list(outcomes)) == list(range(1, 16))
    assert list(outcomes).count(NoSlot()) == 15


async def test_a_call_that_is_refused_says_why(functions: ValkeyFunctions) -> None:
    (answer,) = await functions.call([FunctionCall("no_such_function", ("k",))])
    assert isinstance(answer, CallRefused)
    assert "not found" in answer.why


async def test_functions_that_cannot_be_loaded_again_cost_no_slot(
    house: House, tmp_path: Path
) -> None:
    """Flushed, and then the server takes no writes: PostgreSQL is asked without it."""
    with valkey_server.run(tmp_path / "own", wait_for_end=True) as node:
        own = ValkeyFunctions(node.url, LIBRARY)
        await own.open()
        slots, batch = ledger(house, own), await register(house, 3)
        for command in (("FUNCTION", "FLUSH"), ("REPLICAOF", "127.0.0.1", "1")):
            await said_to(node, *command)
        assert given(await offer_all(slots, batch, range(5))) == [1, 2, 3]
        await slots.aclose()
        await own.aclose()


async def test_a_wrong_password_is_told(valkey: RunningServer) -> None:
    wrong = ValkeyFunctions(valkey.url.replace("://:", "://:no"), LIBRARY)
    with pytest.raises(NotValkey, match="HULEEDU_VALKEY_URL"):
        await wrong.open()
    await wrong.aclose()
    with pytest.raises(NotValkey, match="HULEEDU_VALKEY_URL"):
        ValkeyFunctions("http://nowhere", LIBRARY)


async def test_what_a_server_syncs_is_known(functions: ValkeyFunctions, tmp_path: Path) -> None:
    assert await functions.syncs_always()
    with valkey_server.run(tmp_path / "lax", fsync="everysec", wait_for_end=True) as node:
        lax = ValkeyFunctions(node.url, LIBRARY)
        await lax.open()
        assert not await lax.syncs_always()
        await lax.aclose()
