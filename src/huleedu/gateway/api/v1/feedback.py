"""Feedback over the API: what is written to each pupil, what they will see, and giving it."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal, WrongField
from huleedu.gateway.api.schemas import NO_NUL, Listing, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.answers import ApiAnswer, is_as_seen
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.batches import BATCH
from huleedu.gateway.api.v1.essays import ESSAY
from huleedu.gateway.api.v1.meanwhile import (
    ChangedMeanwhile,
    FeedbackResource,
    FeedbackState,
    PupilSees,
)
from huleedu.gateway.api.v1.paging import part
from huleedu.gateway.api.v1.seen import QueryAny, SentAny, batch_seen, file_seen, may_work
from huleedu.gateway.feedback.around import AroundFeedback, PupilLine, pupil_lines
from huleedu.gateway.feedback.giving import NamesHidden, give_ready, withdraw_given
from huleedu.gateway.feedback.pupils_pages import essay_of, page_of, page_sources
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import WORDS_MAX, NotSo, PupilsPage, Shown, Wanted
from huleedu.services.results.api import BatchSeen, ListedFile

ESSAYS_MAX = 5_000
FeedbackWords = Annotated[
    str,
    Meta(max_length=WORDS_MAX, pattern=NO_NUL, description=f"at most {WORDS_MAX} characters"),
]
Essays = Annotated[
    tuple[UUID, ...], Meta(max_length=ESSAYS_MAX, description=f"at most {ESSAYS_MAX} essays")
]


class FeedbackLine(msgspec.Struct, frozen=True, kw_only=True):
    """An essay of a list; `pupil` is a name, or the code that stands for it."""

    essay: UUID
    pupil: str
    state: FeedbackState
    again: bool
    words: str


class FeedbackPage(ApiAnswer, frozen=True, kw_only=True, tag="feedback_list"):
    """Some of a batch's essays by place, each with its feedback."""

    items: tuple[FeedbackLine, ...]
    next: str | None


class FeedbackGiven(ApiAnswer, frozen=True, kw_only=True, tag="feedback_given"):
    """What was given; `had` it already; `left`: not ready, or changed just now."""

    given: tuple[UUID, ...]
    had: tuple[UUID, ...]
    left: tuple[UUID, ...]


class FeedbackWithdrawn(ApiAnswer, frozen=True, kw_only=True, tag="feedback_withdrawn"):
    """Whose pupils have nothing any more."""

    essays: tuple[UUID, ...]


class FeedbackToWrite(RequestBody, frozen=True, kw_only=True):
    """What an essay's pupil is to read, and what else they are shown."""

    words: FeedbackWords
    shows: Annotated[
        tuple[Shown, ...], Meta(description="grade, place, misspellings, measures, program")
    ]
    ready: bool = False


class FeedbackToGive(RequestBody, frozen=True, kw_only=True):
    """Whose; null: all that are ready."""

    essays: Essays | None = None


class FeedbackToWithdraw(RequestBody, frozen=True, kw_only=True):
    """Whose; null: all that were given."""

    essays: Essays | None = None


def around(asked: ApiAsked[SentAny, QueryAny]) -> AroundFeedback:
    """What feedback is made with, for this person's program."""
    who = asked.who
    return AroundFeedback(
        database=lambda name: asked.people if name == "identity" else asked.database(name),
        contents=asked.web.contents,
        school=who.school,
        school_name=who.school_name,
        person=who.person,
        person_name=who.name,
        language=who.language,
        now=asked.now,
    )


async def list_feedback(asked: ApiAsked[None, Listing]) -> FeedbackPage | HttpRefusal:
    """Some of a batch's feedback."""
    seen = await batch_seen(asked, asked.ids["batch"])
    if isinstance(seen, HttpRefusal):
        return seen
    lines = await pupil_lines(around(asked), seen.id)
    some = part(lines, lambda one: [f"{one.file.slot:09}", str(one.file.id)], asked.query)
    if isinstance(some, HttpRefusal):
        return some
    items = tuple(
        FeedbackLine(
            essay=line.file.id,
            pupil=line.called,
            state=line.feedback.state,
            again=line.feedback.again,
            words=line.feedback.words,
        )
        for line in some[0]
    )
    return FeedbackPage(items=items, next=some[1])


async def get_feedback(asked: ApiAsked[None, None]) -> FeedbackResource | HttpRefusal:
    """What is written to an essay's pupil, and what they will see."""
    found = await file_seen(asked, asked.ids["essay"])
    return found if isinstance(found, HttpRefusal) else await _resource(asked, *found)


async def _resource(
    asked: ApiAsked[SentAny, QueryAny], batch: BatchSeen, file: ListedFile
) -> FeedbackResource | HttpRefusal:
    here = around(asked)
    essay = await essay_of(here, batch.id, file.id)
    if essay is None:
        return HttpRefusal(refusals.NOT_THERE)
    one = await feedback.one(here.database("feedback"), here.school, file.id)
    page = page_of(here, batch, PupilLine(file, one), essay, await page_sources(here, batch))
    return FeedbackResource(
        essay=file.id,
        batch=batch.id,
        words=one.words,
        shows=page.shows,
        ready=one.ready,
        state=one.state,
        again=one.again,
        program=one.program,
        revision=one.revision,
        changed_by=one.changed_by,
        changed_at=one.changed_at,
        given_at=one.given_at,
        pupil_sees=_sees(page),
    )


def _sees(page: PupilsPage) -> PupilSees:
    place, judged = page.place, page.judged
    return PupilSees(
        name=page.name,
        task=page.task,
        criterion=page.criterion,
        school=page.school,
        written=page.written,
        words=page.words,
        grade=page.grade,
        place=(place.low, place.high, place.of) if place else None,
        misspellings=tuple((one.start, one.end, one.better) for one in page.misspellings),
        measures=page.measures,
        judged=(judged.people, judged.models, judged.comparisons) if judged else None,
        program=page.program,
        ask=page.ask,
    )


async def put_feedback(
    asked: ApiAsked[FeedbackToWrite, None],
) -> FeedbackResource | ChangedMeanwhile | HttpRefusal:
    """Write to an essay's pupil."""
    found = await file_seen(asked, asked.ids["essay"], works=True)
    if isinstance(found, HttpRefusal):
        return found
    now = await _resource(asked, *found)
    if isinstance(now, HttpRefusal):
        return now
    if not is_as_seen(now, asked.if_match):
        return ChangedMeanwhile(now=now)
    here, sent = around(asked), asked.sent
    wanted = Wanted(words=sent.words, shows=frozenset(sent.shows), ready=sent.ready)
    done = await feedback.write(
        here.database("feedback"),
        here.of(found[0].id),
        found[1].id,
        wanted,
        seen=now.revision,
        who=here.person,
        now=here.now,
    )
    if isinstance(done, NotSo):
        expected = "some words, if it is to be ready"
        return HttpRefusal(
            problems.WRONG_FIELDS, f"`words`: {expected}", errors=(WrongField("words", expected),)
        )
    after = await _resource(asked, *found)
    if isinstance(after, HttpRefusal) or isinstance(done, feedback.Written):
        return after
    return ChangedMeanwhile(now=after)


async def give(asked: ApiAsked[FeedbackToGive, None]) -> FeedbackGiven | HttpRefusal:
    """Give pupils what is ready."""
    seen = await may_work(asked, asked.ids["batch"])
    if isinstance(seen, HttpRefusal):
        return seen
    done = await give_ready(around(asked), seen, asked.sent.essays)
    if isinstance(done, NamesHidden):
        return HttpRefusal(refusals.HIDDEN)
    return FeedbackGiven(given=tuple(done.given), had=tuple(done.had), left=tuple(done.left))


async def withdraw(asked: ApiAsked[FeedbackToWithdraw, None]) -> FeedbackWithdrawn | HttpRefusal:
    """Take back what pupils have."""
    seen = await may_work(asked, asked.ids["batch"])
    if isinstance(seen, HttpRefusal):
        return seen
    done = await withdraw_given(around(asked), seen, asked.sent.essays)
    return FeedbackWithdrawn(essays=tuple(done.essays))


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{BATCH}/feedback",
        what="Some of a batch's essays by place, each with its feedback",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=Listing,
        says=FeedbackPage,
        do=list_feedback,
    ),
    ApiRoute(
        method="GET",
        path=f"{ESSAY}/feedback",
        what="What is written to an essay's pupil, and what they will see, exactly",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=FeedbackResource,
        do=get_feedback,
    ),
    ApiRoute(
        method="PUT",
        path=f"{ESSAY}/feedback",
        what="Write to an essay's pupil; the pupil sees nothing of it before it is given",
        needs="write",
        who="teacher",
        takes=FeedbackToWrite,
        query=NOTHING,
        says=FeedbackResource | ChangedMeanwhile,
        guarded=True,
        do=put_feedback,
    ),
    ApiRoute(
        method="POST",
        path=f"{BATCH}/feedback/give",
        what="Give pupils what is ready; it is in the audit",
        needs="write",
        who="teacher",
        takes=FeedbackToGive,
        query=NOTHING,
        says=FeedbackGiven,
        refuses=(refusals.HIDDEN,),
        do=give,
    ),
    ApiRoute(
        method="POST",
        path=f"{BATCH}/feedback/withdraw",
        what="Take back what pupils were given; it is in the audit",
        needs="write",
        who="teacher",
        takes=FeedbackToWithdraw,
        query=NOTHING,
        says=FeedbackWithdrawn,
        do=withdraw,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (
    FeedbackToWrite(words="You tell it so that one is there.", shows=("grade", "misspellings")),
    FeedbackToGive(),
    FeedbackToWithdraw(essays=(UUID("5b0e3c9e-6d0c-4a43-9d52-0c8f6d9a41e7"),)),
)
