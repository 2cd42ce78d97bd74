"""Where the embedded PostgreSQL of a home keeps its files, and what is noted of it."""

import json
import os
import socket
import stat
import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huleedu.engines.kept.locks import began
from huleedu.engines.postgres.cluster import DATABASE, SUPERUSER
from huleedu.kit.folders import make_private

PORT = 5432
"""Only part of the socket's name; nothing listens on the network."""
SOCKET_PATH_MAX = 107
PROTOCOL_3_0 = 196608
PING_TIMEOUT_S = 2.0


DATA_GONE = (
    "There was a database in {data}, and it is gone. No new one is made in its place: move it "
    "back, or delete {folder} to begin anew."
)


@dataclass(frozen=True, slots=True)
class Place:
    """The files of one home."""

    home: Path

    @property
    def folder(self) -> Path:
        """All of the engine's files, but the socket."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What PostgreSQL and its keeper say."""
        return self.folder / "postgres.log"

    @property
    def users_lock(self) -> Path:
        """Shared by every program that uses the server; the system frees it when one dies."""
        return self.folder / "users.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the keeper as long as it lives."""
        return self.folder / "keeper.lock"

    @property
    def stay(self) -> Path:
        """While this file exists, the server stays up without users."""
        return self.folder / "stay-up"

    @property
    def state(self) -> Path:
        """What the keeper notes; see `State`."""
        return self.folder / "state.json"

    @property
    def was_made(self) -> Path:
        """There once were data here: none are made in silence in the place of those."""
        return self.folder / "was-made"

    def lost(self) -> str:
        """What to say of data that were here and are gone; "" if there are some, or never were."""
        if identity(self.data) is not None or not self.was_made.exists():
            return ""
        return DATA_GONE.format(data=self.data, folder=self.folder)

    def owner(self) -> int:
        """The number of the user whom the server runs as; raises OSError when there are no data."""
        return self.data.stat().st_uid

    def prepare(self) -> None:
        """Make the folder; raises OSError.

        What root makes can be passed, and not listed: the server's user has to go through. What is
        in it is closed, each by itself.
        """
        mode = 0o711 if os.geteuid() == 0 else 0o700
        make_private(self.home.parent)
        for folder in (self.home, self.folder):
            if not folder.exists():
                folder.mkdir(exist_ok=True)
                folder.chmod(mode)  # whatever the umask is


@dataclass(frozen=True, slots=True)
class State:
    """What a keeper has noted: the server is ready, or why it could not be started."""

    socket_dir: str
    keeper: int = 0
    server: int = 0
    server_began: int = 0
    """When the server's process began, in clock ticks since boot: tells it from a later one."""
    failed: str = ""
    noted_at: float = 0.0
    """Seconds since the epoch."""

    @property
    def socket(self) -> str:
        """The server's socket."""
        return f"{self.socket_dir}/.s.PGSQL.{PORT}"


def read_state(place: Place) -> State:
    """What was noted last; an empty state when there is none that can be read."""
    try:
        noted: dict[str, Any] = json.loads(place.state.read_text(encoding="utf-8"))
        return State(**noted)
    except (OSError, ValueError, TypeError):
        return State(socket_dir="")


def write_state(place: Place, state: State) -> None:
    """Note it, whole or not at all; raises OSError."""
    fresh = place.state.with_suffix(f".{os.getpid()}")
    noted = {name: getattr(state, name) for name in State.__slots__}
    try:
        fresh.write_text(json.dumps(noted), encoding="utf-8")
        fresh.replace(place.state)
    finally:
        fresh.unlink(missing_ok=True)


Identity = tuple[int, int] | None
"""Which file or folder it is, whatever its name; None for none."""


def identity(path: Path) -> Identity:
    """Which file or folder has this name now; raises OSError when that may not be seen."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return status.st_dev, status.st_ino


def is_still(path: Path, before: Identity) -> bool:
    """Has the name the same file as before? One that may not be seen just now counts as the same:
    a folder that is closed for a while is not gone."""
    try:
        return identity(path) == before
    except OSError:
        return True


def answers(path: str) -> bool:
    """Does a server take connections on this socket? Asked in PostgreSQL's own protocol."""
    said = f"user\0{SUPERUSER}\0database\0{DATABASE}\0\0".encode()
    hello = struct.pack("!ii", len(said) + 8, PROTOCOL_3_0) + said
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PING_TIMEOUT_S)
        try:
            connection.connect(path)
            connection.sendall(hello)
            answered = connection.recv(1)
            with suppress(OSError):
                connection.sendall(b"X\0\0\0\4")
        except OSError:
            return False
    return answered == b"R"


def serves(place: Place, state: State) -> bool:
    """Does the server that was noted take connections?

    A folder that is not the server's own is not even asked: after a crash anybody could have made
    one of that name.
    """
    try:
        ours = is_private(state.socket_dir, place.owner())
    except OSError:
        return False
    return ours and answers(state.socket)


def is_private(folder: str, owner: int) -> bool:
    """Is this a folder, and no link, that nobody but this user may enter?"""
    try:
        status = os.lstat(folder)
    except OSError:
        return False
    private = status.st_uid == owner and not status.st_mode & 0o077
    return stat.S_ISDIR(status.st_mode) and private


def is_socket(path: str) -> bool:
    """Is there a socket of this name?"""
    try:
        return stat.S_ISSOCK(os.lstat(path).st_mode)
    except OSError:
        return False


def note_keeper(place: Place) -> None:
    """Note in the lock who holds it, so that he can be told to stop."""
    place.keeper_lock.write_text(f"{os.getpid()} {began(os.getpid())}", encoding="ascii")


def keeper_of(place: Place) -> int:
    """The keeper's process; 0 when there is none, or it is not noted yet."""
    try:
        pid, since = place.keeper_lock.read_text(encoding="ascii").split()
        return int(pid) if began(int(pid)) == int(since) else 0
    except (OSError, ValueError):
        return 0
