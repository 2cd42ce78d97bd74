"""Make the application: the routes, and the edge around them."""

from collections.abc import Callable, Sequence
from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from huleedu.gateway.api import problems
from huleedu.gateway.api.endpoint import Endpoint, problem_response
from huleedu.gateway.api.middleware import Edge, usual
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.routes import ROUTES
from huleedu.services.judging.api.sessions import Sessions


def api(
    sessions: Sessions,
    more: Sequence[Route] = (),
    bytes_max: Callable[[str, str], int] = usual,
) -> Starlette:
    """The JSON API for judges, and whatever else is asked in JSON.

    Args:
        bytes_max: see `Edge`.
    """
    app = Starlette(
        routes=[
            *(
                Route(route.path, Endpoint(route, sessions), methods=[route.method])
                for route in ROUTES
            ),
            *more,
        ],
        middleware=[Middleware(Edge, bytes_max=bytes_max)],
        exception_handlers={HTTPException: _not_found},
    )
    # a redirect would name the host that the client believes in: addresses are exact instead
    app.router.redirect_slashes = False
    return app


async def _not_found(_request: Request, error: Exception) -> Response:
    """Starlette found no route, or one with another method."""
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return problem_response(HttpRefusal(problems.WRONG_METHOD, headers=error.headers or {}))
    return problem_response(HttpRefusal(problems.NO_PLACE))
