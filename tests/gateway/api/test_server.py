"""An address is taken or refused in words, and nobody holds a connection for nothing."""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send
from tests.gateway.api.standins import StandIn
from tests.patience import LONG_S

from huleedu.contracts.judging import NoPairNow
from huleedu.gateway.api import server
from huleedu.gateway.api.application import api
from huleedu.gateway.api.request import BODY_BYTES_MAX
from huleedu.gateway.api.routes import ROUTES, Route
from huleedu.gateway.api.server import (
    CannotListen,
    Impatient,
    Listening,
    Manner,
    Server,
    listen,
    serve,
)


def taken(host: str, port: int = 0) -> Listening:
    at = listen(host, port)
    assert isinstance(at, Listening), at
    return at


@asynccontextmanager
async def running() -> AsyncGenerator[Listening]:
    """A server in this process, ended by the signal that ends it."""
    at = taken("127.0.0.1")
    ready = asyncio.Event()
    server = asyncio.create_task(serve(api(StandIn(NoPairNow)), at, ready.set))
    async with asyncio.timeout(LONG_S):
        await ready.wait()
        yield at
        os.kill(os.getpid(), signal.SIGTERM)
        await server


def test_this_machine_alone_is_told_from_the_world() -> None:
    for host, private in (("127.0.0.1", True), ("localhost", True), ("0.0.0.0", False)):
        at = taken(host)
        assert at.private is private
        at.socket.close()


def test_an_address_of_six_stands_in_brackets() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine does not know IPv6")
    at = listen("::1", 0)
    if isinstance(at, CannotListen):
        pytest.skip(at.why)
    assert at.url.startswith("http://[::1]:")
    assert at.private
    at.socket.close()


def test_an_address_that_cannot_be_had_is_refused_in_words() -> None:
    at = taken("127.0.0.1")
    port = at.socket.getsockname()[1]
    second = listen("127.0.0.1", port)
    assert isinstance(second, CannotListen)
    assert second.why.startswith(f"port {port} of 127.0.0.1 cannot be used: ")
    assert "ddress" in second.why
    at.socket.close()
    for nowhere in ("192.0.2.1", "nowhere.invalid"):
        assert isinstance(listen(nowhere, 0), CannotListen)


async def test_it_serves_until_it_is_told_to_stop() -> None:
    async with running() as at, httpx.AsyncClient(base_url=at.url) as http:
        answer = await http.get("/readyz")
        assert answer.status_code == 200
        assert "server" not in answer.headers


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nG"],
)
async def test_a_request_that_never_ends_does_not_hold_its_connection(
    sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "PATIENCE_S", 0.05)
    async with running() as at:
        reader, writer = await asyncio.open_connection(*at.socket.getsockname())
        writer.write(sent)
        answer = await reader.read()  # up to the end that the server makes
        assert answer.count(b"HTTP/1.1 200") == sent.count(b"\r\n\r\n")
        writer.close()


async def test_a_head_without_end_is_refused() -> None:
    async with running() as at:
        reader, writer = await asyncio.open_connection(*at.socket.getsockname())
        writer.write(b"GET /healthz HTTP/1.1\r\nX: " + b"x" * (server.HEAD_BYTES_MAX + 1))
        assert (await reader.read()).startswith(b"HTTP/1.1 400")
        writer.close()


PAIR = "5b0e3c9e-6d0c-4a43-9d52-0c8f6d9a41e7"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path)
@pytest.mark.parametrize(
    ("version", "lengths", "status"),
    [
        ("1.1", "Content-Length: 5\r\nTransfer-Encoding: chunked", 400),
        ("1.1", "Transfer-Encoding: chunked\r\ncontent-length: 0", 400),
        ("1.0", "Transfer-Encoding: chunked", 400),
        ("1.1", f"Content-Length: {BODY_BYTES_MAX + 1}", 413),
        ("1.1", "Content-Length: 99999999999999999999", 413),
        ("1.1", f"Content-Length: {BODY_BYTES_MAX + 1}\r\nExpect: 100-continue", 413),
    ],
)
async def test_a_head_that_will_not_do_is_refused_before_a_body_is_read(
    route: Route, version: str, lengths: str, status: int
) -> None:
    """Nothing of a body is sent, and yet the answer comes, and the end of the connection."""
    async with running() as at:
        reader, writer = await asyncio.open_connection(*at.socket.getsockname())
        head = f"{route.method} {route.path.replace('{pair}', PAIR)} HTTP/{version}\r\nHost: x\r\n"
        writer.write(f"{head}{lengths}\r\nAuthorization: Bearer key\r\n\r\n".encode())
        answer = await reader.read()  # up to the end that the server makes
        writer.close()
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"\r\nconnection: close\r\n" in answer.lower()
    assert answer.count(b"HTTP/1.1 ") == 1


async def test_what_follows_two_lengths_is_not_taken_for_a_request() -> None:
    async with running() as at:
        reader, writer = await asyncio.open_connection(*at.socket.getsockname())
        writer.write(
            b"POST /api/v1/judging/next HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
        )
        answer = await reader.read()
        writer.close()
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert answer.count(b"HTTP/1.1 ") == 1


class Transport:
    """A connection that tells whether it was closed."""

    def __init__(self) -> None:
        self.closed = False

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True


def test_only_who_waits_twice_after_the_same_request_is_idle() -> None:
    later: list[tuple[Callable[[object], None], object]] = []

    def look() -> bool:
        """Let the time pass until the next look; was the connection ended?"""
        again, waited_after = later.pop()
        again(waited_after)
        return transport.closed

    def call_later(_s: float, again: Callable[[object], None], waited_after: object) -> None:
        later.append((again, waited_after))

    connection: Any = object.__new__(Impatient)
    transport = connection.transport = Transport()
    connection.loop = SimpleNamespace(call_later=call_later)
    request = connection.cycle = SimpleNamespace(response_complete=False)
    connection.look(connection)
    assert not look(), "it takes long"
    request.response_complete = True
    assert not look(), "it has only just been answered"
    request = connection.cycle = SimpleNamespace(response_complete=True)
    assert not look(), "another one was answered meanwhile"
    assert look()
    assert not later


@pytest.mark.parametrize(
    ("through", "forwarded", "asks"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.6, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.2", "198.51.100.6, 203.0.113.9, 10.0.0.7", "203.0.113.9"),
        ("203.0.113.1", "198.51.100.6", "203.0.113.1"),
    ],
)
async def test_nobody_behind_a_proxy_says_who_they_are(
    through: str, forwarded: str, asks: str
) -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["client"][0])

    config = Server(app, lambda: None, Manner(behind_proxy=True)).config
    config.load()
    headers = [(b"x-forwarded-for", forwarded.encode())]
    scope = {"type": "http", "client": (through, 1), "scheme": "http", "headers": headers}
    await config.loaded_app(scope, None, None)  # type: ignore[arg-type]
    assert seen == [asks]
