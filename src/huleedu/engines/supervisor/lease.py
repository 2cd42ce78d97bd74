"""Use a server that a supervisor looks after; start a supervisor when there is none."""

import fcntl
import os
import signal
import sys
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from huleedu.engines.supervisor.engine import CannotStart, Engine
from huleedu.engines.supervisor.files import Identity, State, identity, is_still, last_lines
from huleedu.engines.supervisor.locks import is_free, locked

START_WITHIN_S = 150.0
END_WITHIN_S = 30.0
ASK_AGAIN_S = 1.0
LOOK_EVERY_S = 0.01
GONE = (
    "{path} was moved or deleted while HuleEdu was using it. Nothing new was made in its place: "
    "move it back, or set HULEEDU_HOME to where it is now, and give the same command again."
)


class HomeGone(CannotStart):
    """The folder, or the data in it, was moved or deleted while it was used."""


class Lease:
    """A program's hold on a server: once `make_sure` was called, it runs until the block ends.

    Entering raises `CannotStart` when the folder cannot be used.

    Args:
        wait_for_end: the last user waits until the server has ended.
    """

    def __init__(self, engine: Engine, *, wait_for_end: bool = False) -> None:
        self.engine = engine
        self.trouble: CannotStart | None = None
        """Why the server could not be started when somebody last tried."""
        self._files = engine.files
        self._wait_for_end = wait_for_end
        self._held = ExitStack()
        self._supervisors: list[int] = []
        self._folder_is: Identity = None
        self._data_is: Identity = None
        self._left = False

    def __enter__(self) -> Self:
        """Hold the users' lock."""
        try:
            self.engine.make_folder()
            self._held.enter_context(locked(self._files.users_lock, fcntl.LOCK_SH))
        except OSError as error:
            raise CannotStart(
                f"{self._files.folder} cannot be used for {self.engine.name}: {error}. Set "
                "HULEEDU_HOME to a folder that you may write to."
            ) from error
        self._folder_is = identity(self._files.folder)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give it up."""
        self.leave()
        self._held.close()
        until = time.monotonic() + END_WITHIN_S
        while self._wait_for_end and time.monotonic() < until:
            if is_free(self._files.supervisor_lock):
                break
            time.sleep(LOOK_EVERY_S)
        self._reap()

    def make_sure(self) -> State:
        """The server, started if there is none; raises `CannotStart`, or its `HomeGone`."""
        try:
            state = self._until_it_answers()
        except CannotStart as error:
            self.trouble = error
            raise
        self.trouble = None
        return state

    def _until_it_answers(self) -> State:
        before = self._files.read_state()
        asked_at, until = -ASK_AGAIN_S, time.monotonic() + START_WITHIN_S
        while True:
            ended_badly = self._reap()
            self._look_for_the_home()
            state = self._files.read_state()
            if state.ready and self.engine.answers(state):
                self._data_is = identity(self.engine.data)
                return state
            if state.failed and (ended_badly or state != before):
                raise CannotStart(state.failed)
            if ended_badly:  # and could not even note why
                raise self._why_not()
            if self._left or time.monotonic() > until:
                raise CannotStart(
                    f"{self.engine.name} is not ready after {START_WITHIN_S:.0f} s; see "
                    f"{self._files.log}"
                )
            if time.monotonic() > asked_at + ASK_AGAIN_S:
                self.start()
                asked_at = time.monotonic()
            time.sleep(LOOK_EVERY_S)

    def start(self) -> None:
        """Begin to start the server; `make_sure` waits for it. Raises `CannotStart`."""
        if supervisor := self._files.supervisor():
            with suppress(ProcessLookupError):
                os.kill(supervisor, signal.SIGCONT)  # it may be suspended
            return
        try:
            self._supervisors.append(
                _detached(self.engine.module, *self.engine.words, log=self._files.log)
            )
        except OSError as error:
            raise self.engine.not_started(error) from error

    def leave(self) -> None:
        """The program is about to end: whoever waits in `make_sure` need wait no longer."""
        self._left = True

    def _why_not(self) -> CannotStart:
        said = last_lines(self._files.log)
        return CannotStart(
            f"{self.engine.name} could not be started in {self._files.folder}. "
            f"{self.engine.because(said)}The end of {self._files.log}:\n{said}"
        )

    def _look_for_the_home(self) -> None:
        """Others may have made a home of the same name: it is not the one that we use."""
        known = [(self._files.folder, self._folder_is)]
        known += [(self.engine.data, self._data_is)] if self._data_is else []
        for path, before in known:
            if not is_still(path, before):
                raise HomeGone(GONE.format(path=path))

    def _reap(self) -> bool:
        """Let supervisors of ours that have ended be gone; could one not do its work?"""
        ended_badly = False
        for pid in list(self._supervisors):
            with suppress(ChildProcessError):
                ended, how = os.waitpid(pid, os.WNOHANG)
                if not ended:
                    continue
                ended_badly |= os.waitstatus_to_exitcode(how) > 0
            self._supervisors.remove(pid)
        return ended_badly


def _detached(module: str, *words: str, log: Path) -> int:
    """Start a module as a process of its own, which goes on when we end; what it says is logged.

    Returns the process, a child in a session of its own. Raises OSError.
    """
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        return os.posix_spawn(
            sys.executable,
            [sys.executable, "-P", "-m", module, *words],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_DUP2, said, 1),
                (os.POSIX_SPAWN_DUP2, said, 2),
            ],
            setsid=True,
        )
    finally:
        os.close(said)
