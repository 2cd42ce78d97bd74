"""Which kinds of remarks are looked for, over the API: in a batch, and in a school's new ones."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import RequestBody
from huleedu.gateway.api.v1.account import AT
from huleedu.gateway.api.v1.answers import is_as_seen
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.batches import BATCH
from huleedu.gateway.api.v1.meanwhile import ChangedMeanwhile
from huleedu.gateway.api.v1.remarks_told import RemarkRule, RemarksResource
from huleedu.gateway.api.v1.seen import batch_seen, may_work
from huleedu.gateway.remark_rules import known, rule_lines
from huleedu.gateway.words.words import words
from huleedu.services.identity import api as identity
from huleedu.services.results.api import remarks
from huleedu.services.results.api.remarks import RULES, RulesKept

RuleCode = Annotated[str, Meta(max_length=40, pattern="^[a-z_]+$")]


class RemarksToLeaveOut(RequestBody, frozen=True, kw_only=True):
    """The rules that are not looked for; all others are."""

    off: Annotated[
        tuple[RuleCode, ...], Meta(max_length=200, description="codes of rules, in any order")
    ]


def _resource(batch: UUID | None, kept: RulesKept) -> RemarksResource:
    return RemarksResource(
        batch=batch,
        off=kept.off,
        rules=tuple(
            RemarkRule(
                code=line.code,
                language=line.spoken,
                name=line.name,
                sentence=line.why,
                on=line.on,
                usual=line.usual,
                found=line.found,
            )
            for line in rule_lines(kept, words("en"))
        ),
    )


async def get_remarks(asked: ApiAsked[None, None]) -> RemarksResource | HttpRefusal:
    """What is looked for in a batch."""
    batch = await batch_seen(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    return _resource(batch.id, await remarks.of_batch(asked.database("results"), batch.id))


async def put_remarks(
    asked: ApiAsked[RemarksToLeaveOut, None],
) -> RemarksResource | ChangedMeanwhile | HttpRefusal:
    """Look for other kinds in a batch."""
    batch = await may_work(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    if wrong := _unknown(asked.sent):
        return wrong
    database = asked.database("results")
    now = _resource(batch.id, await remarks.of_batch(database, batch.id))
    if not is_as_seen(now, asked.if_match):
        return ChangedMeanwhile(now=now)
    await remarks.change(database, batch.id, lambda _: asked.sent.off)
    return _resource(batch.id, await remarks.of_batch(database, batch.id))


def _unknown(sent: RemarksToLeaveOut) -> HttpRefusal | None:
    if len(known(sent.off)) == len(sent.off):
        return None
    return problems.wrong_field_named("off", f"each one of {', '.join(RULES)}")


async def get_school_remarks(asked: ApiAsked[None, None]) -> RemarksResource:
    """What new batches of the school begin with."""
    return _resource(None, await remarks.of_school(asked.database("results"), asked.who.school))


async def put_school_remarks(
    asked: ApiAsked[RemarksToLeaveOut, None],
) -> RemarksResource | ChangedMeanwhile | HttpRefusal:
    """Let new batches of the school begin with others."""
    if wrong := _unknown(asked.sent):
        return wrong
    database, school = asked.database("results"), asked.who.school
    now = _resource(None, await remarks.of_school(database, school))
    if not is_as_seen(now, asked.if_match):
        return ChangedMeanwhile(now=now)
    off = asked.sent.off
    await remarks.change_in_school(database, school, lambda _: off)
    facts = {"remarks_off": " ".join(sorted(off))}
    await identity.note(asked.people, asked.who, "settings_changed", asked.now, facts=facts)
    return _resource(None, await remarks.of_school(database, school))


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{BATCH}/remarks",
        what="Which kinds of remarks are looked for in a batch, and how often each was found",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=RemarksResource,
        do=get_remarks,
    ),
    ApiRoute(
        method="PUT",
        path=f"{BATCH}/remarks",
        what="Look for other kinds of remarks in a batch; it shows at once",
        needs="write",
        who="teacher",
        takes=RemarksToLeaveOut,
        query=NOTHING,
        says=RemarksResource | ChangedMeanwhile,
        guarded=True,
        do=put_remarks,
    ),
    ApiRoute(
        method="GET",
        path=f"{AT}/school/remarks",
        what="Which kinds of remarks new batches of the school look for",
        needs="admin",
        who="administrator",
        takes=NOTHING,
        query=NOTHING,
        says=RemarksResource,
        do=get_school_remarks,
    ),
    ApiRoute(
        method="PUT",
        path=f"{AT}/school/remarks",
        what="Let new batches look for other kinds of remarks",
        needs="admin",
        who="administrator",
        takes=RemarksToLeaveOut,
        query=NOTHING,
        says=RemarksResource | ChangedMeanwhile,
        guarded=True,
        do=put_school_remarks,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (RemarksToLeaveOut(off=("small_start",)),)
