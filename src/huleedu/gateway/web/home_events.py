"""The stream of home: the rows of those batches that changed, and the figures above them.

Its revision is the sum of those of all batches that somebody sees, with what names how each is
judged, so that any process goes on behind what a page shows; which of them changed, a stream knows
from what it has told itself.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from uuid import UUID

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from huleedu.gateway.web import answering, streaming
from huleedu.gateway.web.home import (
    batches_seen,
    home_revision,
    revisions_at_home,
    shown_at_home,
)
from huleedu.gateway.web.live import TooMany
from huleedu.gateway.web.pages import Asked, RawRoute
from huleedu.gateway.web.rendering import rendered
from huleedu.gateway.web.streaming import Event, Source
from huleedu.kit.database import Collision, EngineAway
from huleedu.services.results.api import BatchSeen


async def events(asked: Asked, scope: Scope, receive: Receive, send: Send) -> None:
    """Tell home each change of its batches, behind what it has seen."""
    after = streaming.seen_before(asked.request, asked.query("after"))
    if after is None:
        await Response(status_code=HTTPStatus.BAD_REQUEST)(scope, receive, send)
        return
    try:
        shown = (await shown_at_home(asked, await batches_seen(asked)))["batches"]
    except (EngineAway, Collision):
        await answering.away(asked.request, asked.web)(scope, receive, send)
        return
    ids = [batch.id for batch in shown]
    live = asked.web.live
    async with live.stream(asked.signed_in.person, *ids) as stream:
        if isinstance(stream, TooMany):
            refused = Response(
                status_code=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "60"}
            )
            await refused(scope, receive, send)
            return
        source = Source(lambda: _lost(asked), _Home(asked, frozenset(ids)).behind)
        await streaming.serve(live, stream, source, after, receive, send)


async def _lost(asked: Asked) -> bool:
    person = await asked.web.who(asked.request)
    return person is None or person.person != asked.signed_in.person


class _Home:
    """What one stream has told.

    Args:
        ids: the batches whose rows the page shows.
    """

    def __init__(self, asked: Asked, ids: frozenset[UUID]) -> None:
        self._asked = asked
        self._ids = ids
        self._told: Mapping[UUID, tuple[int, int]] | None = None

    async def behind(self, after: int) -> Event | None:
        """The rows that changed since they were told, and the figures; None: nothing changed."""
        batches = await batches_seen(self._asked)
        now = await revisions_at_home(self._asked, batches)
        revision, before = home_revision(now), self._told
        self._told = now
        if revision == after:
            return None
        changed = [
            batch
            for batch in batches
            if batch.id in self._ids and (before is None or before.get(batch.id) != now[batch.id])
        ]
        return Event(revision, await self._parts(batches, changed))

    async def _parts(self, batches: Sequence[BatchSeen], changed: Sequence[BatchSeen]) -> str:
        names = await shown_at_home(self._asked, batches)
        return rendered(self._asked, "home_live.html", {**names, "changed": changed}, None)


HOME_EVENT_PAGES = (
    RawRoute(
        method="GET",
        path="/events",
        who="teacher",
        what="each change of one's batches, as rows of home",
        handle=events,
    ),
)
