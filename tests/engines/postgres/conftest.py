"""A home for an embedded PostgreSQL, which nothing is left of afterwards."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from huleedu.engines.postgres import server
from huleedu.engines.postgres.embedded import Embedded, socket_in
from huleedu.engines.supervisor.locks import is_free


def until(condition: Callable[[], bool], time_s: float = 60) -> None:
    end = time.monotonic() + time_s
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


def nothing_is_left_of(home: Path) -> bool:
    files = Embedded(home).files
    state = files.read_state()
    left = state.lives or Path(socket_in(state.socket_dir)).exists()
    return not left and is_free(files.supervisor_lock)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "home"
    yield home
    server.stop(home, now=True)
    until(lambda: nothing_is_left_of(home))
