"""Make the routes of `/api/v1` out of their table."""

from collections.abc import Callable
from re import Pattern

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, compile_path

from huleedu.gateway.api.request import BODY_BYTES_MAX
from huleedu.gateway.api.v1.answers import encode
from huleedu.gateway.api.v1.describing import description
from huleedu.gateway.api.v1.endpoint import ApiEndpoint
from huleedu.gateway.api.v1.table import API, DESCRIPTION
from huleedu.gateway.web.pages import Web


def routes(web: Web) -> list[Route]:
    """What stands at each address, and the description of it."""
    described = encode(description())

    async def describe(_request: Request) -> Response:
        return Response(described, media_type="application/json")

    return [
        *(Route(route.path, ApiEndpoint(route, web), methods=[route.method]) for route in API),
        Route(DESCRIPTION, describe),
    ]


def bytes_max_of(file_bytes_max: int) -> Callable[[str, str], int]:
    """The largest body by method and path: larger than usual where files come.

    Args:
        file_bytes_max: the largest file that is taken.
    """
    larger: list[tuple[str, Pattern[str], int]] = []
    for route in API:
        most = file_bytes_max + FORM_BYTES if route.takes_files else route.bytes_max
        if most > BODY_BYTES_MAX:
            larger.append((route.method, compile_path(route.path)[0], most))

    def bytes_max(method: str, path: str) -> int:
        fits = (most for by, at, most in larger if by == method and at.match(path))
        return next(fits, BODY_BYTES_MAX)

    return bytes_max


FORM_BYTES = 64 * 1024
"""What stands around a file in a form."""
