"""A server that a program uses is looked after for as long as the program lasts."""

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from tests.patience import LONG_S

from huleedu.engines.nats import server as nats
from huleedu.engines.postgres.embedded import Embedded
from huleedu.engines.postgres.server import PostgresLease
from huleedu.engines.supervisor import watch
from huleedu.engines.supervisor.engine import CannotStart
from huleedu.engines.supervisor.files import EngineFiles
from huleedu.engines.supervisor.lease import HomeGone, Lease
from huleedu.engines.supervisor.locks import is_free
from huleedu.engines.supervisor.watch import looked_after
from huleedu.engines.valkey import server as valkey
from huleedu.kit.database import EngineAway


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG_S):
        while not condition():
            await asyncio.sleep(0.02)


@pytest.fixture
async def lease(home: Path) -> AsyncIterator[PostgresLease]:
    with PostgresLease(home) as lease:
        await asyncio.to_thread(lease.running)
        yield lease


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Callable[[str], int]:
    """How often something was said at the default level."""
    caplog.set_level(logging.WARNING, "huleedu.engines")
    return lambda sign: sum(sign in record.getMessage() for record in caplog.records)


def kept_from_starting(home: Path) -> Path:
    """PostgreSQL refuses to start while this file is where it is."""
    away = Embedded(home).data / "global" / "pg_control"
    return away.rename(away.with_name("away"))


def able_to_start(away: Path) -> None:
    away.rename(away.with_name("pg_control"))


async def kill(lease: PostgresLease) -> None:
    running = await asyncio.to_thread(lease.running)
    os.kill(running.pid, signal.SIGKILL)


async def test_a_server_that_cannot_be_started_for_a_while_comes_back(
    home: Path, lease: PostgresLease, said: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "PAUSE_MAX_S", 0.1)
    async with looked_after(lease):
        away = kept_from_starting(home)
        await kill(lease)
        await until(lambda: said("damaged") == 1)
        await asyncio.sleep(5 * watch.PAUSE_MAX_S)  # several tries, one word
        able_to_start(away)
        await until(lambda: said("answers again") == 1)
        assert (await asyncio.to_thread(lease.running)).pid
    assert said("It is tried again") == 1


async def test_whoever_cannot_wait_longer_is_told_why(
    home: Path, lease: PostgresLease, said: Callable[[str], int]
) -> None:
    async def wait_in_vain() -> None:
        async with looked_after(lease):
            await kill(lease)
            await until(lambda: said("damaged") == 1)
            raise EngineAway("nobody answers")

    away = kept_from_starting(home)
    with pytest.raises(CannotStart, match="damaged"):
        await wait_in_vain()
    able_to_start(away)


async def test_an_engine_away_for_no_reason_of_its_own_stays_one(
    lease: PostgresLease,
) -> None:
    with pytest.raises(EngineAway, match="nobody answers"):
        async with looked_after(lease):
            raise EngineAway("nobody answers")


async def test_a_program_ends_when_its_home_was_moved(home: Path, lease: PostgresLease) -> None:
    async def wait_for_ever() -> None:
        async with looked_after(lease):
            os.rename(home, moved)  # noqa: PTH104
            await asyncio.Event().wait()

    moved = home.with_name("moved")
    with pytest.raises(HomeGone, match=str(Embedded(home).files.folder)):
        await wait_for_ever()
    current = asyncio.current_task()
    assert current
    assert not current.cancelling()
    await until(lambda: is_free(Embedded(moved).files.supervisor_lock))


async def test_the_end_of_a_program_waits_for_no_server(
    home: Path, lease: PostgresLease, said: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that does not answer would else be waited for, for minutes."""
    monkeypatch.setattr(watch, "TELL_AFTER_S", 0.2)
    running = await asyncio.to_thread(lease.running)
    async with looked_after(lease):
        os.kill(running.pid, signal.SIGSTOP)
        await until(lambda: said("does not answer") == 1)
    try:
        with pytest.raises(CannotStart):
            await asyncio.to_thread(lease.running)
    finally:
        os.kill(running.pid, signal.SIGCONT)


@contextmanager
def running(name: str, folder: Path) -> Generator[Lease]:
    """A server of this engine that runs."""
    match name:
        case "PostgreSQL":
            with PostgresLease(folder) as lease:
                lease.make_sure()
                yield lease
        case "NATS":
            with nats.run(folder, wait_for_end=True) as cluster:
                yield cluster.nodes[0].lease
        case _:
            with valkey.run(folder, wait_for_end=True) as server:
                yield server.lease


@pytest.fixture(params=["PostgreSQL", "NATS", "Valkey"])
def any_lease(request: pytest.FixtureRequest, home: Path) -> Iterator[Lease]:
    with running(request.param, home) as lease:
        yield lease


async def test_every_engine_is_looked_after_when_server_and_supervisor_are_killed(
    any_lease: Lease,
) -> None:
    files = any_lease.engine.files
    before = files.read_state()
    async with looked_after(any_lease):
        os.kill(before.supervisor, signal.SIGKILL)
        with suppress(ProcessLookupError):  # it may have ended with its supervisor already
            os.kill(before.server, signal.SIGKILL)
        await until(lambda: files.read_state().server not in (0, before.server))
        await until(lambda: any_lease.engine.answers(files.read_state()))


async def test_a_supervisor_that_is_suspended_is_woken_when_it_is_needed(any_lease: Lease) -> None:
    files = any_lease.engine.files
    before = files.read_state()
    os.kill(before.supervisor, signal.SIGSTOP)
    os.kill(before.server, signal.SIGKILL)
    # until it has died it may still answer, and then nobody needs another
    await until(lambda: not any_lease.engine.answers(before))
    after = await asyncio.to_thread(any_lease.make_sure)
    assert (after.supervisor, after.server != before.server) == (before.supervisor, True)


async def test_the_folder_of_any_engine_that_is_moved_ends_the_program(any_lease: Lease) -> None:
    folder = any_lease.engine.files.folder
    moved = folder.with_name("moved")

    async def wait_for_ever() -> None:
        async with looked_after(any_lease):
            folder.rename(moved)
            await asyncio.Event().wait()

    with pytest.raises(HomeGone, match=str(folder)):
        await wait_for_ever()
    assert not folder.exists()
    await until(lambda: is_free(EngineFiles(moved).supervisor_lock))
