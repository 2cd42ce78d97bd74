"""Answer a request for a page: who asks, what with, and may they; then what its view says."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qs

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from huleedu.gateway.trying import tried
from huleedu.gateway.web import answering
from huleedu.gateway.web.pages import (
    AnyRoute,
    Asked,
    Form,
    PageRoute,
    Redirect,
    SignedIn,
    Web,
    sign_in_address,
)
from huleedu.kit.database import Collision, EngineAway

BODY_S = 60.0
FIELDS_MAX = 6_000
TOO_MUCH = 413
URLENCODED = "application/x-www-form-urlencoded"


class PageEndpoint:
    """What stands at one address for one method."""

    def __init__(self, route: AnyRoute, web: Web) -> None:
        self.path = route.path
        self._route = route
        self._web = web

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            person = await self._web.who(request)
        except (EngineAway, Collision, TimeoutError):
            await answering.away(request, self._web)(scope, receive, send)
            return
        asked = await self._asked(request, person)
        if isinstance(asked, Response):
            await asked(scope, receive, send)
        elif isinstance(self._route, PageRoute):
            response = await _viewed(self._route, asked)
            await response(scope, receive, send)
        else:
            await self._route.handle(asked, scope, receive, send)

    async def _asked(self, request: Request, person: SignedIn | None) -> Asked | Response:
        """The request as its page sees it, or what is said to who may not ask for it."""
        route, web = self._route, self._web
        asked = answering.asked_by(person, request, web)
        if route.who != "anybody" and person is None:
            return _to_sign_in(asked)
        if person and not _may(route, person):
            return answering.may_not(asked)
        if not isinstance(route, PageRoute) or route.method != "POST":
            return asked
        form = await _form(request, route.bytes_max)
        if form is None:
            return answering.too_much(asked, route.bytes_max)
        return replace(asked, form=form)


def _may(route: AnyRoute, person: SignedIn) -> bool:
    return route.who in ("anybody", "signed-in") or route.who in person.rights


def _to_sign_in(asked: Asked) -> Response:
    """A page is shown after sign-in; what was sent is not sent again by us."""
    url = asked.request.url
    if asked.request.method != "GET" or asked.part:
        return answering.signed_out(asked)
    wanted = f"{url.path}?{url.query}" if url.query else url.path
    return answering.answer(asked, Redirect(sign_in_address(wanted)))


async def _viewed(route: PageRoute, asked: Asked) -> Response:
    try:
        return answering.answer(asked, await tried(lambda: route.view(asked)))
    except (EngineAway, Collision, TimeoutError):
        return answering.away(asked.request, asked.web)


async def _form(request: Request, bytes_max: int) -> Form | None:
    """What was filled in; None if it is too much. Small files stand under their field's name."""
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > bytes_max:
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _multipart(request, bytes_max)
    body = bytearray()
    async with asyncio.timeout(BODY_S):
        async for part in request.stream():
            body += part
            if len(body) > bytes_max:
                return None
    if kind != URLENCODED:
        return {}
    try:
        return parse_qs(
            body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=FIELDS_MAX
        )
    except ValueError:
        return None


async def _multipart(request: Request, bytes_max: int) -> Form | None:
    """Texts of fields; a file stands as its bytes read as Latin-1, and `…:name` as its name."""
    fields: dict[str, Sequence[str]] = {}
    try:
        async with asyncio.timeout(BODY_S), request.form(max_part_size=bytes_max) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    content = (await value.read()).decode("latin-1")
                    fields[name] = [*fields.get(name, ()), content]
                    fields[f"{name}:name"] = [*fields.get(f"{name}:name", ()), value.filename or ""]
                else:
                    fields[name] = [*fields.get(name, ()), value]
    except HTTPException:
        return None
    return fields
