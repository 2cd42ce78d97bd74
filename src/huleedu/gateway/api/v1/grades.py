"""Decided grades over the API: a person's, with who, when and why; many by one act."""

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import NO_NUL, Listing, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.answers import ApiAnswer, is_as_seen
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.batches import BATCH
from huleedu.gateway.api.v1.essays import ESSAY
from huleedu.gateway.api.v1.forms import Count
from huleedu.gateway.api.v1.meanwhile import ChangedMeanwhile, GradeDecision, GradeResource
from huleedu.gateway.api.v1.paging import part
from huleedu.gateway.api.v1.seen import QueryAny, SentAny, batch_seen, file_seen, may_work
from huleedu.gateway.grading import Grading, act_of, grades_of
from huleedu.services.results.api import BatchSeen, ListedFile, NotHeardOf, grades
from huleedu.services.results.api.grades import (
    REASON_MAX,
    ChangedSince,
    Decide,
    DecidedGrade,
    DecidedNow,
    Grader,
    NoSuchEssay,
    NoSuchGrade,
    NothingToTakeBack,
    ReasonTooLong,
    ReasonWanted,
    Refused,
    likeliest_of,
    may_be_decided,
)

GRADES_MAX = 5_000
Grade = Annotated[
    str,
    Meta(max_length=40, pattern=NO_NUL, description="a grade of `may_be`; empty: undecided again"),
]
GradeReason = Annotated[
    str,
    Meta(
        max_length=REASON_MAX,
        pattern=NO_NUL,
        description=f'why it is not the likeliest, in at most {REASON_MAX} characters, or "later"',
    ),
]


class GradeLine(msgspec.Struct, frozen=True, kw_only=True):
    """An essay's decided grade; empty: it has none. `last` is null if nothing was ever decided."""

    essay: UUID
    grade: str
    likeliest: str
    last: GradeDecision | None


class GradePage(ApiAnswer, frozen=True, kw_only=True, tag="grades"):
    """Some of a batch's essays with their decided grades; `may_be`: those that may be decided."""

    may_be: tuple[str, ...]
    items: tuple[GradeLine, ...]
    next: str | None


class GradeToDecide(RequestBody, frozen=True, kw_only=True):
    """A grade that an essay is to have."""

    grade: Grade
    reason: GradeReason = ""


class GradeOfMany(RequestBody, frozen=True, kw_only=True):
    """A grade that an essay is to have; `seen`: the number of the last decision that was seen."""

    essay: UUID
    grade: Grade
    reason: GradeReason = ""
    seen: Count | None = None


class GradesToDecide(RequestBody, frozen=True, kw_only=True):
    """Grades that are decided at once, all of them or none."""

    grades: Annotated[
        tuple[GradeOfMany, ...],
        Meta(
            min_length=1,
            max_length=GRADES_MAX,
            description="objects with `essay`, `grade`, `reason` and `seen` (a decision's number)",
        ),
    ]


class ActToTakeBack(RequestBody, frozen=True, kw_only=True):
    """What is to be as it was before an act."""

    act: Annotated[UUID, Meta(description="the `act` of what was decided at once")]


class GradesDecided(ApiAnswer, frozen=True, kw_only=True, tag="grades_decided"):
    """It is decided; `essays` are those that have another grade or reason now."""

    act: UUID
    essays: tuple[UUID, ...]


class GradesChanged(ApiAnswer, frozen=True, kw_only=True, tag="grades_changed_meanwhile"):
    """Somebody decided these since they were seen; nothing was done."""

    status: ClassVar[int] = 412
    now: tuple[GradeLine, ...]


def _grading(asked: ApiAsked[SentAny, QueryAny], batch: BatchSeen) -> Grading:
    return Grading(
        people=asked.people,
        judging=asked.database("judging"),
        results=asked.database("results"),
        contents=asked.web.contents,
        batch=batch.id,
        school=asked.who.school,
        who=Grader(asked.who.person, asked.who.name),
        now=asked.now,
    )


async def _around(
    asked: ApiAsked[SentAny, QueryAny], batch: UUID
) -> tuple[Mapping[str, str], tuple[str, ...]]:
    """The likeliest grade of each essay, and which may be decided, the best first."""
    _, ranking = await grades.picture(asked.database("results"), asked.web.contents, batch)
    scale = await grades_of(asked.database("judging"), batch, ranking)
    return likeliest_of(ranking), may_be_decided(scale)


async def list_grades(asked: ApiAsked[None, Listing]) -> GradePage | HttpRefusal:
    """Some of a batch's decided grades."""
    seen = await batch_seen(asked, asked.ids["batch"])
    if isinstance(seen, HttpRefusal):
        return seen
    likeliest, may_be = await _around(asked, seen.id)
    database = asked.database("results")
    there = await grades.essays_of(database, seen.id)
    some = part(there, lambda one: [f"{one[0]:09}", str(one[1])], asked.query)
    if isinstance(some, HttpRefusal):
        return some
    latest = await grades.latest(database, seen.id, asked.who.school)
    lines = (_line(essay, latest.get(essay), likeliest) for _, essay in some[0])
    return GradePage(may_be=may_be, items=tuple(lines), next=some[1])


def _line(essay: UUID, last: DecidedGrade | None, likeliest: Mapping[str, str]) -> GradeLine:
    return GradeLine(
        essay=essay,
        grade=last.grade if last else "",
        likeliest=likeliest.get(str(essay), ""),
        last=_decision(last) if last else None,
    )


def _decision(told: DecidedGrade) -> GradeDecision:
    return GradeDecision(
        number=told.number,
        grade=told.grade,
        reason=told.reason,
        by=told.by,
        by_name=told.by_name,
        at=told.at,
        likeliest=told.likeliest,
    )


async def get_grade(asked: ApiAsked[None, None]) -> GradeResource | HttpRefusal:
    """An essay's decided grade, with all that was ever decided."""
    found = await _essay(asked, works=False)
    return found if isinstance(found, HttpRefusal) else await _resource(asked, *found)


async def _essay(
    asked: ApiAsked[SentAny, QueryAny], *, works: bool
) -> tuple[BatchSeen, ListedFile] | HttpRefusal:
    found = await file_seen(asked, asked.ids["essay"], works=works)
    if isinstance(found, HttpRefusal) or found[1].slot is not None:
        return found
    return HttpRefusal(refusals.NOT_THERE)


async def _resource(
    asked: ApiAsked[SentAny, QueryAny], batch: BatchSeen, file: ListedFile
) -> GradeResource:
    likeliest, may_be = await _around(asked, batch.id)
    database, school = asked.database("results"), asked.who.school
    told = await grades.history(database, batch.id, school, file.id)
    return GradeResource(
        essay=file.id,
        batch=batch.id,
        grade=told[0].grade if told else "",
        likeliest=likeliest.get(str(file.id), ""),
        may_be=may_be,
        decisions=tuple(map(_decision, told)),
    )


async def put_grade(
    asked: ApiAsked[GradeToDecide, None],
) -> GradeResource | ChangedMeanwhile | HttpRefusal:
    """Decide an essay's grade, as it was seen."""
    found = await _essay(asked, works=True)
    if isinstance(found, HttpRefusal):
        return found
    batch, file = found
    now = await _resource(asked, batch, file)
    if not is_as_seen(now, asked.if_match):
        return ChangedMeanwhile(now=now)
    wanted = Decide(
        essay=file.id,
        grade=asked.sent.grade,
        reason=asked.sent.reason,
        seen=len(now.decisions),
    )
    act = act_of(asked.who.person, wanted)
    outcome = await _grading(asked, batch).decide([wanted], act)
    if isinstance(outcome, ChangedSince):
        return ChangedMeanwhile(now=await _resource(asked, batch, file))
    if not isinstance(outcome, DecidedNow):
        return _refusal(outcome)
    return await _resource(asked, batch, file)


async def decide_grades(
    asked: ApiAsked[GradesToDecide, None],
) -> GradesDecided | GradesChanged | HttpRefusal:
    """Decide many grades at once, all of them or none."""
    seen = await may_work(asked, asked.ids["batch"])
    if isinstance(seen, HttpRefusal):
        return seen
    wanted = [
        Decide(essay=one.essay, grade=one.grade, reason=one.reason, seen=one.seen)
        for one in asked.sent.grades
    ]
    outcome = await _grading(asked, seen).decide(wanted, asked.once)
    match outcome:
        case DecidedNow():
            return _decided(outcome)
        case ChangedSince(now):
            likeliest, _ = await _around(asked, seen.id)
            return GradesChanged(now=tuple(_line(one.essay, one, likeliest) for one in now))
        case _:
            return _refusal(outcome)


async def take_back_grades(
    asked: ApiAsked[ActToTakeBack, None],
) -> GradesDecided | HttpRefusal:
    """Give the essays of an act the grades of before."""
    seen = await may_work(asked, asked.ids["batch"])
    if isinstance(seen, HttpRefusal):
        return seen
    outcome = await _grading(asked, seen).take_back(asked.sent.act, asked.once)
    if isinstance(outcome, NothingToTakeBack):
        return GradesDecided(act=asked.once, essays=())
    return _decided(outcome) if isinstance(outcome, DecidedNow) else _refusal(outcome)


def _decided(outcome: DecidedNow) -> GradesDecided:
    return GradesDecided(act=outcome.act, essays=tuple(one.essay for one in outcome.decided))


def _refusal(outcome: Refused | NotHeardOf) -> HttpRefusal:
    """Why nothing was decided; nothing that was sent is repeated but the essays' ids."""
    match outcome:
        case NoSuchGrade(grades=may_be):
            return problems.wrong_field_named("grade", f"one of {_listed(may_be)}, or empty")
        case ReasonWanted(essays):
            return HttpRefusal(refusals.REASON_WANTED, f"Of {_listed(essays)}.")
        case ReasonTooLong(most=most):
            return problems.wrong_field_named("reason", f"at most {most} characters")
        case NoSuchEssay(essays):
            told = f"an essay of this batch that takes part, as {_listed(essays)} is not"
            return problems.wrong_field_named("essay", told)
        case NotHeardOf() | ChangedSince():
            return HttpRefusal(refusals.NOT_THERE)


def _listed(told: Sequence[object]) -> str:
    return ", ".join(map(str, told))


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{BATCH}/grades",
        what="Some of a batch's decided grades, by place",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=Listing,
        says=GradePage,
        do=list_grades,
    ),
    ApiRoute(
        method="POST",
        path=f"{BATCH}/grades",
        what="Decide many grades at once, all of them or none",
        needs="write",
        who="teacher",
        takes=GradesToDecide,
        query=NOTHING,
        says=GradesDecided | GradesChanged,
        bytes_max=1 << 20,
        refuses=(refusals.REASON_WANTED,),
        do=decide_grades,
    ),
    ApiRoute(
        method="POST",
        path=f"{BATCH}/grades/take-back",
        what="Give the essays of an act the grades of before; what was decided since is left alone",
        needs="write",
        who="teacher",
        takes=ActToTakeBack,
        query=NOTHING,
        says=GradesDecided,
        do=take_back_grades,
    ),
    ApiRoute(
        method="GET",
        path=f"{ESSAY}/grade",
        what="An essay's decided grade, with all that was ever decided",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=GradeResource,
        do=get_grade,
    ),
    ApiRoute(
        method="PUT",
        path=f"{ESSAY}/grade",
        what="Decide an essay's grade",
        needs="write",
        who="teacher",
        takes=GradeToDecide,
        query=NOTHING,
        says=GradeResource | ChangedMeanwhile,
        guarded=True,
        refuses=(refusals.REASON_WANTED,),
        do=put_grade,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (
    GradesToDecide(
        grades=(GradeOfMany(essay=UUID("3f6c8f0e-1b8f-5c53-9f1e-5f7f6c1d2a90"), grade="B", seen=0),)
    ),
    ActToTakeBack(act=UUID("5b0e3c9e-6d0c-4a43-9d52-0c8f6d9a41e7")),
    GradeToDecide(grade="B", reason="A strong end."),
)
