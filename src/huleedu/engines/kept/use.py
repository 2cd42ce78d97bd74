"""Use a server that a keeper keeps; start the keeper when there is none."""

import fcntl
import os
import signal
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from huleedu.engines.kept import detached
from huleedu.engines.kept.locks import began, is_free, locked
from huleedu.kit.cannot_run import CannotRun

LOOK_EVERY_S = 0.01
START_WITHIN_S = 60.0
STOP_WITHIN_S = 30.0
TOLD_MAX = 2000


class CannotStart(CannotRun):
    """The server could not be started; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A server's folder, and how it is started.

    `command` is complete; `answers` asks the server in its own protocol whether it is ready.
    """

    name: str
    folder: Path
    command: Sequence[str]
    answers: Callable[[], bool]

    @property
    def log(self) -> Path:
        """What the server and its keeper say."""
        return self.folder / "server.log"

    @property
    def users_lock(self) -> Path:
        """Shared by every program that uses the server."""
        return self.folder / "users.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the keeper as long as it lives."""
        return self.folder / "keeper.lock"

    @property
    def down(self) -> Path:
        """While this file exists, the server is not started again."""
        return self.folder / "down"

    @property
    def pid(self) -> int:
        """The server's process; 0 when it does not live."""
        try:
            noted = (self.folder / "server.pid").read_text(encoding="ascii").split()
            pid, since = map(int, noted)
        except (OSError, ValueError):
            return 0
        return pid if began(pid) == since else 0

    def last_words(self) -> str:
        """The end of the log."""
        with suppress(OSError):
            return self.log.read_text(encoding="utf-8", errors="replace")[-TOLD_MAX:]
        return ""


class Use:
    """A program's hold on a kept server."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self._keeper = 0

    def make_sure(self) -> None:
        """See that the server answers, and start it if it does not run; raises `CannotStart`."""
        until = time.monotonic() + START_WITHIN_S
        while not (self.kept.pid and self.kept.answers()):
            if self._reaped():
                raise CannotStart(
                    f"{self.kept.name} could not be started in {self.kept.folder}. The end of "
                    f"{self.kept.log}:\n{self.kept.last_words()}"
                )
            if time.monotonic() > until:
                raise CannotStart(
                    f"{self.kept.name} is not ready after {START_WITHIN_S:.0f} s; see "
                    f"{self.kept.log}"
                )
            self.start()
            time.sleep(LOOK_EVERY_S)

    def start(self) -> None:
        """Begin to start the server, if nobody keeps it; `make_sure` waits for it."""
        if is_free(self.kept.keeper_lock) and not self._keeper:
            module = "huleedu.engines.kept.keeper"
            words = (str(self.kept.folder), *self.kept.command)
            self._keeper = detached.start(module, *words, log=self.kept.log)

    def _reaped(self) -> bool:
        """Has our keeper ended without having done its work?"""
        if not self._keeper:
            return False
        with suppress(ChildProcessError):
            ended, how = os.waitpid(self._keeper, os.WNOHANG)
            if not ended:
                return False
            self._keeper = 0
            return os.waitstatus_to_exitcode(how) > 0
        self._keeper = 0
        return False

    def kill(self) -> None:
        """End the server as a crash would; it stays down until `restart`."""
        self.kept.down.touch()
        self._signal(signal.SIGKILL)
        self._until(lambda: not self.kept.pid)

    def pause(self) -> None:
        """Suspend the server: it is there, and does nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def restart(self) -> None:
        """Start it again after `kill`, and wait until it answers; raises `CannotStart`."""
        self.kept.down.unlink(missing_ok=True)
        self.make_sure()

    def left(self, *, wait_for_end: bool) -> None:
        """We use it no more; see to it that our keeper, if it has ended, is gone."""
        if wait_for_end:
            self._until(lambda: is_free(self.kept.keeper_lock))
        self._reaped()

    def _signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            if pid := self.kept.pid:
                os.kill(pid, number)

    def _until(self, come_about: Callable[[], bool]) -> None:
        until = time.monotonic() + STOP_WITHIN_S
        while not come_about() and time.monotonic() < until:
            time.sleep(LOOK_EVERY_S)


@contextmanager
def use(kept: Kept, *, wait_for_end: bool = False) -> Generator[Use]:
    """Use a server; it runs at least until the block ends, once `Use.make_sure` was called.

    Args:
        wait_for_end: the last user waits until the server has ended.

    Raises `CannotStart` when its folder cannot be used.
    """
    try:
        kept.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        kept.folder.chmod(0o700)
    except OSError as error:
        raise CannotStart(
            f"{kept.folder} cannot be used for {kept.name}: {error}. Set HULEEDU_HOME to another "
            "folder."
        ) from error
    hold = Use(kept)
    with locked(kept.users_lock, fcntl.LOCK_SH):
        yield hold
        hold.resume()
    hold.left(wait_for_end=wait_for_end)
