"""A real PostgreSQL for the tests that need one, and an empty database for each of them."""

import itertools
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from tests.program import Program

from huleedu import sample
from huleedu.engines.kept import Node
from huleedu.engines.kept.locks import is_free
from huleedu.engines.postgres import server as postgres
from huleedu.engines.postgres.database import Address
from huleedu.engines.postgres.migrations import migrate
from huleedu.engines.postgres.place import Place
from huleedu.engines.valkey import server as valkey_server
from huleedu.sample import SampleClass
from huleedu.wiring.program import House, all_migrations, open_house
from huleedu.wiring.settings import read

pytest_plugins = ["tests.hanging"]

# a busy machine is no reason for a test to fail
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
os.environ["HULEEDU_LANG"] = "en"  # whatever is spoken where the tests run

_numbers = itertools.count()
_running: list[str] = []


@pytest.hookimpl(optionalhook=True)
def pytest_engines() -> Sequence[str]:
    """Tell `huleedu lab isolate` which engines are running for the tests."""
    return _running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A server of the tests' own, ended with them: the arguments that reach it."""
    with postgres.use(tmp_path_factory.mktemp("home")) as hold:
        arguments = dict(hold.make_sure().address.arguments)
        del arguments["database"]
        at = f"{arguments['user']}@/postgres?host={arguments['host']}&port={arguments['port']}"
        _running.append(f"postgresql://{at}")
        yield arguments
        _running.clear()


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    """A Valkey of the tests' own, ended with them; tests use keys of their own batches."""
    with valkey_server.run(tmp_path_factory.mktemp("valkey"), wait_for_end=True) as node:
        yield node


@pytest.fixture
async def empty_database(server: dict[str, Any]) -> AsyncIterator[Address]:
    """A database with nothing in it, dropped after the test."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    admin = await asyncpg.connect(**server, database="postgres")
    try:
        await admin.execute(f"create database {name}")
        yield Address(arguments={**server, "database": name})
        await admin.execute(f"drop database {name} with (force)")
    finally:
        await admin.close()


@pytest.fixture
async def address(empty_database: Address) -> Address:
    """A database that is up to date."""
    await migrate(empty_database, all_migrations())
    return empty_database


@pytest.fixture
async def house(address: Address) -> AsyncIterator[House]:
    """The program put together, with no service at work yet."""
    async with open_house(address, read({})) as house:
        yield house


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An empty home; its server has ended when the test has."""
    home = tmp_path / "home of Åsa"
    yield home
    postgres.stop(home, now=True)
    assert is_free(Place(home).keeper_lock)


@pytest.fixture
def program(home: Path, tmp_path: Path) -> Program:
    """The program on an empty home."""
    return Program({"HULEEDU_HOME": str(home)}, tmp_path)


@pytest.fixture
async def on_database(address: Address, tmp_path: Path) -> Program:
    """The program on the tests' PostgreSQL, reached by a URL."""
    at = address.arguments
    url = f"postgresql://{at['user']}@/{at['database']}?host={at['host']}&port={at['port']}"
    return Program({"HULEEDU_DATABASE_URL": url}, tmp_path)


@pytest.fixture
def school_class(tmp_path: Path) -> SampleClass:
    """Thirty essays, a class list, and four files that are no good."""
    return sample.copy_to(tmp_path / "class")
