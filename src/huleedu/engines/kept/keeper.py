"""Own a server: start it, start it again when it died, and end it when nobody uses it.

Runs as a process of its own: `python -m huleedu.engines.kept.keeper FOLDER COMMAND…`.
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from huleedu.engines.kept.locks import began, locked
from huleedu.engines.kept.use import Kept

LOOK_EVERY_S = 0.02
STOP_WITHIN_S = 20.0
STARTS_MAX = 5
STARTS_WITHIN_S = 30.0
"""A server that dies so often in so short a time is not started again."""
PR_SET_PDEATHSIG = 1


class _Keeper:
    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self.server: subprocess.Popen[bytes] | None = None
        self.starts: list[float] = []
        self.told_to_stop = False

    def end_leftover(self) -> None:
        """A server whose keeper was killed is nobody's."""
        while pid := self.kept.pid:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
                os.kill(pid, signal.SIGKILL)
            time.sleep(LOOK_EVERY_S)

    def keep(self, users: int) -> int:
        """Go on until nobody uses the server, or somebody says so; returns the exit code."""
        while not self.told_to_stop and not _is_unused(users):
            ended = self.server is None or self.server.poll() is not None
            if ended and not self.kept.down.exists() and not self.start():
                return 1
            if not self.kept.keeper_lock.exists():
                return 0  # somebody took the folder away
            time.sleep(LOOK_EVERY_S)
        return 0

    def start(self) -> bool:
        """Start the server; False: it has died too often."""
        now = time.monotonic()
        self.starts = [*(t for t in self.starts if t > now - STARTS_WITHIN_S), now]
        if len(self.starts) > STARTS_MAX:
            return False
        self.server = subprocess.Popen(  # noqa: S603 - the command is ours
            self.kept.command,
            cwd=self.kept.folder,
            preexec_fn=_end_with_parent(),  # noqa: PLW1509 - this process has one thread
        )
        noted = self.kept.folder / "server.pid"
        fresh = noted.with_suffix(".fresh")
        fresh.write_text(f"{self.server.pid} {began(self.server.pid)}", encoding="ascii")
        fresh.replace(noted)
        return True

    def stop(self) -> None:
        """End the server, cleanly if it will."""
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGCONT)
            self.server.terminate()
            try:
                self.server.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        with suppress(OSError):
            (self.kept.folder / "server.pid").unlink()


def _end_with_parent() -> Callable[[], object] | None:
    """Where the system can: a server gets a signal when its keeper is killed."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return lambda: prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _is_unused(users: int) -> bool:
    """If so, we hold the lock, and whoever comes now waits until we have ended."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def main(folder: str, command: Sequence[str]) -> int:
    """Keep the server of this folder; returns the exit code."""
    kept = Kept(command[0], Path(folder), command, lambda: True)
    with locked(kept.keeper_lock, fcntl.LOCK_EX | fcntl.LOCK_NB) as got:
        if not got:
            return 0
        users = os.open(kept.users_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        keeper = _Keeper(kept)

        def stop(_signal: int, _frame: object) -> None:
            keeper.told_to_stop = True

        signal.signal(signal.SIGTERM, stop)
        keeper.end_leftover()
        try:
            return keeper.keep(users)
        finally:
            keeper.stop()
            os.close(users)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
