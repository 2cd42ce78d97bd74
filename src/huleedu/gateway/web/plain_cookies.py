"""Cookies over plain http, which pages speak to this machine alone.

Every page names its cookies `__Host-…`, which browsers keep for one host and TLS alone. Chrome and
Firefox take this machine for as safe as TLS; Safari does not, and keeps no such cookie: nobody
could come in. So they go over the wire by their plain names there.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX = "__Host-"
_BY_TLS = "; Secure"


class PlainCookies:
    """Wraps the pages where they are reached without TLS."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with the cookies' own names, and its answer with the plain ones."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, _plain(value) if name.lower() == b"set-cookie" else value)
                    for name, value in message.get("headers", ())
                ]
            await send(message)

        told = Headers(scope=scope).getlist("cookie")
        if told:
            scope = {**scope, "headers": [*scope["headers"]]}
            MutableHeaders(scope=scope)["cookie"] = "; ".join(map(_own, told))
        await self._app(scope, receive, sending)


def _plain(set_cookie: bytes) -> bytes:
    return set_cookie.removeprefix(PREFIX.encode()).replace(_BY_TLS.encode(), b"")


def _own(cookies: str) -> str:
    return "; ".join(
        one if one.startswith(PREFIX) else PREFIX + one for one in cookies.split("; ") if one
    )
