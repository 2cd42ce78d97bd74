"""How far a batch's judging is over the API, and all that was handed out."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing
from huleedu.gateway.api.v1.answers import ApiAnswer
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.forms import Count
from huleedu.gateway.api.v1.judging import JUDGING, steering_of
from huleedu.gateway.api.v1.judging_told import EnrolmentResource, Share, enrolment_resource
from huleedu.gateway.api.v1.paging import behind, written
from huleedu.gateway.api.v1.seen import batch_seen
from huleedu.services.judging.api.steering import Overview, decisions_listed


class SureThen(msgspec.Struct, frozen=True, kw_only=True):
    """How sure a ranking of so many judgements was; `typical_error` is in places."""

    judgements: Count
    typical_error: float
    made_at: datetime


class JudgingProgress(ApiAnswer, frozen=True, kw_only=True, tag="judging_progress"):
    """How far judging is, how sure the ranking, and what more would bring; null: not known yet."""

    decided: Count
    wanted: Count
    reliability: Share | None
    reliability_low: Share | None
    reliability_high: Share | None
    typical_error: float | None
    more: Count
    """So many more judgements would make the typical error `error_then`."""
    error_then: float | None
    groups: Count
    """Of essays that no judgement links; 1: all are linked."""
    unlinked: Count
    """Essays that are in no judgement yet."""
    over_time: tuple[SureThen, ...]
    judges: tuple[EnrolmentResource, ...]


class JudgingDecision(msgspec.Struct, frozen=True, kw_only=True):
    """A pair that was handed out: essays as they were shown, and what became of it."""

    pair: UUID
    judge: str
    kind: str
    first: UUID
    second: UUID
    state: str
    """out, decided, flagged, undone or lapsed."""
    answer: Annotated[int, Meta(ge=-2, le=2)] | None
    steps: Annotated[int, Meta(ge=2, le=5)] | None
    took_s: float | None
    comment: str
    assigned_at: datetime
    ended_at: datetime | None
    counts: bool
    turned: bool
    """It counts as if the two had stood the other way round, for somebody has said so."""


class JudgingDecisions(ApiAnswer, frozen=True, kw_only=True, tag="judging_decisions"):
    """Some of all that was handed out, in that order."""

    items: tuple[JudgingDecision, ...]
    next: str | None


async def show_progress(asked: ApiAsked[None, None]) -> JudgingProgress | HttpRefusal:
    """How far judging is, and how sure the ranking."""
    batch = await batch_seen(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    found = await steering_of(asked).overview(batch.id)
    opened = found if isinstance(found, Overview) else None
    sure = opened.sure if opened else None
    return JudgingProgress(
        decided=opened.decided if opened else 0,
        wanted=opened.wanted if opened else 0,
        reliability=sure.reliability if sure else None,
        reliability_low=sure.low if sure else None,
        reliability_high=sure.high if sure else None,
        typical_error=sure.typical_error if sure else None,
        more=sure.more if sure else 0,
        error_then=sure.error_then if sure else None,
        groups=sure.groups if sure else 0,
        unlinked=opened.unlinked if opened else 0,
        over_time=tuple(
            SureThen(judgements=one.judgements, typical_error=error, made_at=one.made_at)
            for one in (opened.rankings if opened else ())
            if (error := one.typical_error) is not None
        ),
        judges=tuple(
            enrolment_resource(batch.id, judge, asked.now)
            for judge in (opened.judges if opened else ())
        ),
    )


async def list_decisions(asked: ApiAsked[None, Listing]) -> JudgingDecisions | HttpRefusal:
    """Some of all that was handed out, and what became of it."""
    batch = await batch_seen(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    last = behind(asked.query)
    if isinstance(last, HttpRefusal):
        return last
    number = int(last[0]) if last and len(last) == 1 and last[0].isdigit() else 0
    limit = asked.query.limit
    some = await decisions_listed(asked.database("judging"), batch.id, number, limit + 1)
    items = [
        JudgingDecision(**{name: getattr(one, name) for name in JudgingDecision.__struct_fields__})
        for one in some[:limit]
    ]
    more = len(some) > limit
    return JudgingDecisions(
        items=tuple(items), next=written([str(some[limit - 1].number)]) if more else None
    )


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{JUDGING}/progress",
        what="How far judging is, how sure the ranking, how each judge does",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=JudgingProgress,
        do=show_progress,
    ),
    ApiRoute(
        method="GET",
        path=f"{JUDGING}/decisions",
        what="All that was handed out, and what became of it",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=Listing,
        says=JudgingDecisions,
        do=list_decisions,
    ),
)
