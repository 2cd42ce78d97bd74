"""The essays to talk about over the API: why each is there, and what came of it."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID, uuid5

import msgspec
from msgspec import Meta

from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.account import AT
from huleedu.gateway.api.v1.answers import ApiAnswer
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.batches import BATCH
from huleedu.gateway.api.v1.forms import Count
from huleedu.gateway.api.v1.paging import part
from huleedu.gateway.api.v1.seen import QueryAny, SentAny, batch_seen, file_seen, may_work
from huleedu.gateway.talking import Talked, talked
from huleedu.gateway.words.words import words
from huleedu.services.judging.api import look_again
from huleedu.services.judging.api.look_again import AskedAgain
from huleedu.services.results.api import BatchSeen, talk
from huleedu.services.results.api.talk import (
    NotOnList,
    Outcome,
    SaidNow,
    Speaker,
    TalkEntry,
    TalkSaid,
    Verdict,
)

ENTRY = f"{AT}/talk/{{essay}}"
"""An essay stands on the list once: its id is the entry's."""
LineOfTalk = Annotated[
    str, Meta(max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$", description="up to 300 in one line")
]
More = Annotated[int, Meta(ge=1, le=look_again.MORE_MAX, description=f"1 to {look_again.MORE_MAX}")]


class TalkWhy(msgspec.Struct, frozen=True, kw_only=True):
    """Why an essay is on the list; `line` is in somebody's own words."""

    code: str
    sentence: str
    line: str


class TalkLine(msgspec.Struct, frozen=True, kw_only=True):
    """An essay on the list (`open`), or how it was closed; `opposed`: two pairs that disagree."""

    essay: UUID
    name: str
    open: bool
    reasons: tuple[TalkWhy, ...] = ()
    judgements: Count = 0
    fits: Count = 0
    against: Count = 0
    opposed: tuple[UUID, ...] = ()
    outcome: Outcome | None = None
    line: str = ""
    present: str = ""
    by: str = ""
    at: datetime | None = None


class TalkPage(ApiAnswer, frozen=True, kw_only=True, tag="talk"):
    """The essays to talk about, the hardest first, and behind them how others were closed."""

    items: tuple[TalkLine, ...]
    next: str | None
    count: Count
    """How many are open."""


class EssayToTalkAbout(RequestBody, frozen=True, kw_only=True):
    """An essay to put on the list, and why."""

    essay: UUID
    line: LineOfTalk = ""


class TalkOutcome(RequestBody, frozen=True, kw_only=True):
    """What came of talking: it stays, a grade was decided, look again (`more`), or a bad text."""

    outcome: Annotated[
        Literal["stays", "grade", "look_again", "text"],
        Meta(description="stays, grade, look_again or text"),
    ]
    line: LineOfTalk = ""
    present: LineOfTalk = ""
    more: More = 3


class TalkedOf(ApiAnswer, frozen=True, kw_only=True, tag="talked_of"):
    """It is kept, and undone by `POST …/undo`; `judges` may look again, if that was the outcome."""

    essay: UUID
    open: bool
    changed: bool
    """False: it was so before."""
    judges: tuple[str, ...] = ()


async def _talked(asked: ApiAsked[SentAny, QueryAny], batch: BatchSeen) -> Talked:
    databases = asked.database("results"), asked.database("judging")
    return await talked(*databases, asked.web.contents, batch.id)


async def list_talk(asked: ApiAsked[None, Listing]) -> TalkPage | HttpRefusal:
    """The essays to talk about, and how others were closed."""
    batch = await batch_seen(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    known = await _talked(asked, batch)
    lines = [
        *(_open_line(entry, known) for entry in known.talk.open),
        *(_closed_line(said, known) for said in known.talk.closed),
    ]
    some = part(enumerate(lines), lambda one: [f"{one[0]:09}"], asked.query)
    if isinstance(some, HttpRefusal):
        return some
    return TalkPage(
        items=tuple(line for _, line in some[0]), next=some[1], count=len(known.talk.open)
    )


def _open_line(entry: TalkEntry, known: Talked) -> TalkLine:
    say = words("en")
    return TalkLine(
        essay=entry.essay,
        name=known.called(entry.essay),
        open=True,
        reasons=tuple(
            TalkWhy(
                code=reason.why.code,
                sentence=say.explain(reason.why),
                line=known.cover(reason.line),
            )
            for reason in entry.reasons
        ),
        judgements=entry.judgements,
        fits=entry.fits,
        against=entry.against,
        opposed=entry.opposed,
    )


def _closed_line(said: TalkSaid, known: Talked) -> TalkLine:
    return TalkLine(
        essay=said.essay,
        name=known.called(said.essay),
        open=False,
        outcome=said.outcome,
        line=known.cover(said.line),
        present=said.present,
        by=said.by_name,
        at=said.at,
    )


async def put_on_list(asked: ApiAsked[EssayToTalkAbout, None]) -> TalkedOf | HttpRefusal:
    """Put an essay on the list."""
    batch = await may_work(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    known, essay = await _talked(asked, batch), asked.sent.essay
    if essay not in known.files:
        return problems.wrong_field_named("essay", "an essay of this batch that has a place")
    outcome = await talk.put(
        *(asked.database("results"), batch.id, essay, _speaker(asked), asked.sent.line, asked.now),
        once=uuid5(asked.once, "talk"),
    )
    return TalkedOf(essay=essay, open=True, changed=isinstance(outcome, SaidNow))


async def close_entry(asked: ApiAsked[TalkOutcome, None]) -> TalkedOf | HttpRefusal:
    """Close an essay with what came of talking about it."""
    found = await file_seen(asked, asked.ids["essay"], works=True)
    if isinstance(found, HttpRefusal):
        return found
    batch, file = found
    known, sent = await _talked(asked, batch), asked.sent
    again = sent.outcome == "look_again"
    entry = known.talk.by_essay.get(file.id)
    if entry is None:
        return HttpRefusal(refusals.NOT_ON_LIST)
    verdict = Verdict(
        outcome=sent.outcome,
        line=sent.line,
        present=sent.present,
        more=sent.more if again else 0,
    )
    said = await talk.close(
        asked.database("results"), batch.id, entry, _speaker(asked), verdict, asked.now
    )
    if isinstance(said, NotOnList):
        return HttpRefusal(refusals.NOT_ON_LIST)
    judges = await _ask_again(asked, batch, file.id) if again else ()
    return TalkedOf(essay=file.id, open=False, changed=True, judges=judges)


async def _ask_again(
    asked: ApiAsked[TalkOutcome, None], batch: BatchSeen, essay: UUID
) -> tuple[str, ...]:
    who = asked.who
    outcome = await look_again.ask(
        *(asked.database("judging"), batch.id, essay, asked.sent.more),
        *((who.person, who.name), asked.now),
        once=uuid5(asked.once, "look again"),
    )
    return outcome.judges if isinstance(outcome, AskedAgain) else ()


async def undo_last(asked: ApiAsked[None, None]) -> TalkedOf | HttpRefusal:
    """Take back what was said last of an essay."""
    found = await file_seen(asked, asked.ids["essay"], works=True)
    if isinstance(found, HttpRefusal):
        return found
    batch, file = found
    outcome = await talk.undo(
        asked.database("results"), batch.id, file.id, _speaker(asked), asked.now
    )
    known = await _talked(asked, batch)
    return TalkedOf(
        essay=file.id,
        open=file.id in known.talk.by_essay,
        changed=isinstance(outcome, SaidNow),
    )


def _speaker(asked: ApiAsked[SentAny, QueryAny]) -> Speaker:
    return Speaker(asked.who.person, asked.who.name)


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{BATCH}/talk",
        what="The essays to talk about, the hardest first, and how others were closed",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=Listing,
        says=TalkPage,
        do=list_talk,
    ),
    ApiRoute(
        method="POST",
        path=f"{BATCH}/talk",
        what="Put an essay on the list of those to talk about",
        needs="write",
        who="teacher",
        takes=EssayToTalkAbout,
        query=NOTHING,
        says=TalkedOf,
        do=put_on_list,
    ),
    ApiRoute(
        method="POST",
        path=f"{ENTRY}/outcome",
        what="Close an essay that was talked about with what came of it",
        needs="write",
        who="teacher",
        takes=TalkOutcome,
        query=NOTHING,
        says=TalkedOf,
        refuses=(refusals.NOT_ON_LIST,),
        do=close_entry,
    ),
    ApiRoute(
        method="POST",
        path=f"{ENTRY}/undo",
        what="Take back what was said last of an essay: its outcome, or that it was put there",
        needs="write",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=TalkedOf,
        do=undo_last,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (
    EssayToTalkAbout(essay=UUID("3f6c8f0e-1b8f-5c53-9f1e-5f7f6c1d2a90"), line="Off the task?"),
    TalkOutcome(outcome="stays", line="We agree with the place", present="Karin, Ali"),
)
