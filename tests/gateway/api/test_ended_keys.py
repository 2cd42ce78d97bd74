"""A key that shows no more, over HTTP: withdrawn, used up, or of a batch that has ended."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import httpx
import pytest
from tests.gateway.api.asking import BATCH, Client, enrol, http_to, open_batch

from huleedu.gateway.api.application import api
from huleedu.services.judging.api.desk import LEASE_S
from huleedu.services.judging.domain.desk import Revoked
from huleedu.wiring.judging import judgings_of, sessions_of
from huleedu.wiring.program import House


class Clock:
    """The time, and as much later as it is told."""

    def __init__(self, house: House) -> None:
        self._real = house.clock
        self.later = timedelta()

    def __call__(self) -> datetime:
        return self._real() + self.later


@pytest.fixture
def clock(house: House) -> Clock:
    house.clock = Clock(house)
    return house.clock


@pytest.fixture
async def http(house: House, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    """The API on a batch of six essays, with a clock that can be put forward."""
    await open_batch(house)
    sessions = sessions_of(house)
    async with http_to(api(sessions)) as client:
        yield client
    await sessions.aclose()


async def test_a_withdrawn_key_is_told_so_at_every_address(house: House, asa: Client) -> None:
    pair = (await asa.next()).body["pair"]
    assert await judgings_of(house).revoke(BATCH, "Åsa") == Revoked()
    for answer in (
        await asa.session(),
        await asa.next(),
        await asa.decide(pair, 1),
        await asa.flag(pair),
        await asa.undo(0),
        await asa.decisions(),
        await asa.change(pair, 1),
        await asa.draft(),
        await asa.keep_draft(pair, "x"),
    ):
        assert (answer.status, answer.body) == (401, {"type": "key_revoked"})
        assert 'error="invalid_token"' in answer.headers["www-authenticate"]
    renewed = Client(asa.http, await enrol(house, "Åsa"))
    assert (await renewed.next()).type == "pair_to_judge"
    assert (await asa.next()).type == "unknown_key", "another key took its place"


async def test_a_key_that_has_shown_all_it_may_is_told_so(
    house: House, http: httpx.AsyncClient
) -> None:
    asa = Client(http, await enrol(house, "Åsa", quota=2))
    for _ in range(3):
        assert (await asa.flag((await asa.next()).body["pair"])).type == "flagged"
    ended = await asa.next()
    assert (ended.status, ended.body) == (200, {"type": "texts_used_up", "texts": 6})


async def test_what_comes_after_the_end_and_the_lease_is_too_late(
    house: House, asa: Client, bo: Client, clock: Clock
) -> None:
    theirs = (await bo.next()).body["pair"]
    await asa.decide((await asa.next()).body["pair"], 1)
    await judgings_of(house).close(BATCH, "by the teacher")
    clock.later = timedelta(seconds=LEASE_S + 1)
    for answer in (await bo.decide(theirs, 1), await bo.flag(theirs), await asa.undo(1)):
        assert (answer.status, answer.body) == (409, {"type": "too_late", "why": "by the teacher"})
    assert (await asa.session()).body["decided"] == 1
    assert (await bo.session()).body["decided"] == 0
