"""What a batch's owner says over the API: who else sees it, and whether names are shown."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.contracts.gateway import ShareBatch, ShowNames
from huleedu.contracts.people import MayShared
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.answers import ApiAnswer
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.batches import BATCH
from huleedu.gateway.api.v1.meanwhile import BatchResource
from huleedu.gateway.api.v1.seen import QueryAny, SentAny, batch_seen, resource_of
from huleedu.gateway.web.soon import soon
from huleedu.services.identity import api as identity
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen, grades


class ShareGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague who sees the batch; `name` is empty of somebody who has left the school."""

    person: UUID
    name: str
    may: MayShared


class SharesResource(ApiAnswer, frozen=True, kw_only=True, tag="shares"):
    """Everybody with whom a batch is shared."""

    items: tuple[ShareGiven, ...]


class ShareToGive(RequestBody, frozen=True, kw_only=True):
    """What a colleague may do."""

    may: Annotated[MayShared, Meta(description="look, or work: all but share and put away")]


async def reveal(asked: ApiAsked[None, None]) -> BatchResource | HttpRefusal:
    """Show the names of a blind batch; of another one they are shown anyway."""
    return await _show(asked, shown=True)


async def hide(asked: ApiAsked[None, None]) -> BatchResource | HttpRefusal:
    """Have codes stand for names again in a blind batch."""
    return await _show(asked, shown=False)


async def _show(asked: ApiAsked[None, None], *, shown: bool) -> BatchResource | HttpRefusal:
    seen = await _own(asked)
    if isinstance(seen, HttpRefusal) or not seen.blind or seen.names_shown == shown:
        return seen if isinstance(seen, HttpRefusal) else resource_of(seen)
    grades_of = asked.database("results"), seen.id, asked.who.school
    if not shown and await grades.has_decided(*grades_of):
        return HttpRefusal(refusals.GRADES_DECIDED)
    # noted first: nobody sees a name without a word about it
    what = "names_shown" if shown else "names_hidden"
    await identity.note(asked.people, asked.who, what, asked.now, facts={"batch": str(seen.id)})
    await asked.web.batches.commands.send(ShowNames(batch=seen.id, shown=shown))

    async def shows() -> bool:
        found = await batch_seen(asked, seen.id)
        return isinstance(found, BatchSeen) and found.names_shown == shown

    await soon(shows)
    found = await batch_seen(asked, seen.id)
    return resource_of(found) if isinstance(found, BatchSeen) else found


async def shares(asked: ApiAsked[None, None]) -> SharesResource | HttpRefusal:
    """Who else sees the batch."""
    seen = await batch_seen(asked, asked.ids["batch"])
    return seen if isinstance(seen, HttpRefusal) else await _shares(asked, seen.id)


async def _shares(asked: ApiAsked[SentAny, QueryAny], batch: UUID) -> SharesResource:
    named = await identity.names_of(asked.people, asked.who)
    given = await results.shares_of(asked.database("results"), batch)
    return SharesResource(
        items=tuple(ShareGiven(person=who, name=named.get(who, ""), may=may) for who, may in given)
    )


async def share(asked: ApiAsked[ShareToGive, None]) -> SharesResource | HttpRefusal:
    """Let a teacher of the same school look or work."""
    seen = await _own(asked)
    if isinstance(seen, HttpRefusal):
        return seen
    colleagues = await identity.colleagues_of(asked.people, asked.who)
    if asked.ids["person"] not in {one.id for one in colleagues}:
        return HttpRefusal(refusals.NO_COLLEAGUE)
    return await _set(asked, seen.id, asked.sent.may)


async def end_share(asked: ApiAsked[None, None]) -> SharesResource | HttpRefusal:
    """A colleague sees the batch no longer."""
    seen = await _own(asked)
    return seen if isinstance(seen, HttpRefusal) else await _set(asked, seen.id, None)


async def _set(
    asked: ApiAsked[SentAny, QueryAny], batch: UUID, may: MayShared | None
) -> SharesResource:
    person = asked.ids["person"]

    async def now() -> MayShared | None:
        return dict(await results.shares_of(asked.database("results"), batch)).get(person)

    if await now() == may:
        return await _shares(asked, batch)
    await identity.note(
        asked.people,
        asked.who,
        "batch_shared" if may else "batch_unshared",
        asked.now,
        about=person,
        facts={"batch": str(batch), **({"may": may} if may else {})},
    )
    await asked.web.batches.commands.send(ShareBatch(batch=batch, person=person, may=may))

    async def shows() -> bool:
        return await now() == may

    await soon(shows)
    return await _shares(asked, batch)


async def _own(asked: ApiAsked[SentAny, QueryAny]) -> BatchSeen | HttpRefusal:
    """The batch, if it is whoever asks who owns it."""
    seen = await batch_seen(asked, asked.ids["batch"])
    if isinstance(seen, BatchSeen) and seen.may != "own":
        return HttpRefusal(refusals.ONLY_LOOKS)
    return seen


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="POST",
        path=f"{BATCH}/reveal",
        what="Show the names of a blind batch, to everybody who sees it; it is in the audit",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=BatchResource,
        do=reveal,
    ),
    ApiRoute(
        method="POST",
        path=f"{BATCH}/hide",
        what="Have codes stand for names again in a blind batch, unless a grade was decided",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=BatchResource,
        refuses=(refusals.GRADES_DECIDED,),
        do=hide,
    ),
    ApiRoute(
        method="GET",
        path=f"{BATCH}/shares",
        what="With whom a batch is shared",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=SharesResource,
        do=shares,
    ),
    ApiRoute(
        method="PUT",
        path=f"{BATCH}/shares/{{person}}",
        what="Let a teacher of the same school look at a batch, or work on it",
        needs="write",
        who="teacher",
        takes=ShareToGive,
        query=NOTHING,
        says=SharesResource,
        refuses=(refusals.NO_COLLEAGUE,),
        do=share,
    ),
    ApiRoute(
        method="DELETE",
        path=f"{BATCH}/shares/{{person}}",
        what="End a colleague's access to a batch",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=SharesResource,
        do=end_share,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (ShareToGive(may="work"),)
