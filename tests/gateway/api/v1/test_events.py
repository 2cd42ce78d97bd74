"""A program follows a batch: whole objects behind a revision, until it may no more."""

import asyncio
import json
import re
from collections.abc import AsyncGenerator, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from starlette.types import ASGIApp, Scope
from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.gateway.api.v1.full import text
from tests.patience import LONG_S

from huleedu.gateway.web import streaming
from huleedu.gateway.web.live import STREAMS_MAX
from huleedu.gateway.web.pages import Web


class Reader:
    """Reads a stream as it comes."""

    def __init__(self) -> None:
        self.status, self.text, self.ended = 0, "", False
        self.goes, self.came = asyncio.Event(), asyncio.Event()

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.text += message["body"].decode()
            self.ended = not message.get("more_body", False)
        self.came.set()

    async def receive(self) -> dict[str, Any]:
        await self.goes.wait()
        return {"type": "http.disconnect"}

    @property
    def events(self) -> list[tuple[str, int, dict[str, Any]]]:
        found = re.findall(r"event: (\w+)\nid: (\d+)\ndata: (.*)\n", self.text)
        return [(name, int(number), json.loads(data)) for name, number, data in found]

    async def until(self, what: str) -> None:
        async with asyncio.timeout(LONG_S):
            while what not in self.text:
                self.came.clear()
                await self.came.wait()


@asynccontextmanager
async def following(
    ali: TeachersProgram, batch: str, after: str = "0", last: str = ""
) -> AsyncGenerator[Reader]:
    transport: Any = ali.http._transport  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    app: ASGIApp = transport.app
    headers = {"host": "localhost", "authorization": ali.http.headers["authorization"]}
    headers |= {"last-event-id": last} if last else {}
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "http_version": "1.1",
        "path": f"/api/v1/batches/{batch}/events",
        "query_string": f"after={after}".encode(),
        "headers": [(name.encode(), told.encode()) for name, told in headers.items()],
    }
    reader = Reader()
    task = asyncio.ensure_future(app(scope, reader.receive, reader.send))
    try:
        yield reader
    finally:
        reader.goes.set()
        async with asyncio.timeout(LONG_S):
            await task


async def test_each_change_is_told_whole_behind_what_was_seen(program: Opened) -> None:
    ali = await program()
    batch = await ali.made("/batches", {"title": "Min sommar"})
    async with following(ali, batch) as reader:
        await reader.until("event: changed")
        await ali.send(f"/batches/{batch}/files", ("Anna.txt", text("Anna")))
        await reader.until('"state":"assigned"')
    assert reader.status == 200
    numbers = [number for _, number, _ in reader.events]
    assert numbers == sorted({*numbers})
    name, number, last = reader.events[-1]
    assert (name, last["revision"], last["batch"]["id"]) == ("changed", number, batch)
    assert [each["name"] for each in last["files"]] == ["Anna.txt"]
    async with following(ali, batch, last=str(number)) as again:
        await again.until(": still here")
        assert again.events == []
    async with following(ali, batch, str(number - 1)) as behind:
        await behind.until("event: changed")
        assert behind.events[0] == reader.events[-1]


async def test_who_has_seen_what_never_was_reads_anew(program: Opened) -> None:
    ali = await program()
    batch = await ali.made("/batches", {"title": "x"})
    async with following(ali, batch, "999999") as reader:
        await reader.until("event: reload")
    for odd in ("x", "-1", "1" * 30):
        assert (await ali.get(f"/batches/{batch}/events", after=odd)).status_code == 422


async def test_a_token_that_is_ended_reads_no_more(
    program: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    ali = await program()
    batch = await ali.made("/batches", {"title": "x"})
    [own] = (await ali.get("/tokens")).json()["items"]
    monkeypatch.setattr(streaming, "HEARTBEAT_S", 0.01)
    async with following(ali, batch) as reader:
        await reader.until("event: changed")
        seen = (await ali.get(f"/batches/{batch}")).headers["etag"]
        other = await program("ali@lund.example")
        await ali.delete(f"/tokens/{own['id']}")
        await other.patch(f"/batches/{batch}", {"title": "y"}, seen)
        await reader.until("event: ended")
    assert reader.ended


async def test_nobody_has_streams_without_end(program: Opened, web: Web) -> None:
    ali = await program()
    batch = await ali.made("/batches", {"title": "x"})
    async with following(ali, batch) as first:
        await first.until(": still here")
        live = web.live
        counted = live._of_person  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
        counted[ali.person] += STREAMS_MAX
        async with following(ali, batch) as one_more:
            async with asyncio.timeout(LONG_S):
                await one_more.came.wait()
        counted[ali.person] -= STREAMS_MAX
    assert one_more.status == 429
