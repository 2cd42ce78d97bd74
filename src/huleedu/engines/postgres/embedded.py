"""The embedded PostgreSQL of a home, as its supervisor and its users see it.

Run as a program, it is the supervisor: `… -m huleedu.engines.postgres.embedded HOME [PROGRAMS]`.
"""

import errno
import os
import signal
import socket
import stat
import struct
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from huleedu.engines.postgres import cluster, programs
from huleedu.engines.postgres.account import Account, become, choose
from huleedu.engines.postgres.cluster import DATABASE, SUPERUSER
from huleedu.engines.postgres.programs import same_environment
from huleedu.engines.supervisor.engine import CannotStart, Engine, Launch
from huleedu.engines.supervisor.files import EngineFiles, State, identity
from huleedu.engines.supervisor.locks import began
from huleedu.engines.supervisor.process import supervise
from huleedu.kit.folders import make_private

PORT = 5432
"""Only part of the socket's name; nothing listens on the network."""
SOCKET_PATH_MAX = 107
PROTOCOL_3_0 = 196608
PING_TIMEOUT_S = 2.0
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
DATA_GONE = (
    "There was a database in {data}, and it is gone. No new one is made in its place: move it "
    "back, or delete {folder} to begin anew."
)


@dataclass(frozen=True)
class Embedded(Engine):
    """PostgreSQL in a home; `programs` is the folder of its programs, if somebody chose one."""

    home: Path
    programs: str | None = None
    name = "PostgreSQL"
    module = "huleedu.engines.postgres.embedded"
    ends_by = signal.SIGINT

    @property
    def files(self) -> EngineFiles:
        """All but the socket."""
        return EngineFiles(self.home / "postgres")

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.files.folder / "data"

    @property
    def words(self) -> Sequence[str]:
        """See `Engine`."""
        return (str(self.home), *([self.programs] if self.programs else []))

    @property
    def was_made(self) -> Path:
        """There once were data here: none are made in silence in the place of those."""
        return self.files.folder / "was-made"

    def lost(self) -> str:
        """What to say of data that were here and are gone; "" if there are some, or never were."""
        if identity(self.data) is not None or not self.was_made.exists():
            return ""
        return DATA_GONE.format(data=self.data, folder=self.files.folder)

    def make_folder(self) -> None:
        """See `Engine`.

        What root makes can be passed, and not listed: the server's user has to go through. What is
        in it is closed, each by itself.
        """
        mode = 0o711 if os.geteuid() == 0 else 0o700
        make_private(self.home.parent)
        for folder in (self.home, self.files.folder):
            if not folder.exists():
                folder.mkdir(exist_ok=True)
                folder.chmod(mode)  # whatever the umask is

    def check(self) -> None:
        """Look whether the data can be used; raises `CannotStart`."""
        tools = programs.find(self.programs)
        cluster.check(self.data, tools, choose(self.data, tools.folder))

    def prepare(self, before: State) -> Launch:
        """See `Engine`."""
        if why := self.lost():
            raise CannotStart(why)
        tools = programs.find(self.programs)
        account = choose(self.data, tools.folder)
        cluster.make(self.data, tools, account, self.files.log)
        cluster.check(self.data, tools, account)
        self.was_made.touch()
        socket_dir = before.socket_dir
        if not is_private(socket_dir, account.uid):
            socket_dir = make_socket_dir(account)
        _forget_unreaped(self.data / "postmaster.pid", Path(f"{socket_in(socket_dir)}.lock"))
        return Launch(
            command=[
                *(tools.postgres, "-D", self.data, "-k", socket_dir, *cluster.always()),
                # after a crash we start it anew: in itself, on a full disk, it may get stuck
                *("-c", "restart_after_crash=off"),
            ],
            before=become(account, end_with_parent=signal.SIGINT),
            environment=same_environment(),
            socket_dir=socket_dir,
        )

    def answers(self, state: State) -> bool:
        """See `Engine`.

        A folder that is not the server's own is not even asked: after a crash anybody could have
        made one of that name.
        """
        return self.owns(state.socket_dir) and answers(socket_in(state.socket_dir))

    def owns(self, socket_dir: str) -> bool:
        """Is this a folder that only the server's user may enter?"""
        with suppress(OSError):
            return is_private(socket_dir, self.data.stat().st_uid)
        return False

    def is_reachable(self, state: State) -> bool:
        """See `Engine`."""
        with suppress(OSError):
            return stat.S_ISSOCK(os.lstat(socket_in(state.socket_dir)).st_mode)
        return False

    def is_in_use(self) -> bool:
        """See `Engine`."""
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                at = (process / "cwd").readlink()
                if at == self.data.resolve() and began(int(process.name)):
                    return True
        return False

    def clean_up(self, state: State) -> None:
        """Remove the socket's folder with what PostgreSQL leaves in it, and nothing else."""
        with suppress(OSError):
            if state.socket_dir:
                path = Path(socket_in(state.socket_dir))
                path.unlink(missing_ok=True)
                path.with_name(f"{path.name}.lock").unlink(missing_ok=True)
                path.parent.rmdir()


def socket_in(folder: str) -> str:
    """The socket of a server whose sockets are in this folder."""
    return f"{folder}/.s.PGSQL.{PORT}"


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


def is_private(folder: str, owner: int) -> bool:
    """Is this a folder, and no link, that nobody but this user may enter?"""
    try:
        status = os.lstat(folder)
    except OSError:
        return False
    private = status.st_uid == owner and not status.st_mode & 0o077
    return stat.S_ISDIR(status.st_mode) and private


def make_socket_dir(account: Account) -> str:
    """A private folder with a short name that nobody could guess; raises `CannotStart`."""
    run = os.environ.get("XDG_RUNTIME_DIR", "")
    short = [run] if run and os.geteuid() == account.uid else []
    refused: dict[str, str] = {}
    for base in (*short, "/tmp", os.environ.get("TMPDIR", "/tmp")):  # noqa: S108 - made ours
        try:
            made = tempfile.mkdtemp(prefix="huleedu-", dir=base)
            if len(os.fsencode(socket_in(made))) + len(".lock") <= SOCKET_PATH_MAX:
                os.chown(made, account.uid, account.gid)
                return made
            Path(made).rmdir()
            refused[base] = "its name is too long"
        except OSError as error:  # the next one, then
            refused[base] = NO_SOCKET_HERE.get(error.errno or 0, os.strerror(error.errno or 0))
    told = "; ".join(f"{base}: {why}" for base, why in refused.items())
    raise CannotStart(
        "PostgreSQL's socket needs a folder with a short name that can be written to, and found "
        f"none ({told}). Mend that, or set TMPDIR to a folder that will do."
    )


def _forget_unreaped(*locks: Path) -> None:
    """Take away the locks of a server that has ended, but that nobody has reaped.

    In a container whose first process does not reap, PostgreSQL takes it for one that runs.
    """
    for lock in locks:
        with suppress(OSError, ValueError, IndexError):
            pid = int(lock.read_text(encoding="ascii").split()[0])
            if Path(f"/proc/{pid}").exists() and not began(pid):
                lock.unlink()


if __name__ == "__main__":
    sys.exit(supervise(Embedded(Path(sys.argv[1]), *sys.argv[2:])))
