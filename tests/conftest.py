"""A real PostgreSQL for the tests that need one, and a database of its own for each of them."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from tests.databases import Server, carry_out, copy_of, copy_to_reuse, cut_off, make_empty, url_of
from tests.program import InThisProcess, Program

from huleedu import sample
from huleedu.engines.postgres import server as postgres
from huleedu.engines.postgres.cluster import SERVICES, WEB
from huleedu.engines.postgres.database import Address
from huleedu.engines.postgres.embedded import Embedded
from huleedu.engines.postgres.migrations import migrate
from huleedu.engines.supervisor.locks import is_free
from huleedu.engines.supervisor.running_server import RunningServer
from huleedu.engines.valkey import server as valkey_server
from huleedu.sample import SampleClass
from huleedu.wiring.program import House, all_migrations, open_house
from huleedu.wiring.settings import read

pytest_plugins = ["tests.hanging", "tests.sizes"]

# else each of the many processes that tests start would compile the program anew, 0.6 s of it
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# a busy machine is no reason for a test to fail
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
os.environ["HULEEDU_LANG"] = "en"  # whatever is spoken where the tests run

NO_POWER_CUT = (
    "alter system set fsync = off",
    "alter system set full_page_writes = off",
    "select pg_reload_conf()",
)
"""The tests kill processes, never the machine: what the kernel was given is not lost."""
MEMORY_BYTES = 6 << 30
"""So much must be free in memory for the server's files to lie there."""
_running: list[str] = []


@pytest.hookimpl(optionalhook=True)
def pytest_engines() -> Sequence[str]:
    """Tell `huleedu lab isolate` which engines are running for the tests."""
    return _running


@contextmanager
def ended_with(home: Path) -> Generator[None]:
    """The server of this home has ended when the block has."""
    yield
    postgres.stop(home, now=True)
    assert is_free(Embedded(home).files.supervisor_lock)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the tests' own, ended with them: the arguments that reach it."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > MEMORY_BYTES
    # databases are copied and dropped by the thousand: on a disk each takes seconds
    with (
        tempfile.TemporaryDirectory(
            dir=memory if roomy else tmp_path_factory.mktemp("server")
        ) as at,
        ended_with(Path(at) / "home"),  # else it writes into the folder while that is taken away
        postgres.PostgresLease(Path(at) / "home") as lease,
    ):
        arguments = dict(lease.running().address.arguments)
        del arguments["database"]
        asyncio.run(carry_out(arguments, *NO_POWER_CUT))
        _running.append(url_of(Address(arguments={**arguments, "database": "postgres"})))
        yield arguments
        _running.clear()


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A Valkey of the tests' own, ended with them; tests use keys of their own batches."""
    with valkey_server.run(tmp_path_factory.mktemp("valkey"), wait_for_end=True) as node:
        yield node


@pytest.fixture(scope="session")
def up_to_date(server: Server) -> str:
    """The name of a template: a database that is up to date, for others to be copied from."""
    name = f"up_to_date_{os.getpid()}"

    async def make() -> None:
        await carry_out(server, f"create database {name} is_template true")
        here = Address(arguments={**server, "database": name}, login=SERVICES, web=WEB)
        await migrate(here, all_migrations())

    asyncio.run(make())
    return name


@pytest.fixture
async def empty_database(server: Server) -> AsyncIterator[Address]:
    """A database with nothing in it, dropped after the test."""
    async with copy_of("template1", server) as copy:
        yield copy


@pytest.fixture
async def address(server: Server, up_to_date: str) -> AsyncIterator[Address]:
    """A database that is up to date, dropped after the test."""
    async with copy_of(up_to_date, server) as copy:
        yield copy


@pytest.fixture(scope="session")
def reused_database(server: Server, up_to_date: str) -> Iterator[Address]:
    """A database for many tests that each leave no process behind; see `emptied`."""
    with asyncio.Runner() as runner:
        made = copy_to_reuse(up_to_date, server)
        yield runner.run(made.__aenter__())
        runner.run(made.__aexit__(None, None, None))


@pytest.fixture
async def emptied(reused_database: Address) -> AsyncIterator[Address]:
    """The same, up to date and empty: to copy the template takes twenty times as long."""
    await make_empty(reused_database)
    yield reused_database
    await cut_off(reused_database)


@pytest.fixture
async def house(address: Address) -> AsyncIterator[House]:
    """The program put together, with no service at work yet."""
    async with open_house(address, read({"HULEEDU_SECRETS_KEY": "A" * 43})) as house:
        yield house


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An empty home; its server has ended when the test has."""
    home = tmp_path / "home of Åsa"
    with ended_with(home):
        yield home


@pytest.fixture
def program(home: Path, tmp_path: Path) -> Program:
    """The program on an empty home."""
    return Program({"HULEEDU_HOME": str(home)}, tmp_path)


@pytest.fixture
async def on_database(address: Address, tmp_path: Path) -> Program:
    """The program on the tests' PostgreSQL, reached by a URL."""
    return Program({"HULEEDU_DATABASE_URL": url_of(address)}, tmp_path)


@pytest.fixture
def in_this_process(on_database: Program) -> InThisProcess:
    """The same, for a test of many commands that each would be a process."""
    return InThisProcess(on_database.environment, on_database.folder)


@pytest.fixture
def school_class(tmp_path: Path) -> SampleClass:
    """Thirty essays, a class list, and four files that are no good."""
    return sample.copy_to(tmp_path / "class")
