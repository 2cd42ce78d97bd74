"""Answer a request of somebody's program: whose token, what with, may they; and only once."""

from contextlib import AsyncExitStack, suppress
from hashlib import sha256
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from huleedu.gateway import answered
from huleedu.gateway.answered import AnsweredBefore, Begun, NamedBefore
from huleedu.gateway.api import problems
from huleedu.gateway.api.endpoint import problem_response
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.request import key_of, query_of, sent
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.answers import ApiAnswer, ToldOnce, encode, etag_of
from huleedu.gateway.api.v1.asking import (
    AnyApiRoute,
    AnyJsonRoute,
    ApiAsked,
    ApiRoute,
    RawApiRoute,
)
from huleedu.gateway.trying import tried
from huleedu.gateway.web.pages import Web, identifier
from huleedu.kit.database import Collision, EngineAway, Viewer
from huleedu.services.identity import api as identity
from huleedu.services.identity.api import TokenOf

JSON = "application/json"
NOT_NAMED = UUID(int=0)


class ApiEndpoint:
    """What stands at one address for one method."""

    def __init__(self, route: AnyApiRoute, web: Web) -> None:
        self.path = route.path
        self._route = route
        self._web = web

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except (EngineAway, Collision, TimeoutError):
            response = problem_response(HttpRefusal(problems.AWAY))
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        token = await self._token(request)
        if isinstance(token, HttpRefusal):
            return problem_response(token)
        route = self._route
        asked = await self._asked(request, token)
        if isinstance(asked, HttpRefusal):
            return problem_response(asked)
        if isinstance(route, RawApiRoute):
            raw = await route.do(asked, request)
            return problem_response(raw) if isinstance(raw, HttpRefusal) else raw
        if not route.named:
            said = await tried(lambda: route.do(asked))
            known = request.headers.get("if-none-match", "") if route.method == "GET" else ""
            return _as_known(said, known) or _said(said)
        return await self._once(route, asked)

    async def _token(self, request: Request) -> TokenOf | HttpRefusal:
        """Whose token comes with it, if it has the right to this."""
        key = key_of(request)
        if isinstance(key, HttpRefusal):
            return HttpRefusal(refusals.NO_TOKEN)
        people = self._web.databases("identity").of(Viewer(None))
        token = await tried(lambda: identity.token_of(people, key, self._web.clock()))
        if isinstance(token, identity.SchoolPaused):
            return HttpRefusal(refusals.SCHOOL_PAUSED)
        if not isinstance(token, TokenOf):
            return HttpRefusal(refusals.TOKEN_ENDED)
        route = self._route
        if route.needs not in token.may or (route.who and route.who not in token.who.rights):
            return HttpRefusal(refusals.NO_RIGHT)
        return token

    async def _asked(self, request: Request, token: TokenOf) -> ApiAsked[Any, Any] | HttpRefusal:
        """The request, read and checked."""
        route = self._route
        ids = {name: identifier(text) for name, text in request.path_params.items()}
        if None in ids.values():
            return HttpRefusal(refusals.NOT_THERE)
        query = query_of(request.query_params, route.fields)
        if isinstance(query, HttpRefusal):
            return query
        once = identifier(request.headers.get("idempotency-key", "").strip('"')) or NOT_NAMED
        if route.named and once == NOT_NAMED:
            return HttpRefusal(refusals.NO_ONCE)
        if_match = request.headers.get("if-match", "").strip()
        if route.guarded and not if_match:
            return HttpRefusal(refusals.NO_IF_MATCH)
        form = route.form if isinstance(route, ApiRoute) else None
        body = await sent(request, form, bytes_max=route.bytes_max) if form else None
        if isinstance(body, HttpRefusal):
            return body
        return ApiAsked(
            web=self._web,
            token=token,
            ids={name: found for name, found in ids.items() if found},
            sent=body,
            query=query,
            once=once,
            if_match=if_match,
        )

    async def _once(self, route: AnyJsonRoute, asked: ApiAsked[Any, Any]) -> Response:
        """Do what the request asks for, if it was not done before under this name."""
        database, viewer, now = asked.database("gateway"), asked.viewer, self._web.clock()
        what = encode((route.path, asked.ids, asked.sent, asked.if_match))
        digest = sha256(what).hexdigest()
        begun = await tried(lambda: answered.begin(database, viewer, asked.once, digest, now))
        match begun:
            case AnsweredBefore(status, body):
                return Response(body, status, media_type=JSON)
            case NamedBefore():
                return problem_response(HttpRefusal(refusals.OTHER_REQUEST))
            case Begun():
                pass
            case _:
                return problem_response(HttpRefusal(refusals.STILL_RUNNING))
        async with AsyncExitStack() as unless_answered:
            unless_answered.push_async_callback(self._forget, asked)
            said = await tried(lambda: route.do(asked))
            response = _said(said)
            if not isinstance(said, HttpRefusal):
                kept = said.kept() if isinstance(said, ToldOnce) else said
                status, body = response.status_code, encode(kept)
                await tried(lambda: answered.answer(database, viewer, asked.once, status, body))
                unless_answered.pop_all()
        return response

    async def _forget(self, asked: ApiAsked[Any, Any]) -> None:
        """Nothing came of it: it may be asked again at once, under the same name."""
        with suppress(EngineAway, Collision):
            await answered.forget(asked.database("gateway"), asked.viewer, asked.once)


def _as_known(said: ApiAnswer | HttpRefusal, known: str) -> Response | None:
    """Nothing but that it is as whoever asks knows it; None: it is not, or that can't be told."""
    if isinstance(said, HttpRefusal) or said.changeable() is not said:
        return None  # an ETag that names a part of it says nothing of the rest
    etag = etag_of(said)
    if etag not in [each.strip().removeprefix("W/") for each in known.split(",")]:
        return None
    return Response(status_code=304, headers={"ETag": etag})


def _said(said: ApiAnswer | HttpRefusal) -> Response:
    if isinstance(said, HttpRefusal):
        return problem_response(said)
    return Response(encode(said), said.status, {"ETag": etag_of(said)}, JSON)
