"""Answer a request: read it, ask the judge's session, and send what it says with its status."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from huleedu.contracts.judging import (
    KeyEnded,
    KeyRevoked,
    NotEnrolled,
    NotLetIn,
    NotYourPair,
    Told,
    UnknownKey,
)
from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.request import key_of, pair_of, query_of, sent
from huleedu.gateway.api.routes import NO_PAIR, JudgesRequest, OpenRoute, Route
from huleedu.gateway.api.schemas import Listing, status_of
from huleedu.gateway.trying import tried
from huleedu.kit.database import Collision, EngineAway
from huleedu.services.judging.api.sessions import Sessions

UNKNOWN = {"WWW-Authenticate": 'Bearer realm="judging", error="invalid_token"'}

encode = msgspec.json.Encoder().encode


class Endpoint:
    """What stands at one address for one method.

    Args:
        key: finds the judge's key in a request.
    """

    def __init__(
        self,
        route: Route,
        sessions: Sessions,
        key: Callable[[Request], str | HttpRefusal] = key_of,
    ) -> None:
        self.path = route.path
        self._route = route
        self._sessions = sessions
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        try:
            said = await self._answer(request)
        except (EngineAway, Collision, TimeoutError):
            said = HttpRefusal(problems.AWAY)
        response = problem_response(said) if isinstance(said, HttpRefusal) else told_response(said)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Told | HttpRefusal:
        route = self._route
        if isinstance(route, OpenRoute):
            return await tried(lambda: route.do(self._sessions))
        key = self._key(request)
        if isinstance(key, HttpRefusal):
            return key
        judging = await tried(lambda: self._sessions.of(key))
        if isinstance(judging, NotLetIn):
            return judging
        pair = pair_of(request) if route.of_pair else NO_PAIR
        if isinstance(pair, HttpRefusal):
            return pair
        query = query_of(request.query_params, route.fields)
        if isinstance(query, HttpRefusal):
            return query
        body = await sent(request, route.form, optional=route.optional) if route.form else None
        if isinstance(body, HttpRefusal):
            return body
        asked = JudgesRequest(judging, body, pair, query or Listing())
        said = await tried(lambda: route.do(asked))
        if not isinstance(said, NotEnrolled | NotYourPair):
            return said
        # what the judge is called may have changed since their key was looked up
        again = await tried(lambda: self._sessions.of(key))
        if isinstance(again, NotLetIn) or again.called == judging.called:
            return said
        return await tried(lambda: route.do(replace(asked, judging=again)))


def told_response(told: Told) -> Response:
    """What happened, as JSON."""
    headers = UNKNOWN if isinstance(told, UnknownKey | KeyRevoked | KeyEnded) else None
    return Response(encode(told), status_of(told), headers, "application/json")


def problem_response(refused: HttpRefusal) -> Response:
    """Why nothing happened, as problem details."""
    headers = {**refused.kind.headers, **refused.headers}
    return Response(
        encode(refused.problem()), refused.kind.status, headers, "application/problem+json"
    )
