"""The API on a real desk, and on a stand-in for what a real desk does only in bad times."""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from tests.gateway.api.asking import Client, enrol, http_to, open_batch

from huleedu.gateway.api.application import api
from huleedu.wiring.judging import sessions_of
from huleedu.wiring.program import House


@pytest.fixture
async def http(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """The API on a batch of six essays."""
    await open_batch(house)
    sessions = sessions_of(house)
    async with http_to(api(sessions)) as client:
        yield client
    await sessions.aclose()


@pytest.fixture
async def asa(house: House, http: httpx.AsyncClient) -> Client:
    """A judge with a key."""
    return Client(http, await enrol(house, "Åsa"))


@pytest.fixture
async def bo(house: House, http: httpx.AsyncClient) -> Client:
    """Another judge."""
    return Client(http, await enrol(house, "Bo"))


@pytest.fixture
def anybody(http: httpx.AsyncClient) -> Callable[[str | None], Client]:
    """Somebody with this key."""
    return lambda key: Client(http, key)
