"""The judge's page: a link's key becomes a cookie of its judging alone, by which the page asks.

The page itself holds nothing of anybody. What it asks is what judges' programs ask, by the same
functions (`gateway/api/routes.py`); only the key comes otherwise.
"""

from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from huleedu.contracts.judging import KeyEnded, KeyRevoked, Told, UnknownKey
from huleedu.gateway.api import problems
from huleedu.gateway.api.endpoint import Endpoint, problem_response, told_response
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.request import sent
from huleedu.gateway.api.routes import AT, ROUTES, JudgeRoute
from huleedu.gateway.api.schemas import RequestBody
from huleedu.gateway.trying import tried
from huleedu.gateway.web.judge_words import judge_words
from huleedu.gateway.web.pages import Answer, AnyRoute, Asked, Page, PageRoute, RawRoute
from huleedu.kit.database import Collision, EngineAway

PATH = "/judge"
COOKIE = "__Secure-huleedu-judge-"
"""Before the judging's name: judgings do not mix in one browser, nor with who is signed in."""
KEY_MAX = 200
KEPT_FROM_OTHERS = {"Referrer-Policy": "no-referrer"}


class Entering(RequestBody, frozen=True, kw_only=True):
    """The key of a judge's link."""

    key: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=KEY_MAX,
            description=f"the judge's key: text of 1 to {KEY_MAX} characters",
        ),
    ]


class Entered(Told, frozen=True):
    """The key has become a cookie; what the page asks stands below `/judge/{judging}`."""

    judging: str


def judging_of(key: str) -> str:
    """The name of the judging that a key opens, which tells nothing of the key."""
    return sha256(b"judging of " + key.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def cookie_of(key: str) -> str:
    """Set-Cookie's value; it ends with the browser, and the key by its owner's word."""
    judging = judging_of(key)
    manner = "Secure; HttpOnly; SameSite=Strict"
    return f"{COOKIE}{judging}={key}; Path={PATH}/{judging}; {manner}"


def key_in_cookie(request: Request) -> str | HttpRefusal:
    """The judge's key, as the page brings it."""
    key = request.cookies.get(COOKIE + str(request.path_params["judging"]), "")
    return key or HttpRefusal(problems.NO_KEY)


async def judge(asked: Asked) -> Answer:
    """The page, which asks for all else itself."""
    return judge_page(asked)


def judge_page(asked: Asked, preview_of: UUID | None = None) -> Page:
    """The same for judges, and for who may see this batch and wants to know what judges see."""
    words = msgspec.json.encode(judge_words(asked)).decode()
    names = {"js_words": words, "preview_of": preview_of}
    return Page("judge.html", names, headers=KEPT_FROM_OTHERS)


async def enter(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
    """Make a link's key a cookie."""
    request = Request(scope, receive)
    try:
        response = await _entered(asked, request)
    except (EngineAway, Collision, TimeoutError):
        response = problem_response(HttpRefusal(problems.AWAY))
    await response(scope, receive, send)


async def _entered(asked: Asked, request: Request) -> Response:
    entering = await sent(request, Entering)
    if isinstance(entering, HttpRefusal):
        return problem_response(entering)
    found = await tried(lambda: asked.web.sessions.of(entering.key))
    if isinstance(found, UnknownKey | KeyRevoked | KeyEnded):
        return told_response(found)
    entered = Entered(judging_of(entering.key))
    response = Response(msgspec.json.encode(entered), media_type="application/json")
    response.headers.append("Set-Cookie", cookie_of(entering.key))
    return response


def _asking(route: JudgeRoute[Any]) -> RawRoute:
    """What the page asks, at its own address."""

    async def ask(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
        await Endpoint(route, asked.web.sessions, key_in_cookie)(scope, receive, send)

    return RawRoute(
        method=route.method,
        path=route.path.replace(AT, PATH + "/{judging}", 1),
        who="anybody",
        what=route.what,
        handle=ask,
    )


def _page(path: str, what: str) -> PageRoute:
    return PageRoute(method="GET", path=path, who="anybody", what=what, view=judge)


JUDGE_PAGES: tuple[AnyRoute, ...] = (
    _page(PATH, "Judge by a link"),
    RawRoute(
        method="POST",
        path=f"{PATH}/enter",
        who="anybody",
        what="Make a judge's key a cookie",
        handle=enter,
    ),
    _page(PATH + "/{judging}", "Go on judging"),
    *(_asking(route) for route in ROUTES if isinstance(route, JudgeRoute)),
)
