"""Listen at an address and serve an application there until told to stop."""

import asyncio
import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE_S = 20.0
"""A connection on which no head of a request is complete for so long, or twice this, is ended."""
KEEP_ALIVE_S = 15
FINISH_S = 30
"""What is in hand gets this long when the server stops."""
HEAD_BYTES_MAX = 16 * 1024
STOPS = (signal.SIGINT, signal.SIGTERM)
PROXIES = "127.0.0.0/8,::1,10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,fc00::/7"
"""Where a proxy of ours can be: of the addresses that a request is said to come through, the last
one that is elsewhere is who asks. What stands before it was written by whoever asks."""


@dataclass(frozen=True, slots=True)
class Listening:
    """The socket is ours: connections wait until they are served."""

    socket: socket.socket

    @property
    def url(self) -> str:
        """Where it is reached."""
        host, port = self.socket.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    @property
    def private(self) -> bool:
        """Can only this machine reach it?"""
        return ip_address(self.socket.getsockname()[0]).is_loopback


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How connections are spoken to.

    Args:
        certificate: with `key`, the files for TLS; none: a proxy speaks it, or nobody needs to.
        behind_proxy: who asks is told by the proxy's headers.
    """

    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False


PLAIN = Manner()


@dataclass(frozen=True, slots=True)
class CannotListen:
    """Nobody can be served at this address, and why."""

    why: str


def listen(host: str, port: int) -> Listening | CannotListen:
    """Take an address; port 0 takes any that is free."""
    try:
        [family, *_, address] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return Listening(socket.create_server(address, family=family))
    except socket.gaierror as error:
        return CannotListen(f"{host} is no address of this machine: {error.strerror}")
    except OSError as error:
        return CannotListen(f"port {port} of {host} cannot be used: {error.strerror}")


class Impatient(H11Protocol):
    """Ends a connection on which the head of a request does not come to its end."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Look at the connection from time to time from now on."""
        super().connection_made(transport)
        self.look(self)

    def look(self, waited_after: object) -> None:
        """End it if it waits for the next request as it did then: after the same one."""
        if self.transport.is_closing():
            return
        if self.cycle is waited_after:
            self.transport.close()
            return
        in_hand = bool(self.cycle) and not self.cycle.response_complete
        self.loop.call_later(PATIENCE_S, self.look, self if in_hand else self.cycle)


class Server(uvicorn.Server):
    """Tells when it is ready, and leaves signals to us, so that it ends well."""

    def __init__(
        self,
        app: ASGIApp,
        ready: Callable[[], None],
        manner: Manner = PLAIN,
        stopping: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=Impatient,
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,  # it would log addresses; the edge logs what it may
                proxy_headers=manner.behind_proxy,
                forwarded_allow_ips=PROXIES,
                ssl_certfile=manner.certificate,
                ssl_keyfile=manner.key,
                server_header=False,
                timeout_keep_alive=KEEP_ALIVE_S,
                timeout_graceful_shutdown=FINISH_S,
                h11_max_incomplete_event_size=HEAD_BYTES_MAX,
            )
        )
        self._ready = ready
        self._stopping = stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Let what would never end by itself know; then see uvicorn."""
        self._stopping()
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """See uvicorn."""
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """The first one ends the server when what is in hand is done, a second Ctrl-C at once."""
        loop = asyncio.get_running_loop()
        for stop in STOPS:
            loop.add_signal_handler(stop, self.handle_exit, stop, None)
        try:
            yield
        finally:
            for stop in STOPS:
                loop.remove_signal_handler(stop)


async def serve(
    app: ASGIApp,
    at: Listening,
    ready: Callable[[], None],
    manner: Manner = PLAIN,
    stopping: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGINT or SIGTERM; then say that it stops, and finish what is in hand."""
    await Server(app, ready, manner, stopping).serve([at.socket])
