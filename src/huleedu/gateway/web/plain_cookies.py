"""Cookies over plain http, which pages speak to this machine alone.

Pages name their cookies `__Host-…` or `__Secure-…`, which browsers keep for TLS alone. Chrome and
Firefox take this machine for as safe as TLS; Safari does not, and keeps no such cookie: nobody
could come in. So they go over the wire by plain names there.
"""

from collections.abc import Mapping
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PLAIN: Mapping[str, str] = MappingProxyType({"__Secure-": "secure.", "__Host-": ""})
"""How a name begins, and how it begins over the wire; the last is for all other names."""
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
                    (name, _plain(value.decode("latin-1")).encode("latin-1"))
                    if name.lower() == b"set-cookie"
                    else (name, value)
                    for name, value in message.get("headers", ())
                ]
            await send(message)

        told = Headers(scope=scope).getlist("cookie")
        if told:
            scope = {**scope, "headers": [*scope["headers"]]}
            MutableHeaders(scope=scope)["cookie"] = "; ".join(map(_own, told))
        await self._app(scope, receive, sending)


def _plain(set_cookie: str) -> str:
    for own, plain in PLAIN.items():
        if set_cookie.startswith(own):
            set_cookie = plain + set_cookie.removeprefix(own)
            break
    return set_cookie.replace(_BY_TLS, "")


def _own(cookies: str) -> str:
    return "; ".join(map(_own_name, filter(None, cookies.split("; "))))


def _own_name(cookie: str) -> str:
    if cookie.startswith(tuple(PLAIN)):
        return cookie
    own, plain = next(pair for pair in PLAIN.items() if cookie.startswith(pair[1]))
    return own + cookie.removeprefix(plain)
