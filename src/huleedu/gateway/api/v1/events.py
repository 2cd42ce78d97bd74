"""What changes in a batch, as a stream of events: whole objects, behind a revision."""

from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from huleedu.gateway.api import problems
from huleedu.gateway.api.endpoint import problem_response
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.request import key_of
from huleedu.gateway.api.schemas import QueryFields
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.answers import encode
from huleedu.gateway.api.v1.asking import AnyApiRoute, ApiAsked, RawApiRoute
from huleedu.gateway.api.v1.batches import BATCH
from huleedu.gateway.api.v1.forms import Count
from huleedu.gateway.api.v1.meanwhile import BatchResource, FileResource
from huleedu.gateway.api.v1.seen import batch_seen, file_resource, resource_of
from huleedu.gateway.web import streaming
from huleedu.gateway.web.live import TooMany
from huleedu.gateway.web.streaming import Event, Source
from huleedu.services.identity import api as identity
from huleedu.services.results import api as results
from huleedu.services.results.api import Changes

CHANGED, RELOAD = "changed", "reload"
MOST_DIGITS = 18


class Behind(QueryFields, frozen=True, kw_only=True):
    """Behind which revision changes are told; the header Last-Event-ID says it better."""

    after: Annotated[
        str,
        Meta(
            pattern=f"^[0-9]{{1,{MOST_DIGITS}}}$",
            description="a whole number: the `id` of the last event, or 0",
        ),
    ] = "0"


class BatchChange(msgspec.Struct, frozen=True, kw_only=True):
    """An event's data: the batch as it is, and each file that has changed, whole."""

    revision: Count
    batch: BatchResource
    files: tuple[FileResource, ...]


class _Stream(Response):
    """Sends events until the reader has gone."""

    def __init__(self, asked: ApiAsked[None, Behind], request: Request, after: int) -> None:
        super().__init__(media_type="text/event-stream")
        self._asked, self._request, self._after = asked, request, after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See starlette."""
        asked = self._asked
        live, batch = asked.web.live, asked.ids["batch"]
        async with live.stream(asked.who.person, batch) as stream:
            if isinstance(stream, TooMany):
                refused = problem_response(HttpRefusal(refusals.TOO_MANY_STREAMS))
                await refused(scope, receive, send)
                return
            source = _source(asked, self._request)
            await streaming.serve(live, stream, source, self._after, receive, send)


async def follow_batch(asked: ApiAsked[None, Behind], request: Request) -> Response | HttpRefusal:
    """Each change of a batch, behind the revision that was seen."""
    seen = await batch_seen(asked, asked.ids["batch"])
    if isinstance(seen, HttpRefusal):
        return seen
    after = streaming.seen_before(request, asked.query.after)
    if after is None:
        return problems.wrong_query("after", Behind)
    return _Stream(asked, request, after)


def _source(asked: ApiAsked[None, Behind], request: Request) -> Source:
    batch = asked.ids["batch"]

    async def lost() -> bool:
        key = key_of(request)
        if isinstance(key, HttpRefusal):
            return True
        token = await identity.token_of(asked.people, key, asked.now)
        if not isinstance(token, identity.TokenOf) or "read" not in token.may:
            return True
        return isinstance(await batch_seen(asked, batch), HttpRefusal)

    async def behind(after: int) -> Event | None:
        seen = await batch_seen(asked, batch)
        found = await results.changes(asked.database("results"), batch, after)
        if isinstance(seen, HttpRefusal) or not isinstance(found, Changes):
            return None
        if found.revision < after:  # it counts from elsewhere: nothing that was read holds
            return Event(found.revision, '{"type":"reload"}', RELOAD)
        if found.revision == after:
            return None
        told = BatchChange(
            revision=found.revision,
            batch=resource_of(seen),
            files=tuple(file_resource(file, seen) for file in found.files_so_far),
        )
        return Event(found.revision, encode(told).decode(), CHANGED)

    return Source(lost, behind)


ROUTES: tuple[AnyApiRoute, ...] = (
    RawApiRoute(
        method="GET",
        path=f"{BATCH}/events",
        what="Each change of a batch, whole, as server-sent events",
        needs="read",
        who="teacher",
        query=Behind,
        says={200: "text/event-stream"},
        refuses=(refusals.TOO_MANY_STREAMS,),
        do=follow_batch,
    ),
)
