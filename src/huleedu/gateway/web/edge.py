"""The web edge of the pages: what every request meets before, and every answer gets on its way.

Headers that shut out what does not belong here, the refusal of what other sites send in our
readers' names, one line of log without names and keys, and the end of every bug.
"""

import asyncio
import logging
import time
import traceback
from collections.abc import Awaitable, Callable
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from huleedu.gateway.web.pages import Web

log = logging.getLogger("huleedu.http")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
KEPT_NOWHERE = "no-store"
"""Texts of pupils are personal data: no copies on the way."""
REMEMBER_TLS = "max-age=31536000; includeSubDomains"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
METHODS = SAFE | {"POST", "PUT", "PATCH", "DELETE"}
GONE = 499
"""In the log only: whoever asked did not wait for the answer."""
LOCAL = frozenset({"localhost", "127.0.0.1", "[::1]"})

Tell = Callable[[Scope, Receive, Send], Awaitable[None]]


class PagesEdge:
    """Wraps the pages.

    Args:
        told_bug: answers with a page that tells of a mistake of ours, with this number.
        told_elsewhere: answers whoever sent something from another site.
    """

    def __init__(
        self,
        app: ASGIApp,
        web: Web,
        told_bug: Callable[[Scope, str], Tell],
        told_elsewhere: Callable[[Scope], Tell],
    ) -> None:
        self._app = app
        self._web = web
        self._told_bug = told_bug
        self._told_elsewhere = told_elsewhere

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through and see it to its end."""
        began = time.perf_counter()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._put_headers(MutableHeaders(scope=message))
            await send(message)

        try:
            if self._comes_from_elsewhere(scope):
                await self._told_elsewhere(scope)(scope, receive, sending)
            else:
                await self._app(scope, receive, sending)
        except ClientDisconnect:
            status = GONE
        except asyncio.CancelledError:
            status = status or GONE
            raise
        except Exception as error:  # the one place where a bug of a page ends
            number = uuid4().hex[:8]
            _log_bug(scope, error, number)
            if not status:
                await self._told_bug(scope, number)(scope, receive, sending)
        finally:
            took_ms = (time.perf_counter() - began) * 1000
            method = scope["method"] if scope["method"] in METHODS else "other"
            log.info("method=%s route=%s status=%d ms=%.1f", method, _where(scope), status, took_ms)

    def _put_headers(self, headers: MutableHeaders) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        headers.setdefault("Cache-Control", KEPT_NOWHERE)
        if self._web.secure:
            headers["Strict-Transport-Security"] = REMEMBER_TLS

    def _comes_from_elsewhere(self, scope: Scope) -> bool:
        """Whether another site's page sent this, or a name of another site led here.

        Every browser of today says where an unsafe request comes from; without either header there
        is no browser, so no cookie that somebody else could use (Go's `CrossOriginProtection`).
        """
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._web.origins and host.rpartition(":")[0] not in LOCAL and host not in LOCAL:
            return True  # a name that somebody had lead to this machine (DNS rebinding)
        if scope["method"] in SAFE:
            return False
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site not in ("same-origin", "none")
        origin = headers.get("origin")
        if origin is None:
            return False
        return origin not in (self._web.origins or {f"http://{host}"})


def _log_bug(scope: Scope, error: Exception, number: str) -> None:
    """Where it happened, not what it says: that may hold what somebody has written."""
    stack = "".join(traceback.format_tb(error.__traceback__))
    log.error("bug %s at route=%s: %s\n%s", number, _where(scope), type(error).__name__, stack)


def _where(scope: Scope) -> str:
    """The address with its holes: what stands in their place may be anything, a key too."""
    return getattr(scope.get("endpoint"), "path", "none")
