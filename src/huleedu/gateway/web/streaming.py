"""A stream of server-sent events: each change under its revision, until it is to end.

What a change looks like, and who may read on, is told by whoever serves the stream: a page, or the
API.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import Receive, Send

from huleedu.gateway.web.live import Live, Stream
from huleedu.kit import tasks
from huleedu.kit.database import Collision, EngineAway

HEARTBEAT_S = 15.0
LIFE_S = 600.0
"""A stream ends by itself after this, and its reader comes back: who has signed out does not."""
HEADERS = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),  # a proxy that waits for more would hold events back
)
STILL_HERE = b": still here\n\n"
ENDED = b"event: ended\ndata: ended\n\n"
"""Whoever reads this does not come back."""


@dataclass(frozen=True, slots=True)
class Event:
    """What is told of a revision."""

    revision: int
    data: str
    name: str = ""

    def written(self) -> bytes:
        """As it is sent."""
        named = f"event: {self.name}\n" if self.name else ""
        lines = "".join(f"data: {line}\n" for line in self.data.splitlines() if line.strip())
        return f"{named}id: {self.revision}\n{lines}\n".encode()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a stream gets what it tells.

    Args:
        lost: whether whoever reads may do so no longer; asked before anything is read, and
            again before it is told.
        behind: what has changed behind a revision; None: nothing.
    """

    lost: Callable[[], Awaitable[bool]]
    behind: Callable[[int], Awaitable[Event | None]]


def seen_before(request: Request, after: str) -> int | None:
    """The last event that was seen, or else what whoever asks has read; None: no number."""
    told = request.headers.get("last-event-id") or after
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else None


async def serve(
    live: Live, stream: Stream, source: Source, after: int, receive: Receive, send: Send
) -> None:
    """Send events until the reader has gone, may read no more, or the stream ends by itself."""
    await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS]})
    gone = asyncio.create_task(_gone(receive, stream))
    try:
        async for told in _told(live, stream, source, after, gone):
            await send({"type": "http.response.body", "body": told, "more_body": True})
        if not gone.done():
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        await tasks.end(gone)


async def _gone(receive: Receive, stream: Stream) -> None:
    """Wait until the reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.woken.set()


async def _told(
    live: Live, stream: Stream, source: Source, after: int, gone: asyncio.Task[None]
) -> AsyncIterator[bytes]:
    """What is sent, until the stream is to end, or whoever reads it has gone."""
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + LIFE_S
    yield STILL_HERE  # the reader sees that it is connected
    while not live.stopped and not gone.done() and loop.time() < ends_at:
        stream.woken.clear()
        try:
            if await source.lost():
                yield ENDED
                return
            event = await source.behind(after)
            # it was read after that was asked: what came in between is not theirs to see
            if event is not None and await source.lost():
                yield ENDED
                return
        except (EngineAway, Collision):
            await asyncio.sleep(1)  # it is asked again then, for nothing was told
            stream.woken.set()
            continue
        if event is not None and event.revision != after:
            after = event.revision
            yield event.written()
        while not stream.woken.is_set() and loop.time() < ends_at:
            with suppress(TimeoutError):
                async with asyncio.timeout(HEARTBEAT_S):
                    await stream.woken.wait()
            if not stream.woken.is_set():
                yield STILL_HERE
