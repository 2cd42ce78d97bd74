"""Make the application of the pages: the table of them, the files that they need, and the edge."""

from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from huleedu.gateway.web import answering
from huleedu.gateway.web.edge import PagesEdge, Tell
from huleedu.gateway.web.endpoint import PageEndpoint
from huleedu.gateway.web.pages import AnyRoute, Web
from huleedu.gateway.web.plain_cookies import PlainCookies
from huleedu.gateway.web.static import FOREVER, by_path
from huleedu.kit.database import Collision, EngineAway

API_PATHS = ("/api/", "/healthz", "/readyz")


def pages(web: Web, table: tuple[AnyRoute, ...]) -> ASGIApp:
    """The pages, each at its address."""

    def told_bug(scope: Scope, number: str) -> Tell:
        return answering.bug(Request(scope), web, number)

    def told_elsewhere(scope: Scope) -> Tell:
        return answering.from_elsewhere(Request(scope), web)

    async def no_page(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        try:
            person = await web.who(request)
        except (EngineAway, Collision, TimeoutError):
            person = None
        response = answering.no_page(request, web, person, HTTPStatus(error.status_code))
        response.headers.update(error.headers or {})
        return response

    app = Starlette(
        routes=[
            *(
                Route(route.path, PageEndpoint(route, web), methods=[route.method])
                for route in table
            ),
            Route("/static/{digest}/{name}", send_file),
        ],
        middleware=[
            Middleware(PagesEdge, web=web, told_bug=told_bug, told_elsewhere=told_elsewhere)
        ],
        exception_handlers={HTTPException: no_page},
    )
    # a redirect would name the host that the client believes in: addresses are exact instead
    app.router.redirect_slashes = False
    return app if web.secure else PlainCookies(app)


async def send_file(request: Request) -> Response:
    """One of the files that pages need."""
    file = by_path().get(request.url.path)
    if file is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    if file.packed and "gzip" in request.headers.get("accept-encoding", ""):
        packed = {**headers, "Content-Encoding": "gzip"}
        return Response(file.packed, 200, packed, file.media_type)
    return Response(file.body, 200, headers, file.media_type)


def application(of_pages: ASGIApp, of_api: ASGIApp) -> ASGIApp:
    """Pages and the JSON API at one address, each with an edge of its own."""

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        app = of_api if scope["path"].startswith(API_PATHS) else of_pages
        await app(scope, receive, send)

    return either
