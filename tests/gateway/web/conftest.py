"""The pages on a real house, asked by somebody of one's choice."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest
from starlette.requests import Request

from huleedu.gateway.web.application import pages
from huleedu.gateway.web.pages import SignedIn, TextSize, Web
from huleedu.gateway.web.table import PAGES
from huleedu.gateway.words.choice import Language
from huleedu.wiring.program import House
from huleedu.wiring.web import web_of

SCHOOL = UUID("00000000-0000-4000-8000-000000000001")
SESSION, PERSON = UUID(int=11), UUID(int=12)
LATER = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Somebody:
    """Who is signed in, as the pages see them."""

    session: UUID = SESSION
    person: UUID = PERSON
    school: UUID = SCHOOL
    name: str = "Karin Lind"
    school_name: str = "Ekskolan"
    email: str = "karin@ekskolan.se"
    rights: frozenset[str] = frozenset({"teacher"})
    language: Language | None = None
    keys: bool = True
    text_size: TextSize = "normal"
    fresh_until: datetime = LATER


KARIN = Somebody()


@pytest.fixture
def signed_in() -> dict[str, SignedIn]:
    """Who is signed in with which cookie `__Host-who`; tests put others in."""
    return {"karin": KARIN, "eva": replace(KARIN, rights=frozenset({"administrator"}))}


@pytest.fixture
async def web(house: House, signed_in: dict[str, SignedIn]) -> Web:
    """The pages' surroundings."""

    async def who(request: Request) -> SignedIn | None:
        return signed_in.get(request.cookies.get("__Host-who", ""))

    await house.start(["gateway"])
    return replace(web_of(house, "en"), who=who)


@pytest.fixture
async def browser(web: Web) -> AsyncIterator[Callable[..., httpx.AsyncClient]]:
    """A browser of nobody, or of who is named."""
    opened: list[httpx.AsyncClient] = []

    def open_one(who: str = "", **headers: str) -> httpx.AsyncClient:
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app=pages(web, PAGES)),
            base_url="http://127.0.0.1:8080",
            cookies={"who": who} if who else {},
            headers=headers,
        )
        opened.append(client)
        return client

    yield open_one
    for client in opened:
        await client.aclose()
