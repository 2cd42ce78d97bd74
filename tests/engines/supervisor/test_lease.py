"""A server runs while somebody uses it, never longer; what it has acknowledged outlives it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.patience import LONG_S

from huleedu.engines.nats import server as nats
from huleedu.engines.supervisor.engine import CannotStart
from huleedu.engines.valkey import server as valkey

HOLD = """
import sys
from pathlib import Path
from huleedu.engines.valkey import server
with server.run(Path(sys.argv[1])) as node:
    print(node.pid, flush=True)
    sys.stdin.read()
"""


def until(come_about: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG_S
    while not come_about():
        assert time.monotonic() < end
        time.sleep(0.01)


def ask(url: str, *words: str) -> bytes:
    at = urlsplit(url)
    with socket.create_connection((at.hostname or "", at.port or 0), 10) as connection:
        answered = b""
        for command in (f"AUTH {at.password}", *words):
            connection.sendall(f"{command}\r\n".encode())
            answered = b""
            while not answered.endswith(b"\r\n"):
                answered += connection.recv(1000)
        return answered


def test_what_valkey_has_answered_outlives_a_crash(tmp_path: Path) -> None:
    with valkey.run(tmp_path / "v", wait_for_end=True) as node:
        assert ask(node.url, "SET a 1") == b"+OK\r\n"
        first = node.pid
        node.kill()
        assert node.pid == 0
        node.restart()
        assert node.pid not in (0, first)
        assert ask(node.url, "GET a") == b"$1\r\n1\r\n"
        assert b"always" in ask(node.url, "CONFIG GET appendfsync")
        last = node.pid
    assert not Path(f"/proc/{last}").exists()


def test_a_server_that_dies_by_itself_is_started_again(tmp_path: Path) -> None:
    with valkey.run(tmp_path / "v", wait_for_end=True) as node:
        first = node.pid
        os.kill(first, signal.SIGKILL)
        until(lambda: node.pid not in (0, first))
        node.lease.make_sure()
        assert ask(node.url, "PING") == b"+PONG\r\n"


def test_a_server_ends_with_its_last_user_however_that_one_ends(tmp_path: Path) -> None:
    users = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD, str(tmp_path / "v")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    pids = {int(user.stdout.readline()) for user in users if user.stdout}
    assert len(pids) == 1, "they share one server"
    (pid,) = pids
    users[0].kill()
    users[0].communicate()
    users[1].communicate()
    assert Path(f"/proc/{pid}").exists()
    users[2].kill()
    users[2].communicate()
    until(lambda: not Path(f"/proc/{pid}").exists())


def test_a_server_ends_with_its_keeper_and_another_takes_over(tmp_path: Path) -> None:
    with valkey.run(tmp_path / "v", wait_for_end=True) as node:
        ask(node.url, "SET a 1")
        pid = node.pid
        keeper = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        os.kill(keeper, signal.SIGKILL)
        until(lambda: not Path(f"/proc/{pid}").exists())
        node.lease.make_sure()
        assert ask(node.url, "GET a") == b"$1\r\n1\r\n"


def test_a_server_that_cannot_run_tells_its_last_words(tmp_path: Path) -> None:
    (tmp_path / "v").mkdir()
    (tmp_path / "v" / "valkey.conf").write_text("port 1\nrequirepass x\nno-such-setting y\n")
    with pytest.raises(CannotStart, match="no-such-setting"), valkey.run(tmp_path / "v"):
        pass


@pytest.mark.parametrize("run", [valkey.run, nats.run])
def test_a_program_that_is_not_there_is_named(run: Callable[..., object], tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="/no/such/program"):
        run(tmp_path / "e", "/no/such/program").__enter__()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
