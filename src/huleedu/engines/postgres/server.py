"""Use the embedded PostgreSQL of a home; look at it, let it stay up, stop it."""

import fcntl
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from huleedu.engines.postgres.cluster import DATABASE, SERVICES, SUPERUSER, WEB
from huleedu.engines.postgres.database import Address
from huleedu.engines.postgres.embedded import PORT, Embedded
from huleedu.engines.supervisor.engine import CannotStart
from huleedu.engines.supervisor.files import State
from huleedu.engines.supervisor.lease import LOOK_EVERY_S, Lease
from huleedu.engines.supervisor.locks import is_free
from huleedu.kit.database import EngineAway, EngineUnable

STOP_WITHIN_S = 90.0


@dataclass(frozen=True, slots=True)
class Running:
    """The server takes connections."""

    home: Path
    socket_dir: str
    pid: int
    stays: bool
    """It stays up without users, until it is stopped."""
    lease: Lease | None = field(default=None, compare=False, repr=False)
    """Knows why the server cannot be started, when it cannot."""

    @property
    def address(self) -> Address:
        """How to reach it, also when it has been started anew with another socket."""
        arguments = {"host": self.socket_dir, "port": PORT, "user": SUPERUSER}
        return Address(
            arguments={**arguments, "database": DATABASE},
            login=SERVICES,
            web=WEB,
            look_up=partial(_where_it_is, Embedded(self.home), self.lease),
        )


@dataclass(frozen=True, slots=True)
class NotRunning:
    """There is no server; `data` tells whether there are data of one."""

    data: bool


@dataclass(frozen=True, slots=True)
class Unusable:
    """There are data that cannot be used; `why` says what to do."""

    why: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """The server was stopped cleanly."""


@dataclass(frozen=True, slots=True)
class StopsLater:
    """Programs use the server, or its supervisor is slow: it stops without being told again."""


class PostgresLease(Lease):
    """A program's hold on the server of a home."""

    def __init__(self, home: Path, named_programs: str | None = None) -> None:
        self.postgres = Embedded(home.absolute(), named_programs)
        super().__init__(self.postgres)

    def running(self) -> Running:
        """As `make_sure`."""
        return replace(_running(self.postgres, self.make_sure()), lease=self)


def status(home: Path, named_programs: str | None = None) -> Running | NotRunning | Unusable:
    """How the server of a home is; starts nothing."""
    postgres = Embedded(home.absolute(), named_programs)
    state = postgres.files.read_state()
    if postgres.answers(state):
        return _running(postgres, state)
    try:
        if why := postgres.lost():
            return Unusable(why)
        if not postgres.data.exists():
            return NotRunning(data=False)
        postgres.check()
    except (CannotStart, PermissionError) as error:
        return Unusable(str(error))
    return NotRunning(data=True)


def start(home: Path, named_programs: str | None = None) -> Running:
    """Start the server and let it stay up until `stop`; raises `CannotStart`."""
    with PostgresLease(home, named_programs) as lease:
        lease.postgres.files.stay.touch()
        return lease.running()


def stop(home: Path, *, now: bool = False) -> Stopped | StopsLater | NotRunning:
    """Stop the server when nobody uses it any more; with `now`, in any case.

    Programs that use it then start it again when they need it.
    """
    postgres = Embedded(home.absolute())
    files = postgres.files
    files.stay.unlink(missing_ok=True)
    if not files.folder.exists() or is_free(files.supervisor_lock):
        return NotRunning(data=postgres.data.exists())
    if not now and not is_free(files.users_lock, fcntl.LOCK_EX):
        return StopsLater()
    told, until = 0, time.monotonic() + STOP_WITHIN_S
    while not is_free(files.supervisor_lock):
        supervisor = files.supervisor()
        if told and supervisor != told:
            break  # another one already, for somebody who uses the server
        if supervisor and not told:
            told = supervisor
            with suppress(ProcessLookupError):
                os.kill(supervisor, signal.SIGTERM)
                os.kill(supervisor, signal.SIGCONT)  # it may be suspended
        if time.monotonic() > until:
            return StopsLater()
        time.sleep(LOOK_EVERY_S)
    return Stopped()


def _where_it_is(postgres: Embedded, lease: Lease | None) -> dict[str, str]:
    """The folder of the server's socket, as it was noted last; raises `EngineAway`.

    `EngineUnable` when it is known why there is no server: then who waits need not wait for long.

    One that is not the server's own is not used: after a crash anybody could have made a folder of
    that name.
    """
    folder = postgres.files.read_state().socket_dir
    if not postgres.owns(folder):
        if lease and lease.trouble:
            raise EngineUnable(str(lease.trouble))
        raise EngineAway("PostgreSQL is not running")
    return {"host": folder}


def _running(postgres: Embedded, state: State) -> Running:
    return Running(postgres.home, state.socket_dir, state.server, postgres.files.stay.exists())
