"""The same batch again, for another class: its set-up, and none of its texts."""

from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta

from huleedu.contracts.gateway import PlanJudging, RegisterBatch
from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import RequestBody
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.batches import BATCH
from huleedu.gateway.api.v1.classes import seen_class
from huleedu.gateway.api.v1.forms import Title
from huleedu.gateway.api.v1.meanwhile import BatchResource
from huleedu.gateway.api.v1.seen import WillBeDone, batch_seen, may_work, resource_of
from huleedu.gateway.web.soon import soon
from huleedu.services.identity.api import llm_settings, may_use_llm
from huleedu.services.judging.api.plans import plan_of
from huleedu.services.results.api import BatchSeen


class BatchToCopy(RequestBody, frozen=True, kw_only=True, rename={"class_": "class"}):
    """What is otherwise in the copy."""

    title: Annotated[Title | None, Meta(description="null: the same title")] = None
    class_: Annotated[UUID | None, Meta(description="a class of one's own, or null: none")] = None


async def copy(asked: ApiAsked[BatchToCopy, None]) -> BatchResource | WillBeDone | HttpRefusal:
    """Make a batch with the same language, number, blindness, criterion and scale."""
    seen, sent, who = await may_work(asked, asked.ids["batch"]), asked.sent, asked.who
    if isinstance(seen, HttpRefusal):
        return seen
    names: tuple[str, ...] = ()
    if sent.class_:
        of = await seen_class(asked, sent.class_)
        if isinstance(of, HttpRefusal):
            return problems.wrong_field_named("class", "a class that is there for you, or null")
        names = tuple(pupil.name for pupil in of.pupils if pupil.name)
    plan = await plan_of(asked.database("judging"), seen.id)
    batch = uuid5(asked.once, f"batch of {who.person}")
    await asked.web.batches.commands.send(
        RegisterBatch(
            batch=batch,
            title=" ".join((sent.title or seen.title).split()),
            slots=None if seen.open else seen.slots,
            language=seen.language,
            class_=sent.class_,
            pupils=names,
            blind=seen.blind,
            school=who.school,
            owner=who.person,
        ),
        PlanJudging(
            batch=batch,
            school=who.school,
            criterion=plan.criterion,
            scale=plan.scale,
            llm=plan.llm and may_use_llm(await llm_settings(asked.people, who.school), who.rights),
            secret=plan.secret,
        ),
    )

    async def shows() -> bool:
        return isinstance(await batch_seen(asked, batch), BatchSeen)

    await soon(shows)
    made = await batch_seen(asked, batch)
    return resource_of(made) if isinstance(made, BatchSeen) else WillBeDone(batch=batch)


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="POST",
        path=f"{BATCH}/copy",
        what="Make the same batch again, for another class: its set-up, and none of its texts",
        needs="write",
        who="teacher",
        takes=BatchToCopy,
        query=NOTHING,
        says=BatchResource | WillBeDone,
        do=copy,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (BatchToCopy(title="A challenge, class 9C"),)
