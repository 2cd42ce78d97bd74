"""An essay's life over the API, and having it looked at again by judges who have not seen it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.contracts.judging import NotOpened
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.answers import ApiAnswer
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.essays import ESSAY
from huleedu.gateway.api.v1.forms import Count
from huleedu.gateway.api.v1.seen import QueryAny, SentAny, file_seen
from huleedu.gateway.words.words import words
from huleedu.services.judging.api import look_again
from huleedu.services.judging.api.anonymising import mentions
from huleedu.services.judging.api.look_again import AskedAgain
from huleedu.services.lifecycle import api as lifecycle
from huleedu.services.results import api as results
from huleedu.services.results.api import ListedFile, grades, own_words
from huleedu.services.results.api.talk import said_of

EventKind = Literal[
    "looked", "put", "closed", "undone", "graded", "look_again", "look_again_withdrawn"
]


class EssayMove(msgspec.Struct, frozen=True, kw_only=True):
    """A move of an essay's life: from what to what, and why; null: it came."""

    at: datetime
    before: str | None
    after: str
    code: str
    sentence: str


class EssayEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that somebody did with an essay.

    `told` is the grade that was decided, the outcome of talking, or how many judgements were asked
    for; `line` the reason, and `present` who was there.
    """

    at: datetime
    kind: EventKind
    by: str
    told: str = ""
    line: str = ""
    present: str = ""


class EssayLife(ApiAnswer, frozen=True, kw_only=True, tag="life"):
    """Every move of an essay, and all that people did with it, each the oldest first."""

    essay: UUID
    moves: tuple[EssayMove, ...]
    events: tuple[EssayEvent, ...]


class LookAgainWanted(RequestBody, frozen=True, kw_only=True):
    """How many more judgements of an essay are wanted."""

    more: Annotated[
        int, Meta(ge=1, le=look_again.MORE_MAX, description=f"1 to {look_again.MORE_MAX}")
    ]


class LookAgainResource(ApiAnswer, frozen=True, kw_only=True, tag="look_again"):
    """So many judgements are asked for of judges who have not seen the essay.

    `judges` may give them; `reopened`: judging was closed, is open for this alone, and closes when
    they are in.
    """

    id: UUID
    essay: UUID
    more: Count
    judges: tuple[str, ...]
    reopened: bool


class LookAgainEnded(ApiAnswer, frozen=True, kw_only=True, tag="not_again"):
    """Nothing more is asked for; so many requests ended now."""

    essay: UUID
    ended: Count


async def get_life(asked: ApiAsked[None, None]) -> EssayLife | HttpRefusal:
    """Every move of an essay, and all that people did with it."""
    found = await file_seen(asked, asked.ids["essay"])
    if isinstance(found, HttpRefusal):
        return found
    batch, file = found
    moves = await lifecycle.moves_of(asked.database("lifecycle"), file.id)
    say = words("en")
    return EssayLife(
        essay=file.id,
        moves=tuple(
            EssayMove(
                at=move.at,
                before=move.was.value if move.was else None,
                after=move.became.value,
                code=move.cause if isinstance(move.cause, str) else move.cause.code,
                sentence="" if file.hidden else say.explain(move.cause),
            )
            for move in moves
        ),
        events=tuple(sorted(await _events(asked, batch.id, file), key=lambda one: one.at)),
    )


async def _events(
    asked: ApiAsked[SentAny, QueryAny], batch: UUID, file: ListedFile
) -> list[EssayEvent]:
    database, school = asked.database("results"), asked.who.school
    cover = await results.covering(database, batch, mentions)
    looks = await look_again.of_essay(asked.database("judging"), batch, file.id)
    return [
        *(
            EssayEvent(at=one.at, kind="looked", by=one.by_name)
            for one in await own_words.looks(database, file.id)
        ),
        *(
            EssayEvent(
                at=one.at,
                kind=one.kind,
                by=one.by_name,
                told=one.outcome or "",
                line=cover(one.line),
                present=one.present,
            )
            for one in await said_of(database, batch)
            if one.essay == file.id
        ),
        *(
            EssayEvent(
                at=one.at, kind="graded", by=one.by_name, told=one.grade, line=cover(one.reason)
            )
            for one in await grades.history(database, batch, school, file.id)
        ),
        *(
            EssayEvent(at=one.asked_at, kind="look_again", by=one.by_name, told=str(one.more))
            for one in looks
        ),
        *(
            EssayEvent(at=one.withdrawn_at, kind="look_again_withdrawn", by=one.by_name)
            for one in looks
            if one.withdrawn_at
        ),
    ]


async def ask_again(
    asked: ApiAsked[LookAgainWanted, None],
) -> LookAgainResource | HttpRefusal:
    """Have more judges look at an essay, who have not seen it."""
    found = await file_seen(asked, asked.ids["essay"], works=True)
    if isinstance(found, HttpRefusal):
        return found
    batch, file = found
    who, more = asked.who, asked.sent.more
    outcome = await look_again.ask(
        *(asked.database("judging"), batch.id, file.id, more, (who.person, who.name), asked.now),
        once=asked.once,
    )
    match outcome:
        case AskedAgain(look, judges, reopened):
            return LookAgainResource(
                id=look,
                essay=file.id,
                more=more,
                judges=judges,
                reopened=reopened is not None,
            )
        case NotOpened():
            return HttpRefusal(refusals.NOT_OPENED)
        case _:
            return HttpRefusal(refusals.NOT_JUDGED)


async def not_again(asked: ApiAsked[None, None]) -> LookAgainEnded | HttpRefusal:
    """Nothing more is asked for of an essay."""
    found = await file_seen(asked, asked.ids["essay"], works=True)
    if isinstance(found, HttpRefusal):
        return found
    batch, file = found
    judging, ended = asked.database("judging"), 0
    for look in await look_again.of_essay(judging, batch.id, file.id):
        if not look.over:
            await look_again.withdraw(judging, batch.id, look.id, asked.now)
            ended += 1
    return LookAgainEnded(essay=file.id, ended=ended)


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{ESSAY}/life",
        what="Every move of an essay, and all that people did with it, the oldest first",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=EssayLife,
        do=get_life,
    ),
    ApiRoute(
        method="POST",
        path=f"{ESSAY}/look-again",
        what="Have more judges look at an essay, who have not seen it",
        needs="write",
        who="teacher",
        takes=LookAgainWanted,
        query=NOTHING,
        says=LookAgainResource,
        refuses=(refusals.NOT_OPENED, refusals.NOT_JUDGED),
        do=ask_again,
    ),
    ApiRoute(
        method="POST",
        path=f"{ESSAY}/look-again/end",
        what="Ask for no more judgements of an essay; what was judged counts",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=LookAgainEnded,
        do=not_again,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (LookAgainWanted(more=3),)
