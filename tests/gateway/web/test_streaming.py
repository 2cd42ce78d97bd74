"""An event is written so that any reader knows it; a stream ends with its reader."""

import asyncio
from typing import Any
from uuid import UUID

import pytest
from starlette.requests import Request
from starlette.types import Message
from tests.patience import LONG_S

from huleedu.gateway.web import streaming
from huleedu.gateway.web.live import Live, Stream
from huleedu.gateway.web.streaming import Event, Source, seen_before
from huleedu.wiring.program import House


def test_an_event_has_its_revision_and_no_empty_line() -> None:
    assert Event(7, "<p>\n\n  a\n</p>").written() == b"id: 7\ndata: <p>\ndata:   a\ndata: </p>\n\n"
    assert Event(8, "{}", "changed").written() == b"event: changed\nid: 8\ndata: {}\n\n"


@pytest.mark.parametrize(
    ("last", "after", "seen"),
    [("", "3", 3), ("9", "3", 9), ("", "", None), ("", "-1", None), ("x", "3", None)],
)
def test_the_last_event_that_was_seen_counts(last: str, after: str, seen: int | None) -> None:
    headers = [(b"last-event-id", last.encode())] if last else []
    assert seen_before(Request({"type": "http", "headers": headers}), after) == seen


async def test_a_stream_ends_as_soon_as_its_reader_has_gone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever goes from page to page has one stream at a time, and not all of the last 15 s."""
    monkeypatch.setattr(streaming, "HEARTBEAT_S", 1e6)
    sent: list[Any] = []
    quiet = asyncio.Event()

    async def nothing(_after: int) -> None:
        quiet.set()

    async def not_lost() -> bool:
        return False

    async def receive() -> Message:
        await quiet.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    live = Live(house.database("results"))
    source = Source(not_lost, nothing)
    async with asyncio.timeout(LONG_S):
        await streaming.serve(live, Stream((UUID(int=1),)), source, 0, receive, send)
    assert [each["type"] for each in sent] == ["http.response.start", "http.response.body"]


async def test_what_was_read_while_the_right_was_lost_is_not_told(house: House) -> None:
    sent: list[bytes] = []
    is_lost = False

    async def lost() -> bool:
        return is_lost

    async def behind(_after: int) -> Event:
        nonlocal is_lost
        is_lost = True  # meanwhile the right was taken away, and something came
        return Event(3, "<p>not theirs</p>")

    async def receive() -> Message:
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Message) -> None:
        sent.append(message.get("body", b""))

    live = Live(house.database("results"))
    async with asyncio.timeout(LONG_S):
        stream = Stream((UUID(int=1),))
        await streaming.serve(live, stream, Source(lost, behind), 0, receive, send)
    assert b"not theirs" not in b"".join(sent)
    assert streaming.ENDED in sent
