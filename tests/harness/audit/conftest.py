"""A database in which a batch was assessed, and copies of it to damage."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.databases import Server, carry_out, copy_of

from huleedu.engines.postgres.database import Address
from huleedu.gateway.batches import Request
from huleedu.wiring.batches import batches_of
from huleedu.wiring.program import open_house
from huleedu.wiring.settings import read


async def prepare(address: Address, folder: Path) -> None:
    """A batch of three slots: three essays, one too many, one that is empty."""
    for name in ("Anna", "Bo", "Cilla", "Doris"):
        text = f"{name} åkte till sjön. Det regnade, och alla blev våta. " * 5
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "Empty.txt").write_text("")
    async with open_house(address, read({})) as house:
        await house.start(["gateway"])
        request = Request(paths=(folder,), title="To be audited", slots=3)
        batches = batches_of(house)
        batch = (await batches.offer(request)).batch
        await batches.see_through(batch, lambda _: None)


@pytest.fixture(scope="session")
def assessed(server: Server, up_to_date: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A template: a database in which a batch was assessed."""
    name = f"audited_{os.getpid()}"
    asyncio.run(carry_out(server, f"create database {name} template {up_to_date} is_template true"))
    asyncio.run(
        prepare(Address(arguments={**server, "database": name}), tmp_path_factory.mktemp("class"))
    )
    # a copy is made of what nobody is at: whoever was closed may still be leaving
    leave = "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '{}'"
    closed = f"alter database {name} allow_connections false"
    asyncio.run(carry_out(server, closed, leave.format(name)))
    return name


@pytest.fixture
async def copy(server: Server, assessed: str) -> AsyncIterator[Address]:
    """A copy of that database, for this test alone."""
    async with copy_of(assessed, server) as copy:
        yield copy
