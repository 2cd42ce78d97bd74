"""Keep one PostgreSQL: start it, start it again when it dies, stop it when nobody uses it.

Runs as a process of its own: `python -m huleedu.engines.postgres.keeper HOME [PROGRAMS]`.
"""

import errno
import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from huleedu.engines.kept.locks import began, locked
from huleedu.engines.postgres import cluster, programs
from huleedu.engines.postgres.account import Account, NobodyToRunAs, become, choose
from huleedu.engines.postgres.causes import cause
from huleedu.engines.postgres.cluster import DataRefused
from huleedu.engines.postgres.place import (
    SOCKET_PATH_MAX,
    Identity,
    Place,
    State,
    answers,
    identity,
    is_private,
    is_socket,
    is_still,
    note_keeper,
    read_state,
    write_state,
)
from huleedu.engines.postgres.programs import NoPrograms, Programs, same_environment

LOOK_EVERY_S = 0.05
READY_WITHIN_S = 120.0
STOP_WITHIN_S = 60.0
LOG_BYTES_MAX = 5_000_000
STARTS_MAX = 5
STARTS_WITHIN_S = 60.0
NO_SOCKET_HERE = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "it may not be written to",
    errno.EPERM: "it may not be written to",
    errno.ENOENT: "there is no such folder",
    errno.ENOTDIR: "it is no folder",
}
"""Why a folder takes no socket, in words, by the number of the error."""
"""A server that dies so often in so short a time is not started again."""


class _HomeGone(Exception):
    """Somebody took the folders away: there is nothing left to keep."""


class _Keeper:
    def __init__(self, place: Place, tools: Programs, account: Account) -> None:
        self.place = place
        self.tools = tools
        self.account = account
        self.socket_dir = ""
        self.server: subprocess.Popen[bytes] | None = None
        self.starts: list[float] = []
        self.told_to_stop = False
        self.lock_is = identity(place.keeper_lock)
        self.data_is: Identity = None

    def start(self) -> None:
        """Start the server and note it when it is ready; raises `DataRefused`."""
        self.starts.append(time.monotonic())
        self._have_data()
        if not is_private(self.socket_dir, self.account.uid):
            self.socket_dir = _socket_dir(self.place, self.account)
        said = self._tried()
        if said is not None and _someone_works_in(self.place.data):
            # the server of a keeper that was killed while it was being started: nobody noted it
            _end_leftovers(self.place, read_state(self.place))
            said = self._tried()
        if said is not None:
            raise DataRefused(
                f"PostgreSQL did not start on {self.place.data}. "
                f"{cause(said, self.place.folder)}Nothing was changed or deleted. "
                f"It said:\n{said}"
            )

    def _tried(self) -> str | None:
        """Start the server; what it said if it did not become ready."""
        socket = State(socket_dir=self.socket_dir).socket
        _forget_unreaped(self.place.data / "postmaster.pid", Path(f"{socket}.lock"))
        said_before = cluster.size(self.place.log)
        with self.place.log.open("ab") as out:
            self.server = subprocess.Popen(  # noqa: S603
                [
                    *(self.tools.postgres, "-D", self.place.data, "-k", self.socket_dir),
                    *cluster.always(),
                    # after a crash we start it anew: in itself, on a full disk, it may get stuck
                    *("-c", "restart_after_crash=off"),
                ],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                cwd="/",
                env=same_environment(),
                start_new_session=True,
                # the keeper has no threads
                preexec_fn=become(self.account, end_with_parent=signal.SIGINT),  # noqa: PLW1509
            )
        until = time.monotonic() + READY_WITHIN_S
        pause_s = 0.005
        while not (self.told_to_stop or answers(socket)):
            if self.server.poll() is not None or time.monotonic() > until:
                self._end_server()
                return cluster.last_lines(self.place.log, since=said_before)
            time.sleep(pause_s)
            pause_s = min(1.1 * pause_s, LOOK_EVERY_S)  # each time that it is asked, it logs
        self._note(self.server.pid)
        return None

    def _note(self, server: int) -> None:
        state = State(
            socket_dir=self.socket_dir,
            keeper=os.getpid(),
            server=server,
            server_began=began(server),
            noted_at=time.time(),
        )
        write_state(self.place, state)

    def _have_data(self) -> None:
        if why := self.place.lost():
            raise DataRefused(why)
        cluster.make(self.place.data, self.tools, self.account, self.place.log)
        cluster.check(self.place.data, self.tools, self.account)
        self.place.was_made.touch()
        self.data_is = identity(self.place.data)

    def keep(self, users: int) -> None:
        """Go on until nobody uses the server, or somebody says so.

        Raises `DataRefused`, or `_HomeGone` when somebody took the lock or the data away.

        Args:
            users: the open file of the users' lock.
        """
        while not self.told_to_stop and _is_wanted(self.place, users):
            assert self.server
            self.look_for_the_home()
            if self.server.poll() is None and not is_socket(State(self.socket_dir).socket):
                self._end_server()  # nobody can reach it any more
            if self.server.poll() is not None:
                self._start_again()
            with suppress(PermissionError):  # a home that is closed for a while is not gone
                if not self.place.state.exists():
                    self._note(self.server.pid)
            time.sleep(LOOK_EVERY_S)

    def look_for_the_home(self) -> None:
        """Raise `_HomeGone` unless the lock and the data are those that we began with.

        Others may have made a home of the same name since: it has a keeper of its own.
        """
        for path, before in (
            (self.place.keeper_lock, self.lock_is),
            (self.place.data, self.data_is),
        ):
            if not is_still(path, before):
                raise _HomeGone(f"{path} is gone")

    def _start_again(self) -> None:
        recent = [t for t in self.starts if t > time.monotonic() - STARTS_WITHIN_S]
        if len(recent) >= STARTS_MAX:
            said = cluster.last_lines(self.place.log)
            raise DataRefused(
                f"PostgreSQL ended {len(recent)} times within a minute. "
                f"{cause(said, self.place.folder)}It said:\n{said}"
            )
        time.sleep(0.02 * len(recent))
        _end_leftovers(self.place, read_state(self.place))
        self.start()

    def stop(self) -> None:
        """Stop the server cleanly: what was committed is on disk."""
        self._end_server()
        _remove_socket_dir(self.socket_dir)

    def _end_server(self) -> None:
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            try:
                self.server.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                self.server.kill()  # recovers at the next start
                self.server.wait()


def _is_wanted(place: Place, users: int) -> bool:
    """Does somebody use the server, or is it to stay up?

    When not, the users' lock is ours, and whoever comes now waits until we have ended.
    """
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    if place.stay.exists():
        fcntl.flock(users, fcntl.LOCK_UN)
        return True
    return False


def _socket_dir(place: Place, account: Account) -> str:
    """A private folder with a short name: that of the last time, or one nobody could guess."""
    before = read_state(place).socket_dir
    if is_private(before, account.uid):
        return before
    run = os.environ.get("XDG_RUNTIME_DIR", "")
    short = [run] if run and os.geteuid() == account.uid else []
    refused: dict[str, str] = {}
    for base in (*short, "/tmp", os.environ.get("TMPDIR", "/tmp")):  # noqa: S108 - made ours
        try:
            made = tempfile.mkdtemp(prefix="huleedu-", dir=base)
            if len(os.fsencode(State(socket_dir=made).socket)) + len(".lock") <= SOCKET_PATH_MAX:
                os.chown(made, account.uid, account.gid)
                return made
            Path(made).rmdir()
            refused[base] = "its name is too long"
        except OSError as error:  # the next one, then
            refused[base] = NO_SOCKET_HERE.get(error.errno or 0, os.strerror(error.errno or 0))
    told = "; ".join(f"{base}: {why}" for base, why in refused.items())
    raise DataRefused(
        "PostgreSQL's socket needs a folder with a short name that can be written to, and found "
        f"none ({told}). Mend that, or set TMPDIR to a folder that will do."
    )


def _remove_socket_dir(folder: str) -> None:
    """Remove the folder with what PostgreSQL leaves in it, and nothing else."""
    with suppress(OSError):
        if folder:
            socket = Path(State(socket_dir=folder).socket)
            socket.unlink(missing_ok=True)
            socket.with_name(f"{socket.name}.lock").unlink(missing_ok=True)
            Path(folder).rmdir()


def _end_leftovers(place: Place, state: State) -> None:
    """End a server of this home that outlived its keeper, and wait for its children."""
    pid = state.server
    if pid and began(pid) == state.server_began != 0:
        os.kill(pid, signal.SIGINT)
        until = time.monotonic() + STOP_WITHIN_S
        while began(pid) == state.server_began:
            if time.monotonic() > until:
                os.kill(pid, signal.SIGQUIT)
            time.sleep(LOOK_EVERY_S)
    # the children of a server that was killed end by themselves, a moment later
    until = time.monotonic() + STOP_WITHIN_S
    while _someone_works_in(place.data) and time.monotonic() < until:
        time.sleep(0.01)


def _someone_works_in(data: Path) -> bool:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == data.resolve() and began(int(process.name)):
                return True
        except OSError:
            continue
    return False


def _forget_unreaped(*locks: Path) -> None:
    """Take away the locks of a server that has ended, but that nobody has reaped.

    In a container whose first process does not reap, PostgreSQL takes it for one that runs.
    """
    for lock in locks:
        with suppress(OSError, ValueError, IndexError):
            pid = int(lock.read_text(encoding="ascii").split()[0])
            if Path(f"/proc/{pid}").exists() and not began(pid):
                lock.unlink()


def _bound_log(log: Path) -> None:
    if log.exists() and log.stat().st_size > LOG_BYTES_MAX:
        log.replace(log.with_suffix(".log.1"))


def _told(keeper: _Keeper) -> Callable[[int, object], None]:
    def stop(_signal: int, _frame: object) -> None:
        keeper.told_to_stop = True

    return stop


def main(home: str, named_programs: str | None = None) -> int:
    """Keep the server of this home; returns the exit code."""
    place = Place(Path(home))
    with locked(place.keeper_lock, fcntl.LOCK_EX | fcntl.LOCK_NB) as mine:
        if not mine:
            return 0
        users = os.open(place.users_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if not _is_wanted(place, users):
            return 0  # whoever started us has gone already
        keeper = None
        try:
            _bound_log(place.log)
            tools = programs.find(named_programs)
            _end_leftovers(place, read_state(place))
            keeper = _Keeper(place, tools, choose(place.data, tools.folder))
            signal.signal(signal.SIGTERM, _told(keeper))
            note_keeper(place)
            keeper.start()
            keeper.keep(users)
        except _HomeGone:
            return 0
        except (DataRefused, NoPrograms, NobodyToRunAs, OSError) as error:
            why = _in_words(error, place)
            failed = State("", keeper=os.getpid(), failed=why, noted_at=time.time())
            with suppress(OSError):  # on a full disk our exit code must do
                write_state(place, failed)
            return 1
        finally:
            if keeper:
                keeper.stop()
        return 0


def _in_words(error: Exception, place: Place) -> str:
    if not isinstance(error, OSError):
        return str(error)
    what_to_do = cause(str(error), place.folder)
    return f"PostgreSQL could not be started in {place.folder}. {what_to_do}({error})"


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
