"""A process that is cut off from its bus without a word finds it out, and goes on."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from tests.engines.test_buses import envelope, heard, taken
from tests.half_open import Cut, HalfOpen, before_postgres, half_open
from tests.patience import LONG_S

from huleedu.engines.nats import server as nats
from huleedu.engines.nats.bus import NatsBus
from huleedu.engines.postgres.bus import PostgresBus
from huleedu.engines.postgres.connecting import Address
from huleedu.engines.postgres.connection import Patience
from huleedu.kit.bus import Bus, Delivery
from huleedu.kit.database import EngineAway

BRIEF = Patience(statement_s=1, rested_s=0.5, sign_of_life_s=0.5, close_s=0.2)
Opens = Callable[[], AbstractAsyncContextManager[tuple[Bus, PostgresBus | NatsBus, HalfOpen]]]


@asynccontextmanager
async def on_postgres(
    address: Address,
) -> AsyncGenerator[tuple[Bus, PostgresBus | NatsBus, HalfOpen]]:
    """One bus that is reached directly, one through a network that will fail, and the network."""
    async with before_postgres(dict(address.of_services().arguments)) as relay:
        at = {
            **address.of_services().arguments,
            "host": "127.0.0.1",
            "port": relay.port,
            "ssl": False,
        }
        far = PostgresBus(Address(arguments=at, patience=BRIEF), present_s=2, look_s=0.1)
        async with heard(PostgresBus(address)) as near, heard(far):
            yield near, far, relay


@asynccontextmanager
async def on_nats(folder: Path) -> AsyncGenerator[tuple[Bus, PostgresBus | NatsBus, HalfOpen]]:
    with nats.run(folder, wait_for_end=True) as cluster:
        [url] = cluster.urls
        parts = urlsplit(url)
        port = parts.port

        async with half_open(lambda: asyncio.open_connection("127.0.0.1", port)) as relay:
            there = parts._replace(netloc=parts.netloc.replace(f":{port}", f":{relay.port}"))
            far = NatsBus([there.geturl()], ping_s=0.3)
            async with heard(NatsBus([url])) as near, heard(far):
                yield near, far, relay


@pytest.fixture(params=["postgres", "nats"])
def opens(request: pytest.FixtureRequest, tmp_path: Path) -> Opens:
    if request.param == "postgres":
        address: Address = request.getfixturevalue("address")
        return lambda: on_postgres(address)
    return lambda: on_nats(tmp_path / "nats")


@pytest.mark.parametrize("cut", Cut)
async def test_one_that_was_cut_off_hears_again_and_says_so(
    opens: Opens, cut: Cut, caplog: pytest.LogCaptureFixture
) -> None:
    async with opens() as (near, cut_off, network):
        await cut_off.serve("ear")
        await near.publish([first := envelope("a")])
        [delivery] = await taken(cut_off, "ear", 1)
        assert delivery.envelope == first
        network.fail(cut)
        while "does not answer" not in caplog.text:
            await asyncio.sleep(0.05)
        await near.publish([second := envelope("b")])
        found: set[UUID] = set()
        while second.id not in found:
            found |= {d.envelope.id for d in await patiently(cut_off, 2)}


async def patiently(bus: Bus, at_most: int) -> list[Delivery]:
    """What comes, however often the engine does not answer."""
    while True:
        try:
            if found := await bus.take("ear", at_most):
                return found
            await bus.wait("ear", 0.1)
        except EngineAway:
            await asyncio.sleep(0.05)


async def test_one_that_is_cut_off_ends_when_it_is_told_to(opens: Opens) -> None:
    async with opens() as (near, cut_off, network):
        await cut_off.serve("ear")
        await near.publish([envelope("a")])
        await taken(cut_off, "ear", 1)
        network.fail(Cut.BOTH)
        async with asyncio.timeout(LONG_S):
            await cut_off.aclose()
