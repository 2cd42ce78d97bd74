"""Own a server: start it, start it again when it died, and end it when nobody uses it.

Runs as a process of its own: each engine's module, run as a program, calls `supervise`.
"""

import fcntl
import os
import signal
import subprocess
import time
from contextlib import suppress

import msgspec

from huleedu.engines.supervisor.engine import CannotStart, Engine
from huleedu.engines.supervisor.files import (
    Identity,
    State,
    identity,
    is_still,
    last_lines,
    log_size,
)
from huleedu.engines.supervisor.locks import began, got, locked

LOOK_EVERY_S = 0.05
READY_WITHIN_S = 120.0
STOP_WITHIN_S = 60.0
LOG_BYTES_MAX = 5_000_000
STARTS_MAX = 5
STARTS_WITHIN_S = 60.0
"""A server that dies so often in so short a time is not started again."""


class _HomeGone(Exception):
    """Somebody took the folders away: there is nothing left to look after."""


class _Supervisor:
    """Args:
    users: the open file of the users' lock.
    """

    def __init__(self, engine: Engine, users: int) -> None:
        self.engine = engine
        self.files = engine.files
        self.users = users
        self.server: subprocess.Popen[bytes] | None = None
        self.state = self.files.read_state()
        self.starts: list[float] = []
        self.told_to_stop = False
        self.lock_is = identity(self.files.supervisor_lock)
        self.data_is: Identity = None

    def carry_on(self) -> None:
        """Go on until nobody uses the server, or somebody says so.

        Raises `CannotStart`, OSError, or `_HomeGone` when somebody took the lock or the data away.
        """
        while self.is_wanted():
            self.look_for_the_home()
            if self.lives() and not self.engine.is_reachable(self.state):
                self.end_server()
            if not (self.lives() or self.files.down.exists()):
                self.start()
            with suppress(PermissionError):  # a home that is closed for a while is not gone
                if not self.files.state.exists():
                    self.files.write_state(self.state)
            time.sleep(LOOK_EVERY_S)

    def is_wanted(self) -> bool:
        """Does somebody use the server, or is it to stay up?

        When not, the users' lock is ours, and whoever comes now waits until we have ended.
        """
        if self.told_to_stop or not got(self.users, fcntl.LOCK_EX | fcntl.LOCK_NB):
            return not self.told_to_stop
        if self.files.stay.exists():
            fcntl.flock(self.users, fcntl.LOCK_UN)
            return True
        return False

    def look_for_the_home(self) -> None:
        """Raise `_HomeGone` unless the lock and the data are those that we began with.

        Others may have made a home of the same name since: it has a supervisor of its own.
        """
        known = [(self.files.supervisor_lock, self.lock_is)]
        known += [(self.engine.data, self.data_is)] if self.data_is else []
        for path, before in known:
            if not is_still(path, before):
                raise _HomeGone(f"{path} is gone")

    def lives(self) -> bool:
        """Is the server there?"""
        return self.server is not None and self.server.poll() is None

    def start(self) -> None:
        """Start the server and wait until it answers; raises `CannotStart` or OSError."""
        now = time.monotonic()
        self.starts = [*(t for t in self.starts if t > now - STARTS_WITHIN_S), now]
        if len(self.starts) > STARTS_MAX:
            raise self._failed(f"ended {STARTS_MAX} times within a minute", self._said(0))
        time.sleep(0.02 * (len(self.starts) - 1))
        self.end_leftovers()
        launch = self.engine.prepare(self.state)
        self.data_is = identity(self.engine.data)
        self.state = State(socket_dir=launch.socket_dir)
        said_before = log_size(self.files.log)
        with self.files.log.open("ab") as out:
            self.server = subprocess.Popen(  # noqa: S603 - the command is ours
                launch.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd="/",
                env=launch.environment,
                start_new_session=True,
                preexec_fn=launch.before,  # noqa: PLW1509 - this process has one thread
            )
        self.state = State(
            socket_dir=launch.socket_dir,
            supervisor=os.getpid(),
            server=self.server.pid,
            server_began=began(self.server.pid),
            ready=False,
            noted_at=time.time(),
        )
        self.files.write_state(self.state)
        self._wait_until_it_answers(said_before)

    def _wait_until_it_answers(self, said_before: int) -> None:
        until = time.monotonic() + READY_WITHIN_S
        pause_s = 0.005
        while self.is_wanted() and not self.engine.answers(self.state):
            if not self.lives() or time.monotonic() > until:
                self.end_server()
                if self.files.down.exists():
                    return  # as somebody wants it
                raise self._failed(f"did not start on {self.engine.data}", self._said(said_before))
            self.look_for_the_home()
            time.sleep(pause_s)
            pause_s = min(1.1 * pause_s, LOOK_EVERY_S)  # each time that it is asked, it logs
        self.state = msgspec.structs.replace(self.state, ready=True)
        self.files.write_state(self.state)

    def _said(self, since: int) -> str:
        return last_lines(self.files.log, since=since)

    def _failed(self, how: str, said: str) -> CannotStart:
        because = self.engine.because(said)
        return CannotStart(
            f"{self.engine.name} {how}. {because}Nothing was changed or deleted. It said:\n{said}"
        )

    def end_leftovers(self) -> None:
        """End a server that outlived its supervisor, and wait for what is left of it."""
        until = time.monotonic() + STOP_WITHIN_S
        number = self.engine.ends_by
        while self.state.lives:
            for each in (number, signal.SIGCONT):
                with suppress(ProcessLookupError):
                    os.kill(self.state.server, each)
            if time.monotonic() > until:
                number = signal.SIGKILL
            time.sleep(LOOK_EVERY_S)
        # the children of a server that was killed end by themselves, a moment later
        while self.engine.is_in_use() and time.monotonic() < until:
            time.sleep(0.01)

    def end_server(self) -> None:
        """End it cleanly, if it will: what it has acknowledged is on disk in any case."""
        if self.server and self.lives():
            self.server.send_signal(self.engine.ends_by)
            self.server.send_signal(signal.SIGCONT)  # it may be suspended
            try:
                self.server.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()

    def stop(self) -> None:
        """End the server, and leave nothing of it."""
        self.end_server()
        if self.server:
            self.engine.clean_up(self.state)


def supervise(engine: Engine) -> int:
    """Look after the server of this engine; returns the exit code."""
    files = engine.files
    with (
        locked(files.supervisor_lock, fcntl.LOCK_EX | fcntl.LOCK_NB) as mine,
        files.users_lock.open("ab") as users,
    ):
        if not mine:
            return 0
        supervisor = _Supervisor(engine, users.fileno())

        def stop(_signal: int, _frame: object) -> None:
            supervisor.told_to_stop = True

        signal.signal(signal.SIGTERM, stop)
        try:
            if log_size(files.log) > LOG_BYTES_MAX:
                files.log.replace(files.log.with_suffix(".log.1"))
            files.note_supervisor()
            supervisor.carry_on()
        except _HomeGone:
            return 0
        except (CannotStart, OSError) as error:
            why = engine.not_started(error) if isinstance(error, OSError) else error
            failed = State(supervisor=os.getpid(), failed=f"{why}", noted_at=time.time())
            with suppress(OSError):  # on a full disk our exit code must do
                files.write_state(failed)
            return 1
        finally:
            supervisor.stop()
        return 0
