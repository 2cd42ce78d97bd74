"""A stream tells whole rows under their revision, goes on where its reader was, and ends itself."""

import asyncio
import re
from collections.abc import AsyncGenerator, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest
from starlette.types import Scope
from tests.gateway.web.conftest import KARIN
from tests.services.results.hearing import BATCH, REGISTERED, hear, life_of

from huleedu.contracts.lifecycle import BatchSettled, EssayReplaced
from huleedu.gateway.web import streaming
from huleedu.gateway.web.application import pages
from huleedu.gateway.web.live import STREAMS_MAX, Live
from huleedu.gateway.web.pages import SignedIn, Web
from huleedu.gateway.web.table import PAGES
from huleedu.wiring.program import House


@dataclass
class Reader:
    """Reads a stream as a browser does."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict[str, str])
    text: str = ""
    ended: bool = False
    goes: asyncio.Event = field(default_factory=asyncio.Event)
    came: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode(): told.decode() for name, told in message["headers"]}
        else:
            self.text += message["body"].decode()
            self.ended = not message.get("more_body", False)
        self.came.set()

    async def receive(self) -> dict[str, Any]:
        await self.goes.wait()
        return {"type": "http.disconnect"}

    @property
    def events(self) -> list[tuple[int, list[str]]]:
        """Each event's id, and the files of which it tells."""
        found = re.findall(r"^id: (\d+)\n((?:data: .*\n)+)", self.text, re.MULTILINE)
        return [
            (int(number), re.findall(r'hx-target="#file-([0-9a-f-]+)"', data))
            for number, data in found
        ]

    async def until(self, what: str, times: int = 1) -> None:
        async with asyncio.timeout(60):
            while len(re.findall(what, self.text)) < times:
                self.came.clear()
                await self.came.wait()


@asynccontextmanager
async def reading(
    web: Web,
    after: str,
    who: str = "eva",
    last: str = "",
    batch: UUID = BATCH,
    path: str = "",
) -> AsyncGenerator[Reader]:
    """A browser that reads the batch's stream, or the one at `path`, until the block ends."""
    headers = {"host": "127.0.0.1", "cookie": f"who={who}"} | (
        {"last-event-id": last} if last else {}
    )
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": path or f"/batches/{batch}/events",
        "query_string": f"after={after}".encode(),
        "headers": [(name.encode(), told.encode()) for name, told in headers.items()],
    }
    reader = Reader()
    task = asyncio.ensure_future(pages(web, PAGES)(scope, reader.receive, reader.send))
    try:
        yield reader
    finally:
        reader.goes.set()
        async with asyncio.timeout(60):
            await task


async def test_a_change_is_told_as_a_whole_row_under_its_revision(web: Web, house: House) -> None:
    results = house.database("results")
    await hear(results, REGISTERED, *life_of(UUID(int=1)))
    async with reading(web, "9") as reader:
        await reader.until(": still here")
        await hear(results, *life_of(UUID(int=2))[:1])
        await reader.until("id: 10")
    assert reader.status == 200
    assert reader.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert reader.headers["x-accel-buffering"] == "no"
    assert reader.headers["cache-control"] == "no-store"
    assert reader.events == [(10, [str(UUID(int=2))])]
    assert "2.txt" in reader.text
    assert 'hx-target="#figures"' in reader.text


async def test_what_happened_while_nobody_read_is_told_and_nothing_twice(
    web: Web, house: House
) -> None:
    """Another process goes on: nothing of a stream is kept in the first one."""
    results = house.database("results")
    await hear(results, REGISTERED, *life_of(UUID(int=1)))
    async with reading(web, "0") as reader:
        await reader.until("id: 9")
    await hear(results, *life_of(UUID(int=2))[:2])
    other = replace(web, live=Live(results))
    async with reading(other, "0", last="9") as again:
        await again.until("id: 11")
        await hear(results, *life_of(UUID(int=3))[:1])
        await again.until("id: 12")
    assert reader.events == [(9, [str(UUID(int=1))])]
    assert again.events == [(11, [str(UUID(int=2))]), (12, [str(UUID(int=3))])]


async def test_a_file_that_others_stand_for_leaves_the_page(web: Web, house: House) -> None:
    results = house.database("results")
    await hear(results, REGISTERED, *life_of(UUID(int=1))[:1])
    async with reading(web, "2") as reader:
        await hear(results, EssayReplaced(batch=BATCH, essay=UUID(int=1), by=UUID(int=2)))
        await reader.until("id: 3")
    assert f'hx-target="#file-{UUID(int=1)}" hx-swap="delete"' in reader.text


async def test_the_foot_is_told_when_it_offers_something_else(web: Web, house: House) -> None:
    results = house.database("results")
    await hear(results, REGISTERED, *life_of(UUID(int=1))[:1])
    settled = BatchSettled(
        batch=BATCH, revision=1, cause="complete", essays=(), refused=0, left_over=0
    )
    async with reading(web, "2&foot=100") as reader:
        await hear(results, *life_of(UUID(int=2))[:1])
        await reader.until("id: 3")
        assert 'hx-target="#ending"' not in reader.text
        await hear(results, settled)
        await reader.until("id: 4")
    assert 'hx-target="#ending"' in reader.text
    assert 'action="/batches/00000000-0000-0000-0000-000000000007/end-intake"' not in reader.text


async def test_a_stream_on_which_nothing_happens_is_kept_alive(
    web: Web, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "HEARTBEAT_S", 0.01)
    await hear(house.database("results"), REGISTERED, *life_of(UUID(int=1))[:1])
    async with reading(web, "2") as reader:
        await reader.until(": still here", times=4)
    assert not reader.events


async def test_who_may_no_longer_read_is_told_the_end_and_no_row(
    web: Web, house: House, signed_in: dict[str, SignedIn]
) -> None:
    results = house.database("results")
    await hear(results, REGISTERED, *life_of(UUID(int=1))[:1])
    async with reading(web, "2") as reader:
        await reader.until(": still here")
        del signed_in["eva"]
        await hear(results, *life_of(UUID(int=2))[:1])
        await reader.until("event: ended")
        async with asyncio.timeout(60):
            while not reader.ended:
                await asyncio.sleep(0.01)
    assert not reader.events


async def test_all_streams_end_when_the_server_stops(web: Web, house: House) -> None:
    await hear(house.database("results"), REGISTERED, *life_of(UUID(int=1))[:1])
    async with reading(web, "2") as reader:
        await reader.until(": still here")
        web.live.stop()
        async with asyncio.timeout(60):
            while not reader.ended:
                await asyncio.sleep(0.01)
    assert "event: ended" not in reader.text, "its reader comes back to another process"


async def test_a_stream_ends_after_a_while_so_that_who_reads_is_asked_again(
    web: Web, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "LIFE_S", 0.0)
    await hear(house.database("results"), REGISTERED, *life_of(UUID(int=1))[:1])
    async with reading(web, "2") as reader:
        async with asyncio.timeout(60):
            while not reader.ended:
                await asyncio.sleep(0.01)


@pytest.mark.parametrize("after", ["", "-1", "x", "9" * 30, "²"])
async def test_a_revision_that_is_none_is_refused(web: Web, house: House, after: str) -> None:
    await hear(house.database("results"), REGISTERED, *life_of(UUID(int=1))[:1])
    async with reading(web, after) as reader:
        pass
    assert reader.status == 400


async def test_more_streams_than_one_may_have_are_refused(
    web: Web, house: House, signed_in: dict[str, SignedIn]
) -> None:
    await hear(house.database("results"), REGISTERED, *life_of(UUID(int=1))[:1])
    person = replace(KARIN, rights=frozenset({"administrator"}))
    signed_in["eva"] = person
    web.live._of_person[person.person] = STREAMS_MAX  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    async with reading(web, "2") as reader:
        pass
    assert (reader.status, reader.headers["retry-after"]) == (429, "60")
