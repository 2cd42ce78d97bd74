"""Make the routes of `/api/v1` out of their table."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from huleedu.gateway.api.endpoint import encode
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
