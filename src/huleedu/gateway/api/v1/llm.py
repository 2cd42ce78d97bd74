"""What language models cost and say of a batch, over the API; and their stop."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.contracts.judging import NotOpened
from huleedu.gateway.api.problems import HttpRefusal, wrong_field_named
from huleedu.gateway.api.schemas import Listing, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.answers import ApiAnswer
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.forms import Count, Line, Money
from huleedu.gateway.api.v1.judging import JUDGING, PER_ESSAY
from huleedu.gateway.api.v1.paging import behind, written
from huleedu.gateway.api.v1.seen import QueryAny, SentAny, batch_seen, may_work
from huleedu.gateway.llm_judging.requests import (
    JUDGEMENTS_MAX,
    AroundModels,
    ModelsNotOffered,
    ModelsOffered,
    ModelsWanted,
    ModelsWrong,
    let_models,
    models_offered,
    start_models,
    stop_models,
)
from huleedu.gateway.web.pages import identifier
from huleedu.services.judging.api.llm_runs import JudgingEnded, LlmEnd, ModelsStarted
from huleedu.services.judging.api.llm_use import exchanges
from huleedu.services.judging.api.set_up import Kind, judgements_for
from huleedu.services.judging.api.steering import Overview, Steering

AT = f"{JUDGING}/llm"
MODELS_MAX = 20
WRONG = {
    "models": "names of models that are `offered`",
    "judgements": f"a whole number from 1 to {JUDGEMENTS_MAX}",
    "money": "more than 0, and no more than the school allows for a batch",
}


class LlmRunTold(msgspec.Struct, frozen=True, kw_only=True):
    """A model that somebody has started, as it stands; `why` says by a code why it has ended.

    `contradicted` of its `decided` pairs it judged otherwise the other way round.
    """

    model: str
    judgements: Count
    """How many it makes in all."""
    decided: Count
    contradicted: Count
    cost: float
    started_at: datetime
    started_by: UUID | None
    ended_at: datetime | None
    ended_by: UUID | None
    why: LlmEnd | None


class LlmOffered(msgspec.Struct, frozen=True, kw_only=True):
    """Which models may judge for whoever asks, to whose machine texts go, and what is left."""

    models: tuple[str, ...]
    provider: str
    country: str
    host: str
    currency: str
    left: str
    """Of what this batch may cost."""


class LlmResource(ApiAnswer, frozen=True, kw_only=True, tag="llm"):
    """What models were asked about a batch; sums hold what is set aside for those `under_way`."""

    calls: Count
    under_way: Count
    tokens: Count
    cost: float
    stopped_at: datetime | None
    """Since then no request is made, by whatever process; null: they may be asked."""
    stopped_by: UUID | None
    runs: tuple[LlmRunTold, ...]
    offered: LlmOffered | None
    """null: no model may judge for whoever asks."""


class LlmToStart(RequestBody, frozen=True, kw_only=True):
    """Which models judge; none named: those that were stopped go on."""

    models: Annotated[
        tuple[Line, ...], Meta(max_length=MODELS_MAX, description="names that are `offered`")
    ] = ()
    judgements: Annotated[
        Annotated[int, Meta(ge=1, le=JUDGEMENTS_MAX)] | None,
        Meta(
            description=f"a whole number from 1 to {JUDGEMENTS_MAX}, of each; null: ten for each "
            "essay"
        ),
    ] = None
    money: Annotated[
        Money | None, Meta(description="at most, of all together; null: what is left")
    ] = None


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


def around_of(asked: ApiAsked[SentAny, QueryAny]) -> AroundModels:
    """Models, for whoever asks."""
    return AroundModels(
        database=lambda name: asked.people if name == "identity" else asked.database(name),
        clock=asked.web.clock,
        school=asked.who.school,
        person=asked.who.person,
        rights=asked.who.rights,
    )


async def _use(asked: ApiAsked[SentAny, QueryAny], batch: UUID) -> LlmResource:
    found = await Steering(asked.database("judging"), asked.web.clock).overview(batch)
    offered = await models_offered(around_of(asked), batch)
    used = found.llm if isinstance(found, Overview) else None
    return LlmResource(
        calls=used.calls if used else 0,
        under_way=used.under_way if used else 0,
        tokens=used.tokens if used else 0,
        cost=used.cost if used else 0.0,
        stopped_at=used.stopped_at if used else None,
        stopped_by=used.stopped_by if used else None,
        runs=_runs(found) if isinstance(found, Overview) else (),
        offered=_offered(offered) if isinstance(offered, ModelsOffered) else None,
    )


def _runs(found: Overview) -> tuple[LlmRunTold, ...]:
    judges = {judge.name: judge for judge in found.judges if judge.kind is Kind.MODEL}
    told: list[LlmRunTold] = []
    for run in found.llm_runs:
        judge = judges.get(run.model)
        told.append(
            LlmRunTold(
                model=run.model,
                judgements=run.quota,
                decided=judge.decided if judge else 0,
                contradicted=judge.contradicted if judge else 0,
                cost=judge.cost if judge else 0.0,
                started_at=run.started_at,
                started_by=run.started_by,
                ended_at=run.ended_at,
                ended_by=run.ended_by,
                why=run.why,
            )
        )
    return tuple(told)


def _offered(offered: ModelsOffered) -> LlmOffered:
    settings = offered.settings
    return LlmOffered(
        models=settings.models,
        provider=settings.provider,
        country=settings.country,
        host=offered.host,
        currency=settings.currency,
        left=f"{offered.left:f}",
    )


async def show_llm(asked: ApiAsked[None, None]) -> LlmResource | HttpRefusal:
    """What models were asked, and whether they may be asked more."""
    batch = await batch_seen(asked, asked.ids["batch"])
    return batch if isinstance(batch, HttpRefusal) else await _use(asked, batch.id)


async def stop_llm(asked: ApiAsked[None, None]) -> LlmResource | HttpRefusal:
    """Ask models nothing more."""
    batch = await may_work(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    around = around_of(asked)
    if isinstance(await around.runs.use(batch.id), NotOpened):
        return HttpRefusal(refusals.NOT_OPENED)
    await stop_models(around, batch.id)
    return await _use(asked, batch.id)


async def start_llm(asked: ApiAsked[LlmToStart, None]) -> LlmResource | HttpRefusal:
    """Have models judge; or let those go on that were stopped."""
    batch = await may_work(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    around, sent = around_of(asked), asked.sent
    if isinstance(await around.runs.use(batch.id), NotOpened):
        return HttpRefusal(refusals.NOT_OPENED)
    if not sent.models:
        await let_models(around, batch.id)
        return await _use(asked, batch.id)
    found = await Steering(asked.database("judging"), asked.web.clock).overview(batch.id)
    assert isinstance(found, Overview), "it is open"
    wanted = ModelsWanted(
        models=sent.models,
        judgements=sent.judgements or max(1, judgements_for(found.essays, PER_ESSAY)),
        money=None if sent.money is None else Decimal(sent.money),
    )
    match await start_models(around, batch.id, wanted):
        case ModelsStarted():
            return await _use(asked, batch.id)
        case ModelsNotOffered():
            return HttpRefusal(refusals.NO_MODELS)
        case ModelsWrong(field):
            return wrong_field_named(field, WRONG[field])
        case NotOpened():
            return HttpRefusal(refusals.NOT_OPENED)
        case JudgingEnded():
            return HttpRefusal(refusals.JUDGING_ENDED)


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
        what="Have language models judge, or let those go on that were stopped",
        needs="write",
        who="teacher",
        takes=LlmToStart,
        query=NOTHING,
        says=LlmResource,
        refuses=(
            refusals.ONLY_LOOKS,
            refusals.NOT_OPENED,
            refusals.JUDGING_ENDED,
            refusals.NO_MODELS,
        ),
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

EXAMPLES: tuple[RequestBody, ...] = (
    LlmToStart(models=("gpt-4o-mini",), judgements=120, money="2.50"),
)
