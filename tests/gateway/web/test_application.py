"""Pages and the API stand at one address, and each answers for itself."""

import httpx
from starlette.responses import PlainTextResponse

from huleedu.gateway.web.application import application, pages
from huleedu.gateway.web.pages import Web
from huleedu.gateway.web.table import PAGES


async def test_each_address_has_its_application(web: Web) -> None:
    app = application(pages(web, PAGES), PlainTextResponse("the API"))
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        for path in ("/api/v1/me", "/readyz", "/api/"):
            assert (await client.get(path)).text == "the API"
        assert "<main" in (await client.get("/help")).text
        assert (await client.get("/apiary")).status_code == 404
        assert (await client.post("/help")).status_code == 405


def test_no_address_stands_twice() -> None:
    addresses = [(route.method, route.path) for route in PAGES]
    assert len(addresses) == len({*addresses})
    assert all(route.what for route in PAGES)
