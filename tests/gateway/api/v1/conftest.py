"""Programs of teachers ask the API, each with a token."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from tests.gateway.api.standins import StandIn
from tests.patience import LONG_S
from tests.services.identity import persons

from huleedu.contracts.judging import Recorded
from huleedu.contracts.people import OWN_SCHOOL, Right
from huleedu.gateway.api.application import api
from huleedu.gateway.api.v1.application import bytes_max_of, routes
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

    async def put(self, path: str, body: object, seen: str) -> httpx.Response:
        """Put something where something was seen so."""
        headers = {"If-Match": seen}
        return await self.http.put(f"/api/v1{path}", json=body, headers=headers)

    async def delete(self, path: str, seen: str = "") -> httpx.Response:
        """Take something away that was seen so."""
        headers = {"If-Match": seen} if seen else {}
        return await self.http.delete(f"/api/v1{path}", headers=headers)

    async def send(self, path: str, *files: tuple[str, bytes]) -> httpx.Response:
        """Send files in a form."""
        form = [("files", (name, content)) for name, content in files]
        return await self.http.post(f"/api/v1{path}", files=form)

    async def made(self, path: str, body: object) -> str:
        """The id of something that is made."""
        answer = await self.post(path, body)
        assert answer.status_code == 200, answer.text
        return answer.json()["id"]

    async def until(self, path: str, shows: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """What is told at an address once it is so."""
        async with asyncio.timeout(LONG_S):
            while not shows(found := (await self.get(path)).json()):
                await asyncio.sleep(0.02)
        return found


Opened = Callable[..., Awaitable[TeachersProgram]]


@pytest.fixture
async def web(house: House) -> Web:
    """What the API works with, the services at work."""
    await house.start(["gateway", "batches", "lifecycle", "files", "results", "classes"])
    return web_of(house, "en")


@pytest.fixture
async def program(web: Web, house: House) -> AsyncIterator[Opened]:
    """Opens a program of a teacher, with these rights of its token."""
    app = api(StandIn(Recorded), routes(web), bytes_max_of(web.batches.limits.size_bytes_max))
    opened: list[httpx.AsyncClient] = []
    known: dict[str, identity.SignedIn] = {}

    async def open_one(
        email: str = "ali@lund.example",
        rights: Collection[str] = ("read", "write"),
        *,
        of: tuple[Right, ...] = ("teacher",),
        school: UUID = OWN_SCHOOL,
    ) -> TeachersProgram:
        people, now = house.viewers("identity").of(Viewer(None)), house.clock()
        if email not in known:
            await persons.somebody(people, email, rights=of, school=school, now=now)
            begun = await persons.signed_in(people, email, now=now)
            came = await identity.session_of(people, begun.token, now)
            if isinstance(came, identity.MustEnrol):
                _, enrolled = await persons.with_app(people, came, now)
                came = await identity.session_of(people, enrolled.token, now)
            assert isinstance(came, identity.SignedIn)
            known[email] = came
        who = known[email]
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
