"""The web edge: what every request meets, whatever it asks for.

Headers that keep texts where they belong, one line of log without texts and keys, and the end of
every bug.
"""

import asyncio
import logging
import time
import traceback
from collections.abc import Callable
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from huleedu.gateway.api import problems
from huleedu.gateway.api.endpoint import problem_response
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.request import BODY_BYTES_MAX, refused_by_head

log = logging.getLogger("huleedu.http")

HEADERS = {
    "Cache-Control": "no-store",  # texts of pupils are personal data: no copies on the way
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
GONE = 499
"""In the log only: whoever asked did not wait for the answer."""


LINGER_S, LINGER_BYTES = 2.0, 16 << 20
"""So long, and so much, of a body that was refused is still read."""


def usual(_method: str, _path: str) -> int:
    """JSON that people and programs write is small."""
    return BODY_BYTES_MAX


class Edge:
    """Wraps the application.

    Args:
        bytes_max: the largest body of a request by this method to this path.
    """

    def __init__(self, app: ASGIApp, bytes_max: Callable[[str, str], int] = usual) -> None:
        self._app = app
        self._bytes_max = bytes_max

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through and see it to its end."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        try:
            most = self._bytes_max(scope["method"], scope["path"])
            refused = refused_by_head(Headers(scope=scope), scope["http_version"], most)
            if refused:
                await _refuse(refused, scope, receive, sending)
            else:
                await self._app(scope, receive, sending)
        except ClientDisconnect:
            status = GONE
        except Exception as error:  # the one place where a bug ends
            _log_bug(scope, error)
            if not status:
                await problem_response(HttpRefusal(problems.BUG))(scope, receive, sending)
        finally:
            _log_request(scope, status, (time.perf_counter() - began) * 1000)


async def _refuse(refused: HttpRefusal, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer at once, and end only when what is under way has come.

    A connection that is closed with bytes unread is reset, and the reset overtakes the answer (RFC
    9112, section 9.6). Who waits to be told to go on has sent nothing; and what follows two lengths
    is read by nobody.
    """
    waits = "expect" in Headers(scope=scope)
    lingers = refused.kind is not problems.TWO_LENGTHS and not waits

    async def sending(message: Message) -> None:
        if lingers and message["type"] == "http.response.body":
            await send({**message, "more_body": True})
            await _drain(receive)
            message = {"type": "http.response.body", "body": b"", "more_body": False}
        await send(message)

    await problem_response(refused)(scope, receive, sending)


async def _drain(receive: Receive) -> None:
    left = LINGER_BYTES
    with suppress(TimeoutError):
        async with asyncio.timeout(LINGER_S):
            while left > 0:
                message = await receive()
                if not message.get("more_body", False):
                    return
                left -= len(message["body"])


def _log_request(scope: Scope, status: int, took_ms: float) -> None:
    log.info(
        "method=%s route=%s status=%d ms=%.1f",
        scope["method"] if scope["method"] in METHODS else "other",
        _template(scope),
        status,
        took_ms,
    )


def _log_bug(scope: Scope, error: Exception) -> None:
    """Where it happened, not what it says: that may hold what a judge or a pupil has written."""
    stack = "".join(traceback.format_tb(error.__traceback__))
    log.error("a bug at route=%s: %s\n%s", _template(scope), type(error).__name__, stack)


def _template(scope: Scope) -> str:
    """The address with its holes: addresses that we do not know may hold anything, a key too."""
    return getattr(scope.get("endpoint"), "path", "none")
