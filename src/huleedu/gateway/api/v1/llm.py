"""What language models cost and say of a batch, over the API; and their stop."""

from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.answers import ApiAnswer
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.forms import Count
from huleedu.gateway.api.v1.judging import JUDGING
from huleedu.gateway.api.v1.paging import behind, written
from huleedu.gateway.api.v1.seen import QueryAny, SentAny, batch_seen, may_work
from huleedu.gateway.web.pages import identifier
from huleedu.services.judging.api.llm_use import LlmStop, LlmUse, exchanges

AT = f"{JUDGING}/llm"


class LlmResource(ApiAnswer, frozen=True, kw_only=True, tag="llm"):
    """What models were asked about a batch; sums hold what is set aside for those `under_way`."""

    calls: Count
    under_way: Count
    tokens: Count
    cost: float
    stopped_at: datetime | None
    """Since then no request is made, by whatever process; null: they may be asked."""


class LlmExchange(msgspec.Struct, frozen=True, kw_only=True):
    """A question and its answer, word for word; null essays: a text of our own."""

    id: UUID
    asked_at: datetime
    judge: str
    pair: UUID | None
    first: UUID | None
    second: UUID | None
    words: dict[str, str]
    response: str
    outcome: str
    tokens_in: Count
    tokens_out: Count
    cost: float


class LlmTranscript(ApiAnswer, frozen=True, kw_only=True, tag="llm_transcript"):
    """Some of all that was asked and answered, in the order asked."""

    items: tuple[LlmExchange, ...]
    next: str | None


async def _use(asked: ApiAsked[SentAny, QueryAny], batch: UUID) -> LlmResource:
    used = await LlmStop(asked.database("judging"), asked.web.clock).use(batch)
    if not isinstance(used, LlmUse):
        return LlmResource(calls=0, under_way=0, tokens=0, cost=0.0, stopped_at=None)
    return LlmResource(
        calls=used.calls,
        under_way=used.under_way,
        tokens=used.tokens,
        cost=used.cost,
        stopped_at=used.stopped_at,
    )


async def show_llm(asked: ApiAsked[None, None]) -> LlmResource | HttpRefusal:
    """What models were asked, and whether they may be asked more."""
    batch = await batch_seen(asked, asked.ids["batch"])
    return batch if isinstance(batch, HttpRefusal) else await _use(asked, batch.id)


async def stop_llm(asked: ApiAsked[None, None]) -> LlmResource | HttpRefusal:
    """Ask models nothing more."""
    return await _steered(asked, stop=True)


async def start_llm(asked: ApiAsked[None, None]) -> LlmResource | HttpRefusal:
    """Models may be asked again."""
    return await _steered(asked, stop=False)


async def _steered(asked: ApiAsked[None, None], *, stop: bool) -> LlmResource | HttpRefusal:
    batch = await may_work(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    of = LlmStop(asked.database("judging"), asked.web.clock)
    if not isinstance(await of.use(batch.id), LlmUse):
        return HttpRefusal(refusals.NOT_OPENED)
    await (of.stop if stop else of.go_on)(batch.id)
    return await _use(asked, batch.id)


async def show_transcript(asked: ApiAsked[None, Listing]) -> LlmTranscript | HttpRefusal:
    """Every word that was said to and by models."""
    batch = await batch_seen(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    last = behind(asked.query)
    if isinstance(last, HttpRefusal):
        return last
    after, limit = identifier(last[0]) if last else None, asked.query.limit
    some = await exchanges(asked.database("judging"), batch.id, after, limit + 1)
    items = [
        LlmExchange(**{name: getattr(one, name) for name in LlmExchange.__struct_fields__})
        for one in some[:limit]
    ]
    more = len(some) > limit
    return LlmTranscript(
        items=tuple(items), next=written([str(some[limit - 1].id)]) if more else None
    )


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=AT,
        what="What language models were asked about a batch, and what it did cost",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=LlmResource,
        do=show_llm,
    ),
    ApiRoute(
        method="POST",
        path=f"{AT}/start",
        what="Language models may be asked again, after a stop",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=LlmResource,
        refuses=(refusals.ONLY_LOOKS, refusals.NOT_OPENED),
        do=start_llm,
    ),
    ApiRoute(
        method="POST",
        path=f"{AT}/stop",
        what="Ask language models nothing more, in whatever process they run",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=LlmResource,
        refuses=(refusals.ONLY_LOOKS, refusals.NOT_OPENED),
        do=stop_llm,
    ),
    ApiRoute(
        method="GET",
        path=f"{AT}/transcript",
        what="All that language models were asked and answered, word for word",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=Listing,
        says=LlmTranscript,
        do=show_transcript,
    ),
)
