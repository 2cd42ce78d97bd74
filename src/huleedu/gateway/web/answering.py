"""Make what a view says into a response, and the pages for what went otherwise."""

import gzip
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from huleedu.gateway.web.look import look_of
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Bytes,
    Done,
    MayNot,
    NotThere,
    Page,
    Redirect,
    SignedIn,
    Web,
    sign_in_address,
)
from huleedu.gateway.web.rendering import rendered
from huleedu.gateway.words.words import words

DONE = "__Host-done"
"""Carries what was just done over to the next page: nobody is told of it twice."""
DONE_S = 60
DONE_MAX = 3_000
HTML = "text/html; charset=utf-8"
WORTH_PACKING = 1_000
PACKED_AT = 5
"""Of gzip's levels: a tenth larger than the best one, in a third of its time."""
RETRY_AFTER_S = "5"
WRONG = {
    HTTPStatus.METHOD_NOT_ALLOWED: "wrong.method",
    HTTPStatus.NOT_FOUND: "wrong.not_there",
}


def answer(asked: Asked, said: Answer) -> Response:
    """What the view says, as HTTP."""
    match said:
        case Page():
            return _page(asked, said)
        case Redirect():
            return _redirect(said)
        case NotThere():
            return _page(asked, wrong("wrong.not_there", HTTPStatus.NOT_FOUND))
        case MayNot(code):
            return _page(asked, wrong("wrong.may_not", HTTPStatus.FORBIDDEN, why=code))
        case Bytes(body, media_type, headers, status):
            return Response(body, status, headers, media_type)


def wrong(code: str, status: int, why: str = "", number: str = "") -> Page:
    """A page that says what did not happen; `why` is a code of its own."""
    return Page("wrong.html", {"code": code, "why": why, "bug": number}, status)


def may_not(asked: Asked) -> Response:
    """Who asks has not the right for any such page."""
    return answer(asked, MayNot())


def signed_out(asked: Asked) -> Response:
    """Something was sent by nobody who is signed in, or no longer."""
    here = asked.request.headers.get("hx-current-url", "")
    page = wrong("wrong.signed_out", HTTPStatus.UNAUTHORIZED)
    response = answer(asked, page)
    if asked.part:  # a script shows the way instead of a part of a page
        response.headers["HX-Redirect"] = sign_in_address(_path(here))
    return response


def _path(url: str) -> str:
    """The path of an address of ours."""
    rest = url.partition("://")[2]
    return "/" + rest.partition("/")[2] if rest else "/"


def too_much(asked: Asked, bytes_max: int) -> Response:
    """More was sent than this page takes."""
    names = {"code": "wrong.too_much", "why": "", "bug": "", "bytes_max": bytes_max}
    return _page(asked, Page("wrong.html", names, HTTPStatus.REQUEST_ENTITY_TOO_LARGE))


def away(request: Request, web: Web) -> Response:
    """The database does not answer; what was asked may be asked again."""
    response = answer(nobody(request, web), wrong("wrong.away", HTTPStatus.SERVICE_UNAVAILABLE))
    response.headers["Retry-After"] = RETRY_AFTER_S
    return response


def bug(request: Request, web: Web, number: str) -> Response:
    """A mistake of ours, with its number in the log."""
    page = wrong("wrong.bug", HTTPStatus.INTERNAL_SERVER_ERROR, number=number)
    return answer(nobody(request, web), page)


def no_page(request: Request, web: Web, person: SignedIn | None, status: HTTPStatus) -> Response:
    """There is no such address, or nothing can be sent there."""
    code = WRONG.get(status, "wrong.not_there")
    return answer(asked_by(person, request, web), wrong(code, status))


def from_elsewhere(request: Request, web: Web) -> Response:
    """Another site's page sent this."""
    return answer(nobody(request, web), wrong("wrong.elsewhere", HTTPStatus.FORBIDDEN))


def nobody(request: Request, web: Web) -> Asked:
    """The request, as one of whom nothing is known."""
    return asked_by(None, request, web)


def asked_by(person: SignedIn | None, request: Request, web: Web) -> Asked:
    """The request as a page sees it."""
    look = look_of(request, person, web.language)
    return Asked(request=request, web=web, person=person, look=look, words=words(look.language))


def _page(asked: Asked, page: Page) -> Response:
    carried = asked.request.cookies.get(DONE, "")
    response = _html(
        asked, rendered(asked, page.template, page.names, _read_done(carried)), page.status
    )
    response.headers.update(page.headers)
    for cookie in page.cookies:
        response.headers.append("Set-Cookie", cookie)
    if carried:
        response.headers.append("Set-Cookie", _done_cookie("", 0))
    return response


def _html(asked: Asked, text: str, status: int) -> Response:
    body, headers = text.encode(), {"Vary": "Accept-Encoding, HX-Request"}
    packs = "gzip" in asked.request.headers.get("accept-encoding", "")
    if packs and len(body) > WORTH_PACKING:
        body = gzip.compress(body, PACKED_AT, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, status, headers, HTML)


def _redirect(said: Redirect) -> Response:
    response = Response(status_code=HTTPStatus.SEE_OTHER, headers={"Location": said.to})
    response.headers.update(said.headers)
    for cookie in said.cookies:
        response.headers.append("Set-Cookie", cookie)
    if said.done:
        written = urlsafe_b64encode(msgspec.json.encode(said.done)).decode()
        if len(written) <= DONE_MAX:
            response.headers.append("Set-Cookie", _done_cookie(written, DONE_S))
    return response


def _done_cookie(value: str, age_s: int) -> str:
    return f"{DONE}={value}; Path=/; Max-Age={age_s}; Secure; HttpOnly; SameSite=Lax"


def _read_done(carried: str) -> Done | None:
    try:
        return msgspec.json.decode(urlsafe_b64decode(carried), type=Done) if carried else None
    except (msgspec.DecodeError, NoBase64, ValueError):
        return None
