"""Use the embedded PostgreSQL of a home: it is started when needed, and ends with its last user."""

import fcntl
import os
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from huleedu.engines.kept import CannotStart, detached
from huleedu.engines.kept.locks import is_free, locked
from huleedu.engines.postgres import programs
from huleedu.engines.postgres.account import NobodyToRunAs, choose
from huleedu.engines.postgres.causes import cause
from huleedu.engines.postgres.cluster import (
    DATABASE,
    SUPERUSER,
    DataRefused,
    check,
    last_lines,
)
from huleedu.engines.postgres.database import Address
from huleedu.engines.postgres.place import (
    PORT,
    Identity,
    Place,
    State,
    identity,
    is_private,
    is_still,
    keeper_of,
    read_state,
    serves,
)
from huleedu.kit.database import EngineAway

START_WITHIN_S = 150.0
STOP_WITHIN_S = 90.0
ASK_AGAIN_S = 1.0
GONE = (
    "{path} was moved or deleted while HuleEdu was using it. No new database was made in its "
    "place: move it back, or set HULEEDU_HOME to where it is now, and give the same command again."
)
LOOK_EVERY_S = 0.01


@dataclass(frozen=True, slots=True)
class Running:
    """The server takes connections."""

    home: Path
    socket_dir: str
    pid: int
    stays: bool
    """It stays up without users, until it is stopped."""

    @property
    def address(self) -> Address:
        """How to reach it, also when it has been started anew with another socket."""
        arguments = {"host": self.socket_dir, "port": PORT, "user": SUPERUSER}
        return Address(
            arguments={**arguments, "database": DATABASE},
            look_up=partial(_where_it_is, Place(self.home)),
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
    """Programs are using the server, or its keeper is slow: it stops without being told again."""


class HomeGone(CannotStart):
    """The folder, or the data in it, was moved or deleted while it was used."""


class Use:
    """A program's hold on the server of a home."""

    def __init__(self, place: Place, named_programs: str | None) -> None:
        self._place = place
        self._programs = named_programs
        self._keepers: list[int] = []
        self._folder_is = identity(place.folder)
        self._data_is: Identity = None
        self._left = False

    def make_sure(self) -> Running:
        """The server, started if there is none; raises `CannotStart`, or its `HomeGone`."""
        before = read_state(self._place)
        asked_at, until = -ASK_AGAIN_S, time.monotonic() + START_WITHIN_S
        while True:
            ended_badly = self.reap()
            self._look_for_the_home()
            state = read_state(self._place)
            if serves(self._place, state):
                self._data_is = identity(self._place.data)
                return _running(self._place, state)
            if state.failed and (ended_badly or state != before):
                raise CannotStart(state.failed)
            if ended_badly:  # and could not even note why
                said = last_lines(self._place.log)
                raise CannotStart(
                    f"PostgreSQL could not be started in {self._place.folder}. "
                    f"{cause(said, self._place.folder)}The end of {self._place.log}:\n{said}"
                )
            if self._left or time.monotonic() > until:
                raise CannotStart(
                    f"PostgreSQL is not ready after {START_WITHIN_S:.0f} s; see {self._place.log}"
                )
            if time.monotonic() > asked_at + ASK_AGAIN_S:
                try:
                    self._start_keeper()
                except OSError as error:
                    raise CannotStart(
                        f"PostgreSQL could not be started in {self._place.folder}. "
                        f"{cause(str(error), self._place.folder)}({error})"
                    ) from error
                asked_at = time.monotonic()
            time.sleep(LOOK_EVERY_S)

    def leave(self) -> None:
        """The program is about to end: whoever waits in `make_sure` need wait no longer."""
        self._left = True

    def _look_for_the_home(self) -> None:
        """Others may have made a home of the same name: it is not the one that we use."""
        known = [(self._place.folder, self._folder_is)]
        known += [(self._place.data, self._data_is)] if self._data_is else []
        for path, before in known:
            if not is_still(path, before):
                raise HomeGone(GONE.format(path=path))

    def _start_keeper(self) -> None:
        """Start a keeper; it ends at once if there is one already."""
        words = [str(self._place.home), *([self._programs] if self._programs else [])]
        module = "huleedu.engines.postgres.keeper"
        self._keepers.append(detached.start(module, *words, log=self._place.log))

    def reap(self) -> bool:
        """Let keepers of ours that have ended be gone; tells whether one could not do its work."""
        ended_badly = False
        for pid in list(self._keepers):
            with suppress(ChildProcessError):
                ended, how = os.waitpid(pid, os.WNOHANG)
                if not ended:
                    continue
                ended_badly |= os.waitstatus_to_exitcode(how) > 0
            self._keepers.remove(pid)
        return ended_badly


@contextmanager
def use(home: Path, named_programs: str | None = None) -> Generator[Use]:
    """Use the server of a home; it runs at least until the block ends.

    Raises `CannotStart` when the home cannot be used.
    """
    place = Place(home.absolute())
    try:
        place.prepare()
        place.users_lock.touch(0o600)
    except OSError as error:
        raise CannotStart(
            f"{home} cannot be used: {error}. Set HULEEDU_HOME to a folder that you may write to."
        ) from error
    with locked(place.users_lock, fcntl.LOCK_SH):
        hold = Use(place, named_programs)
        try:
            yield hold
        finally:
            hold.leave()
            hold.reap()


def status(home: Path, named_programs: str | None = None) -> Running | NotRunning | Unusable:
    """How the server of a home is; starts nothing."""
    place = Place(home.absolute())
    state = read_state(place)
    if serves(place, state):
        return _running(place, state)
    try:
        if why := place.lost():
            return Unusable(why)
        if not place.data.exists():
            return NotRunning(data=False)
        tools = programs.find(named_programs)
        check(place.data, tools, choose(place.data, tools.folder))
    except (DataRefused, programs.NoPrograms, NobodyToRunAs, PermissionError) as error:
        return Unusable(str(error))
    return NotRunning(data=True)


def start(home: Path, named_programs: str | None = None) -> Running:
    """Start the server and let it stay up until `stop`; raises `CannotStart`."""
    with use(home, named_programs) as hold:
        Place(home.absolute()).stay.touch()
        return hold.make_sure()


def stop(home: Path, *, now: bool = False) -> Stopped | StopsLater | NotRunning:
    """Stop the server when nobody uses it any more; with `now`, in any case.

    Programs that use it then start it again when they need it.
    """
    place = Place(home.absolute())
    place.stay.unlink(missing_ok=True)
    if not place.folder.exists() or is_free(place.keeper_lock):
        return NotRunning(data=place.data.exists())
    if not now and not _unused(place):
        return StopsLater()
    told, until = 0, time.monotonic() + STOP_WITHIN_S
    while not is_free(place.keeper_lock):
        keeper = keeper_of(place)
        if told and keeper != told:
            break  # another one already, for somebody who uses the server
        if keeper and not told:
            told = keeper
            with suppress(ProcessLookupError):
                os.kill(keeper, signal.SIGTERM)
                os.kill(keeper, signal.SIGCONT)  # it may be suspended
        if time.monotonic() > until:
            return StopsLater()
        time.sleep(LOOK_EVERY_S)
    return Stopped()


def _where_it_is(place: Place) -> dict[str, str]:
    """The folder of the server's socket, as its keeper noted it last; raises `EngineAway`.

    One that is not the server's own is not used: after a crash anybody could have made a folder of
    that name.
    """
    folder = read_state(place).socket_dir
    try:
        ours = is_private(folder, place.owner())
    except OSError as error:
        raise EngineAway(f"PostgreSQL's data cannot be found: {error}") from error
    if not ours:
        raise EngineAway("PostgreSQL is not running")
    return {"host": folder}


def _unused(place: Place) -> bool:
    with locked(place.users_lock, fcntl.LOCK_EX | fcntl.LOCK_NB) as got:
        return got


def _running(place: Place, state: State) -> Running:
    return Running(place.home, state.socket_dir, state.server, place.stay.exists())
