"""The files of one engine, and what its supervisor notes of the server."""

import os
from dataclasses import dataclass
from pathlib import Path

import msgspec

from huleedu.engines.supervisor.locks import began


class State(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a supervisor has noted: its server, or why that could not be started."""

    socket_dir: str = ""
    """The folder of the server's socket, for one that is reached so."""
    supervisor: int = msgspec.field(default=0, name="keeper")  # older programs read it so
    server: int = 0
    server_began: int = 0
    """When the server's process began, in clock ticks since boot: tells it from a later one."""
    ready: bool = True
    """False as long as the supervisor waits for the server's first answer."""
    failed: str = ""
    noted_at: float = 0.0
    """Seconds since the epoch."""

    @property
    def lives(self) -> bool:
        """Is the server's process there?"""
        return began(self.server) == self.server_began != 0


Identity = tuple[int, int] | None
"""Which file or folder it is, whatever its name; None for none."""


@dataclass(frozen=True, slots=True)
class EngineFiles:
    """All of an engine's files, but a socket."""

    folder: Path

    @property
    def log(self) -> Path:
        """What the server and its supervisor say."""
        return self.folder / f"{self.folder.name}.log"

    @property
    def users_lock(self) -> Path:
        """Shared by every program that uses the server; the system frees it when one dies."""
        return self.folder / "users.lock"

    @property
    def supervisor_lock(self) -> Path:
        """Held by the supervisor as long as it lives."""
        return self.folder / "keeper.lock"  # older programs may hold it

    @property
    def stay(self) -> Path:
        """While this file exists, the server stays up without users."""
        return self.folder / "stay-up"

    @property
    def down(self) -> Path:
        """While this file exists, the server is not started again."""
        return self.folder / "down"

    @property
    def state(self) -> Path:
        """What the supervisor notes; see `State`."""
        return self.folder / "state.json"

    def read_state(self) -> State:
        """What was noted last; an empty state when there is none that can be read."""
        try:
            return msgspec.json.decode(self.state.read_bytes(), type=State)
        except (OSError, msgspec.DecodeError):
            return State()

    def write_state(self, state: State) -> None:
        """Note it, whole or not at all; raises OSError."""
        fresh = self.state.with_suffix(f".{os.getpid()}")
        try:
            fresh.write_bytes(msgspec.json.encode(state))
            fresh.replace(self.state)
        finally:
            fresh.unlink(missing_ok=True)

    def note_supervisor(self) -> None:
        """Note in the lock who holds it, so that he can be told to stop."""
        self.supervisor_lock.write_text(f"{os.getpid()} {began(os.getpid())}", encoding="ascii")

    def supervisor(self) -> int:
        """The supervisor's process; 0 when there is none, or it is not noted yet."""
        try:
            pid, since = self.supervisor_lock.read_text(encoding="ascii").split()
            return int(pid) if began(int(pid)) == int(since) else 0
        except (OSError, ValueError):
            return 0


def log_size(log: Path) -> int:
    """How much a log holds; 0 when there is none."""
    return log.stat().st_size if log.exists() else 0


def last_lines(log: Path, lines: int = 8, *, since: int = 0) -> str:
    """The end of a log; of what was said after its first `since` bytes."""
    try:
        with log.open("rb") as file:
            file.seek(max(since, log.stat().st_size - 4000))
            return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-lines:])
    except OSError:
        return "(there is no log)"


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
