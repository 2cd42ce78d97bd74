"""The stream of a batch's page: whole rows, each under the revision at which it was read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from http import HTTPStatus

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from huleedu.gateway.web import answering
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.files import live_parts
from huleedu.gateway.web.live import Live, Stream, TooMany
from huleedu.gateway.web.pages import Asked, RawRoute
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


async def events(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
    """Tell a page each change of its batch, behind the revision that it has seen."""
    try:
        batch = await batch_of(asked, "look")
    except (EngineAway, Collision):
        await answering.away(asked.request, asked.web)(scope, receive, send)
        return
    if not isinstance(batch, Batch):
        await answering.answer(asked, batch)(scope, receive, send)
        return
    after = _seen(asked)
    if after is None:
        await Response(status_code=HTTPStatus.BAD_REQUEST)(scope, receive, send)
        return
    async with asked.web.live.stream(asked.signed_in.person, batch.id) as stream:
        if isinstance(stream, TooMany):
            refused = Response(
                status_code=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "60"}
            )
            await refused(scope, receive, send)
            return
        await _serve(asked, stream, after, receive, send)


def _seen(asked: Asked) -> int | None:
    """The last event that was seen, or else what the page was made from."""
    told = asked.request.headers.get("last-event-id") or asked.query("after")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 19 else None


async def _serve(asked: Asked, stream: Stream, after: int, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS]})
    gone = asyncio.create_task(_gone(receive, stream))
    try:
        async for told in _told(asked, stream, after):
            if gone.done():
                return
            await send({"type": "http.response.body", "body": told, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        await tasks.end(gone)


async def _gone(receive: Receive, stream: Stream) -> None:
    """Wait until the reader has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.woken.set()


async def _told(asked: Asked, stream: Stream, after: int) -> AsyncIterator[bytes]:
    """What is sent, until the stream is to end."""
    live: Live = asked.web.live
    loop = asyncio.get_running_loop()
    ends_at = loop.time() + LIFE_S
    yield STILL_HERE  # the reader sees that it is connected
    while not live.stopped and loop.time() < ends_at:
        stream.woken.clear()
        try:
            if await _lost(asked, stream):
                yield ENDED
                return
            changes = await live_parts(asked, stream.batch, after)
        except (EngineAway, Collision):
            await asyncio.sleep(1)  # it is asked again then, for nothing was told
            stream.woken.set()
            continue
        if changes is not None and changes.revision > after:
            after = changes.revision
            yield _event(after, changes.html)
        while not stream.woken.is_set() and loop.time() < ends_at:
            with suppress(TimeoutError):
                async with asyncio.timeout(HEARTBEAT_S):
                    await stream.woken.wait()
            if not stream.woken.is_set():
                yield STILL_HERE


async def _lost(asked: Asked, stream: Stream) -> bool:
    """Whether whoever reads may do so no longer: asked before anything is told."""
    person = await asked.web.who(asked.request)
    if person is None or person.person != asked.signed_in.person:
        return True
    return not isinstance(await batch_of(asked, "look", stream.batch), Batch)


def _event(revision: int, html: str) -> bytes:
    lines = "".join(f"data: {line}\n" for line in html.splitlines() if line.strip())
    return f"id: {revision}\n{lines}\n".encode()


EVENT_PAGES = (
    RawRoute(
        method="GET",
        path="/batches/{batch}/events",
        who="signed-in",
        what="each change of a batch, as rows of its page",
        handle=events,
    ),
)
