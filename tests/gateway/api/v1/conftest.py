"""Programs of teachers ask the API, each with a token."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from tests.gateway.api.standins import StandIn
from tests.services.identity import persons

from huleedu.contracts.judging import Recorded
from huleedu.gateway.api.application import api
from huleedu.gateway.api.v1.application import routes
from huleedu.gateway.web.pages import Web
from huleedu.kit.database import Viewer
from huleedu.services.identity import api as identity
from huleedu.wiring.program import House
from huleedu.wiring.web import web_of


@dataclass
class TeachersProgram:
    """A program with a token; what it posts has a new name each time, or the name given."""

    http: httpx.AsyncClient
    person: UUID

    async def post(self, path: str, body: object = None, once: str = "") -> httpx.Response:
        """Ask for something to be done."""
        headers = {"Idempotency-Key": once or str(uuid4())}
        more: dict[str, Any] = {} if body is None else {"json": body}
        return await self.http.post(f"/api/v1{path}", headers=headers, **more)

    async def get(self, path: str, **query: object) -> httpx.Response:
        """Ask how something is."""
        return await self.http.get(f"/api/v1{path}", params={k: str(v) for k, v in query.items()})

    async def patch(self, path: str, body: object, seen: str = "") -> httpx.Response:
        """Change something that was seen so."""
        headers = {"If-Match": seen} if seen else {}
        return await self.http.patch(f"/api/v1{path}", json=body, headers=headers)


Opened = Callable[..., Awaitable[TeachersProgram]]


@pytest.fixture
async def web(house: House) -> Web:
    """What the API works with, the services at work."""
    await house.start(["gateway", "batches", "lifecycle", "files", "results"])
    return web_of(house, "en")


@pytest.fixture
async def program(web: Web, house: House) -> AsyncIterator[Opened]:
    """Opens a program of a teacher, with these rights of its token."""
    app = api(StandIn(Recorded), routes(web))
    opened: list[httpx.AsyncClient] = []

    async def open_one(
        email: str = "ali@lund.example", rights: Collection[str] = ("read", "write")
    ) -> TeachersProgram:
        people, now = house.viewers("identity").of(Viewer(None)), house.clock()
        await persons.somebody(people, email, now=now)
        begun = await persons.signed_in(people, email, now=now)
        who = await persons.known(people, begun.token, now)
        ends_on = (now + timedelta(days=30)).date()
        made = await identity.make_token(people, who, "a program", rights, ends_on, now)
        assert isinstance(made, identity.TokenMade)
        http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app),
            base_url="http://localhost",
            headers={"Authorization": f"Bearer {made.secret}"},
        )
        opened.append(http)
        return TeachersProgram(http, who.person)

    yield open_one
    for http in opened:
        await http.aclose()
