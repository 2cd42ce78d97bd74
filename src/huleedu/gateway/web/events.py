"""The stream of a batch's page: whole rows, each under the revision at which it was read."""

from http import HTTPStatus

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from huleedu.gateway.web import answering, streaming
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.essay_page import live_parts as live_essay
from huleedu.gateway.web.exports import live_parts as live_exports
from huleedu.gateway.web.feedback import live_parts as live_feedback
from huleedu.gateway.web.files import live_parts as live_files
from huleedu.gateway.web.judging_figures import live_parts as live_judging
from huleedu.gateway.web.live import TooMany
from huleedu.gateway.web.pages import Asked, RawRoute
from huleedu.gateway.web.pupils import live_parts as live_pupils
from huleedu.gateway.web.results.page import live_parts as live_results
from huleedu.gateway.web.streaming import Event, Source
from huleedu.gateway.web.talk_page import live_parts as live_talk
from huleedu.kit.database import Collision, EngineAway

PARTS = {
    "files": live_files,
    "pupils": live_pupils,
    "results": live_results,
    "exports": live_exports,
    "judging": live_judging,
    "essay": live_essay,
    "talk": live_talk,
    "feedback": live_feedback,
}
"""What a page shows of a batch as it changes, by the page's name in its stream's address."""


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
    after = streaming.seen_before(asked.request, asked.query("after"))
    if after is None:
        await Response(status_code=HTTPStatus.BAD_REQUEST)(scope, receive, send)
        return
    live = asked.web.live
    async with live.stream(asked.signed_in.person, batch.id) as stream:
        if isinstance(stream, TooMany):
            refused = Response(
                status_code=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": "60"}
            )
            await refused(scope, receive, send)
            return
        await streaming.serve(live, stream, _source(asked, batch), after, receive, send)


def _source(asked: Asked, batch: Batch) -> Source:
    async def lost() -> bool:
        person = await asked.web.who(asked.request)
        if person is None or person.person != asked.signed_in.person:
            return True
        return not isinstance(await batch_of(asked, "look", batch.id), Batch)

    parts = PARTS.get(asked.query("page"), live_files)

    async def behind(after: int) -> Event | None:
        told = await parts(asked, batch.id, after)
        return Event(told.revision, told.html) if told else None

    return Source(lost, behind)


EVENT_PAGES = (
    RawRoute(
        method="GET",
        path="/batches/{batch}/events",
        who="signed-in",
        what="each change of a batch, as rows of its page",
        handle=events,
    ),
)
