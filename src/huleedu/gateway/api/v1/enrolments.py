"""Who judges a batch, over the API: links that are told once, quotas, and what counts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from huleedu.contracts.judging import NotOpened
from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.account import AT
from huleedu.gateway.api.v1.answers import ApiAnswer, ToldOnce, is_as_seen
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.forms import Address, Name
from huleedu.gateway.api.v1.judging import JUDGING, steering_of
from huleedu.gateway.api.v1.judging_told import EnrolmentResource, enrolment_resource
from huleedu.gateway.api.v1.meanwhile import ChangedMeanwhile
from huleedu.gateway.api.v1.paging import part
from huleedu.gateway.api.v1.seen import QueryAny, SentAny, batch_seen, may_work
from huleedu.gateway.turning import Turner
from huleedu.gateway.words.words import words
from huleedu.services.judging.api.judgings import Enrolled, Judgings, NameTaken, WrongName
from huleedu.services.judging.api.naming import Enrolment, Renamed, invite, rename
from huleedu.services.judging.api.set_up import Kind
from huleedu.services.judging.api.steering import JudgeSeen, NoSuchJudge, Overview
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen

ENROLMENT = f"{AT}/enrolments/{{enrolment}}"
QUOTA_MAX, BARRED_MAX = 10_000, 5_000
QUOTA = f"a whole number from 1 to {QUOTA_MAX}"
BARRED = f"at most {BARRED_MAX} ids of essays"
ENDS = "a time to come, with its zone"
TURNED = "true: what they have decided so far counts the other way round; false: as they said it"
Quota = Annotated[int, Meta(ge=1, le=QUOTA_MAX)]
Barred = Annotated[tuple[UUID, ...], Meta(max_length=BARRED_MAX, description=BARRED)]
Ends = Annotated[datetime, Meta(tz=True)]


class EnrolmentPage(ApiAnswer, frozen=True, kw_only=True, tag="enrolments"):
    """Some of those who judge a batch, by name."""

    items: tuple[EnrolmentResource, ...]
    next: str | None


class NewEnrolment(RequestBody, frozen=True, kw_only=True):
    """Somebody who is to judge; without a quota: as much as there is.

    Without a name: whoever opens the link is asked for theirs.
    """

    name: Annotated[Name | None, Meta(description="text, or null: nobody knows yet")] = None
    email: Address = ""
    quota: Annotated[Quota | None, Meta(description=QUOTA)] = None
    barred: Barred = ()
    ends_at: Annotated[Ends | None, Meta(description=ENDS)] = None


class EnrolmentChange(RequestBody, frozen=True, kw_only=True):
    """What is to be otherwise; what is left out stays."""

    name: Annotated[Name | None, Meta(description="a name that nobody here has")] = None
    email: Annotated[Address | None, Meta(description="an e-mail address")] = None
    quota: Annotated[Quota | None, Meta(description=QUOTA)] = None
    no_quota: Annotated[bool, Meta(description="true: as much as there is")] = False
    barred: Annotated[Barred | None, Meta(description=BARRED)] = None
    ends_at: Annotated[Ends | None, Meta(description=ENDS)] = None
    never_ends: Annotated[bool, Meta(description="true: the link ends only by hand")] = False
    counts: Annotated[bool | None, Meta(description="whether their decisions count")] = None
    turned: Annotated[bool | None, Meta(description=TURNED)] = None


class LinkMade(ToldOnce, frozen=True, kw_only=True, tag="link_made"):
    """A judge's key, told this once: their link is `/judge#KEY`. The key before opens nothing."""

    id: UUID


async def list_enrolments(asked: ApiAsked[None, Listing]) -> EnrolmentPage | HttpRefusal:
    """Some of those who judge."""
    batch = await batch_seen(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    found = await steering_of(asked).overview(batch.id)
    judges = found.judges if isinstance(found, Overview) else ()
    some = part(judges, lambda one: [one.name, str(one.id)], asked.query)
    if isinstance(some, HttpRefusal):
        return some
    items = tuple(enrolment_resource(batch.id, one, asked.now) for one in some[0])
    return EnrolmentPage(items=items, next=some[1])


async def enrol(asked: ApiAsked[NewEnrolment, None]) -> LinkMade | HttpRefusal:
    """Let somebody judge, and tell their key."""
    batch, sent = await may_work(asked, asked.ids["batch"]), asked.sent
    if isinstance(batch, HttpRefusal):
        return batch
    if wrong := await _wrong(asked, batch, sent.barred, sent.ends_at):
        return wrong
    steering = steering_of(asked)
    found = await steering.overview(batch.id)
    if not isinstance(found, Overview):
        return HttpRefusal(refusals.NOT_OPENED)
    if sent.name is None:
        return await _invited(asked, batch)
    name = " ".join(sent.name.split())
    if any(one.name == name for one in found.judges):
        return problems.wrong_field_named("name", "a name that nobody here has")
    made = await Judgings(asked.database("judging"), asked.web.clock).enrol(
        batch.id,
        name,
        Kind.PERSON,
        quota=sent.quota,
        barred=sent.barred,
        ends_at=sent.ends_at,
        email=sent.email,
    )
    match made:
        case Enrolled(key):
            return await _link_made(asked, batch, name, key)
        case WrongName():
            return _wrong_name(name, made)
        case NameTaken():
            return problems.wrong_field_named("name", "a name that no program here has")
        case _:
            return HttpRefusal(refusals.NOT_OPENED)


async def _invited(asked: ApiAsked[NewEnrolment, None], batch: BatchSeen) -> LinkMade | HttpRefusal:
    sent = asked.sent
    made = await invite(
        asked.database("judging"),
        batch.id,
        lambda n: words("en").say("judging.unnamed_nth", number=n),
        asked.now,
        quota=sent.quota,
        barred=sent.barred,
        ends_at=sent.ends_at,
        email=sent.email,
    )
    if isinstance(made, NotOpened):
        return HttpRefusal(refusals.NOT_OPENED)
    return await _link_made(asked, batch, made.name, made.key)


async def _link_made(
    asked: ApiAsked[NewEnrolment, None], batch: BatchSeen, name: str, key: str
) -> LinkMade:
    after = await steering_of(asked).overview(batch.id)
    judges = after.judges if isinstance(after, Overview) else ()
    return LinkMade(id=next(one.id for one in judges if one.name == name), secret=key)


def _wrong_name(name: str, wrong: WrongName) -> HttpRefusal:
    told = words("en").say(f"judging.name.{wrong.why}", name=name, like=wrong.like)
    return problems.wrong_field_named("name", told)


async def _wrong(
    asked: ApiAsked[SentAny, QueryAny],
    batch: BatchSeen,
    barred: Sequence[UUID],
    ends_at: datetime | None,
) -> HttpRefusal | None:
    """What is wrong for what there is."""
    if ends_at and ends_at <= asked.now:
        return problems.wrong_field_named("ends_at", "a time to come")
    there = await results.files_there(asked.database("results"), batch.id, barred)
    if not set(barred) <= there:
        return problems.wrong_field_named("barred", "essays of this batch")
    return None


async def _found(
    asked: ApiAsked[SentAny, QueryAny], *, works: bool = True
) -> tuple[BatchSeen, JudgeSeen] | HttpRefusal:
    """The judge in the address and their batch, as far as whoever asks may see it."""
    steering, judge = steering_of(asked), asked.ids["enrolment"]
    identity = await steering.batch_of(judge)
    if isinstance(identity, NoSuchJudge):
        return HttpRefusal(refusals.NOT_THERE)
    batch = await (may_work if works else batch_seen)(asked, identity)
    if isinstance(batch, HttpRefusal):
        return batch
    seen = await steering.judge(batch.id, judge)
    return HttpRefusal(refusals.NOT_THERE) if isinstance(seen, NoSuchJudge) else (batch, seen)


async def show_enrolment(asked: ApiAsked[None, None]) -> EnrolmentResource | HttpRefusal:
    """Somebody who judges."""
    found = await _found(asked, works=False)
    if isinstance(found, HttpRefusal):
        return found
    return enrolment_resource(found[0].id, found[1], asked.now)


async def change_enrolment(
    asked: ApiAsked[EnrolmentChange, None],
) -> EnrolmentResource | ChangedMeanwhile | HttpRefusal:
    """Change how somebody may judge, or whether their decisions count."""
    found = await _found(asked)
    if isinstance(found, HttpRefusal):
        return found
    (batch, judge), sent, steering = found, asked.sent, steering_of(asked)
    now = enrolment_resource(batch.id, judge, asked.now)
    if not is_as_seen(now, asked.if_match):
        return ChangedMeanwhile(now=now)
    if wrong := await _wrong(asked, batch, sent.barred or (), sent.ends_at):
        return wrong
    if sent.name is not None:
        where, database = Enrolment(batch.id, judge.name), asked.database("judging")
        called = await rename(database, where, sent.name, asked.now, themself=False)
        if isinstance(called, WrongName):
            return _wrong_name(sent.name, called)
        if not isinstance(called, Renamed):
            return problems.wrong_field_named("name", "of a person alone")
    await steering.set_terms(
        batch.id,
        judge.id,
        quota=None if sent.no_quota else sent.quota or judge.quota,
        barred=judge.barred if sent.barred is None else sent.barred,
        email=judge.email if sent.email is None else sent.email,
        ends_at=None if sent.never_ends else sent.ends_at or judge.ends_at,
    )
    if sent.counts is not None:
        await steering.leave_out(batch.id, judge.id, out=not sent.counts)
    if sent.turned is not None:
        turner = _turner(asked, batch)
        await (turner.turn if sent.turned else turner.turn_back)(judge.id)
    after = await steering.judge(batch.id, judge.id)
    assert isinstance(after, JudgeSeen), "nobody who judges is ever forgotten"
    return enrolment_resource(batch.id, after, asked.now)


def _turner(asked: ApiAsked[SentAny, QueryAny], batch: BatchSeen) -> Turner:
    return Turner(
        people=asked.people,
        judging=asked.database("judging"),
        batch=batch.id,
        school=asked.who.school,
        person=asked.who.person,
        name=asked.who.name,
        now=asked.now,
    )


async def end_enrolment(
    asked: ApiAsked[None, None],
) -> EnrolmentResource | ChangedMeanwhile | HttpRefusal:
    """End somebody's link; what they have decided counts."""
    found = await _found(asked)
    if isinstance(found, HttpRefusal):
        return found
    batch, judge = found
    now = enrolment_resource(batch.id, judge, asked.now)
    if not is_as_seen(now, asked.if_match):
        return ChangedMeanwhile(now=now)
    await Judgings(asked.database("judging"), asked.web.clock).revoke(batch.id, judge.name)
    after = await steering_of(asked).judge(batch.id, judge.id)
    assert isinstance(after, JudgeSeen), "nobody who judges is ever forgotten"
    return enrolment_resource(batch.id, after, asked.now)


async def new_link(asked: ApiAsked[None, None]) -> LinkMade | HttpRefusal:
    """Another key for this judge; the one before opens nothing any more."""
    found = await _found(asked)
    if isinstance(found, HttpRefusal):
        return found
    batch, judge = found
    if judge.kind is not Kind.PERSON:
        return HttpRefusal(refusals.NO_LINK)
    ends_at = judge.ends_at if judge.ends_at and judge.ends_at > asked.now else None
    return LinkMade(
        id=judge.id, secret=await steering_of(asked).new_key(batch.id, judge.id, ends_at)
    )


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{JUDGING}/enrolments",
        what="Some of those who judge a batch",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=Listing,
        says=EnrolmentPage,
        do=list_enrolments,
    ),
    ApiRoute(
        method="POST",
        path=f"{JUDGING}/enrolments",
        what="Let somebody judge; their key is told once",
        needs="write",
        who="teacher",
        takes=NewEnrolment,
        query=NOTHING,
        says=LinkMade,
        refuses=(refusals.ONLY_LOOKS, refusals.NOT_OPENED),
        do=enrol,
    ),
    ApiRoute(
        method="GET",
        path=ENROLMENT,
        what="Somebody who judges",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=EnrolmentResource,
        do=show_enrolment,
    ),
    ApiRoute(
        method="PATCH",
        path=ENROLMENT,
        what="Change how somebody may judge, or whether their decisions count",
        needs="write",
        who="teacher",
        takes=EnrolmentChange,
        query=NOTHING,
        says=EnrolmentResource | ChangedMeanwhile,
        guarded=True,
        refuses=(refusals.ONLY_LOOKS,),
        do=change_enrolment,
    ),
    ApiRoute(
        method="DELETE",
        path=ENROLMENT,
        what="End somebody's link; what they have decided counts",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=EnrolmentResource | ChangedMeanwhile,
        guarded=True,
        refuses=(refusals.ONLY_LOOKS,),
        do=end_enrolment,
    ),
    ApiRoute(
        method="POST",
        path=f"{ENROLMENT}/link",
        what="A new key for a judge; the one before opens nothing any more",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=LinkMade,
        refuses=(refusals.ONLY_LOOKS, refusals.NO_LINK),
        do=new_link,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (
    NewEnrolment(name="Karin Lind", email="karin@skolan.example", quota=20),
    EnrolmentChange(name="Karin Ek", quota=30, counts=True),
)
