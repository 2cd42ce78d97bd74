"""The judging of a batch over the API: its rules, opening and ending it, how far and how sure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from huleedu.contracts.judging import COUNT_MAX
from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import NO_NUL, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.answers import ApiAnswer, is_as_seen
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.batches import BATCH
from huleedu.gateway.api.v1.forms import Count, Criterion, Line
from huleedu.gateway.api.v1.judging_told import (
    JudgingResource,
    Steps,
    judging_resource,
)
from huleedu.gateway.api.v1.meanwhile import ChangedMeanwhile
from huleedu.gateway.api.v1.seen import QueryAny, SentAny, batch_seen, may_work
from huleedu.gateway.scales import grades_of, scale_told
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.set_up import (
    PRACTICE_MAX,
    PracticePair,
    Rules,
    essays_ready,
    plan_rules,
    planned_rules,
)
from huleedu.services.judging.api.steering import Late, Overview, Steering
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen

JUDGING = f"{BATCH}/judging"
LEAST_ESSAYS, PER_ESSAY, PER_ESSAY_MAX, MORE_MAX = 2, 10, 100, 10_000
KNOWN_MAX, ESSAYS_MAX = 100, 5_000
ANSWERS = {2: (1, -1), 3: (1, 0, -1), 5: (2, 1, 0, -1, -2)}


class KnownGradeToTell(RequestBody, frozen=True, kw_only=True):
    """An essay of the batch whose grade is known."""

    essay: UUID
    grade: Annotated[str, Meta(min_length=1, max_length=40, pattern=NO_NUL)]


class PracticeToTell(RequestBody, frozen=True, kw_only=True):
    """Two essays of the batch that judges try first, and the answer that is expected."""

    first: UUID
    second: UUID
    expected: Annotated[int, Meta(ge=-2, le=2)]
    why: Annotated[str, Meta(max_length=500, pattern=NO_NUL)] = ""


class JudgingToSet(RequestBody, frozen=True, kw_only=True):
    """How a batch is judged, all of it; what is left out is as usual."""

    criterion: Annotated[Criterion | None, Meta(description="a question; null: as usual")] = None
    steps: Annotated[Steps, Meta(description="how many answers: 2, 3 or 5")] = 3
    per_essay: Annotated[
        int, Meta(ge=1, le=PER_ESSAY_MAX, description=f"a whole number from 1 to {PER_ESSAY_MAX}")
    ] = PER_ESSAY
    scale: Annotated[
        Line, Meta(description="A-F, 1-5, CEFR, or own grades from the lowest; empty: none")
    ] = ""
    known: Annotated[
        tuple[KnownGradeToTell, ...],
        Meta(max_length=KNOWN_MAX, description="objects with `essay` and `grade`"),
    ] = ()
    practice: Annotated[
        tuple[PracticeToTell, ...],
        Meta(
            max_length=PRACTICE_MAX,
            description="at most 3 objects with `first`, `second` (essays), `expected` and `why`",
        ),
    ] = ()
    reliability: Annotated[
        Annotated[float, Meta(ge=0.1, le=0.99)] | None,
        Meta(description="a number from 0.1 to 0.99"),
    ] = None
    judgements: Annotated[
        Annotated[int, Meta(ge=1, le=COUNT_MAX)] | None,
        Meta(description=f"a whole number from 1 to {COUNT_MAX}"),
    ] = None
    until: Annotated[
        Annotated[datetime, Meta(tz=True)] | None,
        Meta(description="a time to come, with its zone"),
    ] = None
    when_late: Annotated[
        Late, Meta(description="of essays that come once judges have begun: wait or join")
    ] = "wait"


class MoreToAsk(RequestBody, frozen=True, kw_only=True):
    """How many more judgements are wanted."""

    count: Annotated[
        int, Meta(ge=1, le=MORE_MAX, description=f"a whole number from 1 to {MORE_MAX}")
    ]


class MoreIsAsked(ApiAnswer, frozen=True, kw_only=True, tag="more_is_asked"):
    """So many judgements are wanted from now on, shared among who can judge."""

    status: ClassVar[int] = 200
    wanted: Count


def steering_of(asked: ApiAsked[SentAny, QueryAny]) -> Steering:
    """Judging, as whoever asks may steer it."""
    return Steering(asked.database("judging"), asked.web.clock)


async def resource_of(asked: ApiAsked[SentAny, QueryAny], batch: UUID) -> JudgingResource:
    """How it is judged, or is to be."""
    found = await steering_of(asked).overview(batch)
    if isinstance(found, Overview):
        return judging_resource(batch, found, 0)
    database = asked.database("judging")
    planned = await planned_rules(database, batch)
    return judging_resource(
        batch, planned or Rules(steps=3), len(await essays_ready(database, batch))
    )


async def show_judging(asked: ApiAsked[None, None]) -> JudgingResource | HttpRefusal:
    """How the batch is judged, or is to be."""
    batch = await batch_seen(asked, asked.ids["batch"])
    return batch if isinstance(batch, HttpRefusal) else await resource_of(asked, batch.id)


async def set_judging(
    asked: ApiAsked[JudgingToSet, None],
) -> JudgingResource | ChangedMeanwhile | HttpRefusal:
    """Judge by these rules, from now on or once it is opened."""
    batch = await may_work(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    now = await resource_of(asked, batch.id)
    if not is_as_seen(now, asked.if_match):
        return ChangedMeanwhile(now=now)
    rules = await _rules(asked, batch)
    if isinstance(rules, HttpRefusal):
        return rules
    if now.state == "not_opened":
        await plan_rules(asked.database("judging"), batch.id, asked.who.school, rules)
    else:
        await steering_of(asked).set_rules(batch.id, rules)
    return await resource_of(asked, batch.id)


async def _rules(asked: ApiAsked[JudgingToSet, None], batch: BatchSeen) -> Rules | HttpRefusal:
    sent = asked.sent
    scale = scale_told(sent.scale)
    if scale is None:
        return problems.wrong_field_named("scale", "a scale: each grade once, with commas")
    files = await results.files_listed(
        asked.database("results"), batch.id, "all", batch.due, 0, ESSAYS_MAX
    )
    texts = {file.id: file.text for file in files if file.slot is not None and file.text}
    grades = grades_of(scale)
    if any(one.essay not in texts or one.grade not in grades for one in sent.known):
        return problems.wrong_field_named("known", "essays of this batch, grades of the scale")
    practice = _practice(sent.practice, texts, sent.steps)
    if practice is None:
        told = "two essays of this batch each, with an answer that the question has"
        return problems.wrong_field_named("practice", told)
    if sent.until and sent.until <= asked.now:
        return problems.wrong_field_named("until", "a time to come")
    usual = Rules()
    return Rules(
        criterion=sent.criterion.strip() if sent.criterion else usual.criterion,
        steps=sent.steps,
        per_script=sent.per_essay,
        scale=scale,
        grades={one.essay: one.grade for one in sent.known},
        practice=practice,
        reliability=sent.reliability,
        judgements=sent.judgements,
        until=sent.until,
        late=sent.when_late,
    )


def _practice(
    told: Sequence[PracticeToTell], texts: dict[UUID, str], steps: int
) -> tuple[PracticePair, ...] | None:
    """The pairs to try first; None: one of them cannot be."""
    pairs: list[PracticePair] = []
    for one in told:
        first, second = texts.get(one.first), texts.get(one.second)
        if not first or not second or one.first == one.second or one.expected not in ANSWERS[steps]:
            return None
        pair = PracticePair(
            first=first,
            second=second,
            first_essay=one.first,
            second_essay=one.second,
            expected=one.expected,
            why=one.why,
        )
        pairs.append(pair)
    return tuple(pairs)


async def open_judging(asked: ApiAsked[None, None]) -> JudgingResource | HttpRefusal:
    """Open judging; again, it goes on if it had ended, and essays that came late are let in."""
    batch = await may_work(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    steering, database = steering_of(asked), asked.database("judging")
    if isinstance(await steering.overview(batch.id), Overview):
        await steering.go_on(batch.id)
        await steering.let_in(batch.id)
        return await resource_of(asked, batch.id)
    if len(await essays_ready(database, batch.id)) < LEAST_ESSAYS:
        return HttpRefusal(refusals.TOO_FEW_ESSAYS)
    rules = await planned_rules(database, batch.id) or Rules(steps=3)
    judgings = Judgings(database, asked.web.clock)
    await judgings.open(batch.id, (), batch.title, rules, asked_by=asked.who.name)
    return await resource_of(asked, batch.id)


async def close_judging(asked: ApiAsked[None, None]) -> JudgingResource | HttpRefusal:
    """End judging; what is before a judge may still be decided."""
    batch = await may_work(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    if not isinstance(await steering_of(asked).overview(batch.id), Overview):
        return HttpRefusal(refusals.NOT_OPENED)
    await steering_of(asked).close(batch.id, asked.who.person)
    return await resource_of(asked, batch.id)


async def ask_more(asked: ApiAsked[MoreToAsk, None]) -> MoreIsAsked | HttpRefusal:
    """Ask for more judgements, of all who can judge alike; goes on if it had ended."""
    batch = await may_work(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    done = await steering_of(asked).more(batch.id, asked.sent.count)
    wanted = getattr(done, "wanted", None)
    return HttpRefusal(refusals.NOT_OPENED) if wanted is None else MoreIsAsked(wanted=wanted)


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=JUDGING,
        what="How a batch is judged, or is to be",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=JudgingResource,
        do=show_judging,
    ),
    ApiRoute(
        method="PUT",
        path=JUDGING,
        what="Judge a batch by these rules, from now on or once it is opened",
        needs="write",
        who="teacher",
        takes=JudgingToSet,
        query=NOTHING,
        says=JudgingResource | ChangedMeanwhile,
        guarded=True,
        refuses=(refusals.ONLY_LOOKS,),
        do=set_judging,
    ),
    ApiRoute(
        method="POST",
        path=f"{JUDGING}/open",
        what="Open judging, or let it go on; essays that came late are judged, too",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=JudgingResource,
        refuses=(refusals.ONLY_LOOKS, refusals.TOO_FEW_ESSAYS),
        do=open_judging,
    ),
    ApiRoute(
        method="POST",
        path=f"{JUDGING}/close",
        what="End judging; it can be opened again",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=JudgingResource,
        refuses=(refusals.ONLY_LOOKS, refusals.NOT_OPENED),
        do=close_judging,
    ),
    ApiRoute(
        method="POST",
        path=f"{JUDGING}/more",
        what="Ask for more judgements, of all who can judge alike",
        needs="write",
        who="teacher",
        takes=MoreToAsk,
        query=NOTHING,
        says=MoreIsAsked,
        refuses=(refusals.ONLY_LOOKS, refusals.NOT_OPENED),
        do=ask_more,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (
    JudgingToSet(criterion="Which text is funnier?", steps=3, judgements=150),
    MoreToAsk(count=30),
)
