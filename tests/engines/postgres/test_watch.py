"""A server that a program uses is looked after for as long as the program lasts."""

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from tests.patience import LONG_S

from huleedu.engines.kept import CannotStart
from huleedu.engines.kept.locks import is_free
from huleedu.engines.postgres import server, watch
from huleedu.engines.postgres.place import Place
from huleedu.engines.postgres.server import HomeGone, Use
from huleedu.engines.postgres.watch import looked_after
from huleedu.kit.database import EngineAway


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG_S):
        while not condition():
            await asyncio.sleep(0.02)


@pytest.fixture
async def hold(home: Path) -> AsyncIterator[Use]:
    with server.use(home) as hold:
        await asyncio.to_thread(hold.make_sure)
        yield hold


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Callable[[str], int]:
    """How often something was said at the default level."""
    caplog.set_level(logging.WARNING, "huleedu.postgres")
    return lambda sign: sum(sign in record.getMessage() for record in caplog.records)


def kept_from_starting(home: Path) -> Path:
    """PostgreSQL refuses to start while this file is where it is."""
    away = Place(home).data / "global" / "pg_control"
    return away.rename(away.with_name("away"))


def able_to_start(away: Path) -> None:
    away.rename(away.with_name("pg_control"))


async def kill(hold: Use) -> None:
    running = await asyncio.to_thread(hold.make_sure)
    os.kill(running.pid, signal.SIGKILL)


async def test_a_server_that_cannot_be_started_for_a_while_comes_back(
    home: Path, hold: Use, said: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "PAUSE_MAX_S", 0.1)
    async with looked_after(hold):
        away = kept_from_starting(home)
        await kill(hold)
        await until(lambda: said("damaged") == 1)
        await asyncio.sleep(5 * watch.PAUSE_MAX_S)  # several tries, one word
        able_to_start(away)
        await until(lambda: said("answers again") == 1)
        assert (await asyncio.to_thread(hold.make_sure)).pid
    assert said("It is tried again") == 1


async def test_whoever_cannot_wait_longer_is_told_why(
    home: Path, hold: Use, said: Callable[[str], int]
) -> None:
    async def wait_in_vain() -> None:
        async with looked_after(hold):
            await kill(hold)
            await until(lambda: said("damaged") == 1)
            raise EngineAway("nobody answers")

    away = kept_from_starting(home)
    with pytest.raises(CannotStart, match="damaged"):
        await wait_in_vain()
    able_to_start(away)


async def test_an_engine_that_is_away_for_no_reason_of_its_own_stays_one(hold: Use) -> None:
    with pytest.raises(EngineAway, match="nobody answers"):
        async with looked_after(hold):
            raise EngineAway("nobody answers")


async def test_a_program_ends_when_its_home_was_moved(home: Path, hold: Use) -> None:
    async def wait_for_ever() -> None:
        async with looked_after(hold):
            os.rename(home, moved)  # noqa: PTH104
            await asyncio.Event().wait()

    moved = home.with_name("moved")
    with pytest.raises(HomeGone, match=str(Place(home).folder)):
        await wait_for_ever()
    current = asyncio.current_task()
    assert current
    assert not current.cancelling()
    await until(lambda: is_free(Place(moved).keeper_lock))


async def test_the_end_of_a_program_waits_for_no_server(
    home: Path, hold: Use, said: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that does not answer would else be waited for, for minutes."""
    monkeypatch.setattr(watch, "TELL_AFTER_S", 0.2)
    running = await asyncio.to_thread(hold.make_sure)
    async with looked_after(hold):
        os.kill(running.pid, signal.SIGSTOP)
        await until(lambda: said("does not answer") == 1)
    try:
        with pytest.raises(CannotStart):
            await asyncio.to_thread(hold.make_sure)
    finally:
        os.kill(running.pid, signal.SIGCONT)
