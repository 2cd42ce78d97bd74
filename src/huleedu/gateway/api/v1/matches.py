"""Whose essay is each, over the API: proposals with their reasons, and decisions."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.contracts.classes import FoundIn
from huleedu.contracts.gateway import EssayDecision, MatchPupils
from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.answers import ApiAnswer
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.batches import BATCH
from huleedu.gateway.api.v1.paging import part
from huleedu.gateway.api.v1.seen import QueryAny, SentAny, batch_seen, may_work
from huleedu.gateway.web.soon import soon
from huleedu.gateway.words.words import words
from huleedu.services.classes.api.proposals import Matching, ShownEssay, proposals
from huleedu.services.results.api import BatchSeen

DECISIONS_MAX = 1_000
Key = Annotated[str, Meta(min_length=1, max_length=200, description="a pupil's key")]
Keys = Annotated[tuple[Key, ...], Meta(max_length=20)]


class MatchGuess(msgspec.Struct, frozen=True, kw_only=True):
    """Who may have written an essay, where the name stands, and why."""

    pupil: str
    name: str
    found_in: FoundIn
    code: str


class MatchLine(msgspec.Struct, frozen=True, kw_only=True):
    """Whose an essay is, as far as can be told; `decided`: somebody did."""

    essay: UUID
    file: str
    pupil: str
    also: tuple[str, ...]
    sure: bool
    decided: bool
    sentence: str
    """Why it is nobody's for sure; empty if it is."""
    guesses: tuple[MatchGuess, ...]
    same_pupil: tuple[UUID, ...]
    """Other essays by the same pupil: one of them is to count."""


class MatchPupil(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil who may be chosen, by this key."""

    key: str
    name: str


class MatchPage(ApiAnswer, frozen=True, kw_only=True, tag="matches", rename={"class_": "class"}):
    """Some of a batch's essays with whose they are, and who may be chosen."""

    items: tuple[MatchLine, ...]
    next: str | None
    class_: UUID | None
    matched: bool
    """Whether all that was decided and settled is taken into account."""
    pupils: tuple[MatchPupil, ...]


class MatchDecision(RequestBody, frozen=True, kw_only=True):
    """Whose an essay is, whatever matching says now or later."""

    essay: UUID
    pupils: Keys = ()
    undone: bool = False
    counts: bool = False
    """Of the essays by its pupil it is the one that counts: the others are nobody's."""


class MatchDecisions(RequestBody, frozen=True, kw_only=True):
    """One decision or many; without pupils an essay is nobody's."""

    decisions: Annotated[
        tuple[MatchDecision, ...],
        Meta(
            min_length=1,
            max_length=DECISIONS_MAX,
            description="objects with `essay`, `pupils` (keys), `undone` (as if undecided) and "
            "`counts` (of its pupil's several essays this one counts; instead of `pupils`)",
        ),
    ]


class MatchesDecided(ApiAnswer, frozen=True, kw_only=True, tag="decided"):
    """It is decided; `also` was settled by it."""

    decided: tuple[UUID, ...]
    also: tuple[MatchLine, ...]
    matched: bool
    """Whether it is taken into account already; it will be."""


async def list_matches(asked: ApiAsked[None, Listing]) -> MatchPage | HttpRefusal:
    """Whose essay is each."""
    batch = await batch_seen(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    if batch.hidden:
        return HttpRefusal(refusals.HIDDEN)
    matching = await proposals(asked.database("classes"), batch.id)
    numbered = list(enumerate(matching.essays))
    some = part(numbered, lambda one: [f"{one[0]:09}"], asked.query)
    if isinstance(some, HttpRefusal):
        return some
    return MatchPage(
        items=tuple(_line(matching, one) for _, one in some[0]),
        next=some[1],
        class_=matching.class_,
        matched=matching.matched,
        pupils=tuple(MatchPupil(key=one.key, name=one.name) for one in matching.pupils),
    )


async def decide_matches(asked: ApiAsked[MatchDecisions, None]) -> MatchesDecided | HttpRefusal:
    """Decide whose essays these are, and tell what else was settled by it."""
    batch = await may_work(asked, asked.ids["batch"])
    if isinstance(batch, HttpRefusal):
        return batch
    if batch.hidden:
        return HttpRefusal(refusals.HIDDEN)
    decisions: list[EssayDecision] = []
    matching = await proposals(asked.database("classes"), batch.id)
    by_id = {one.id: one for one in matching.essays}
    for one in asked.sent.decisions:
        if one.counts and one.essay in by_id and not one.pupils and not one.undone:
            decisions += matching.counting(by_id[one.essay])
        elif one.counts:
            return problems.wrong_field_named("counts", "alone, of an essay that takes part")
        else:
            decisions.append(EssayDecision(essay=one.essay, pupils=one.pupils, undone=one.undone))
    return await decide(asked, batch, decisions)


async def decide(
    asked: ApiAsked[SentAny, QueryAny], batch: BatchSeen, decisions: Sequence[EssayDecision]
) -> MatchesDecided | HttpRefusal:
    """Keep these decisions, and look what else they settle."""
    database = asked.database("classes")
    before = await proposals(database, batch.id)
    if not {one.essay for one in decisions} <= {one.id for one in before.essays}:
        return problems.wrong_field_named("essay", "an essay of this batch that takes part")
    if not {key for one in decisions for key in one.pupils} <= {one.key for one in before.pupils}:
        return problems.wrong_field_named("pupils", "keys of pupils who may be chosen")
    command = MatchPupils(batch=batch.id, person=asked.who.person, decisions=tuple(decisions))
    await asked.web.batches.commands.send(command)

    async def shows() -> bool:
        now = await proposals(database, batch.id)
        return now.matched and _shows(now, decisions)

    await soon(shows)
    after = await proposals(database, batch.id)
    unsure = {one.id for one in before.essays if one not in before.sure}
    told = {one.essay for one in decisions}
    return MatchesDecided(
        decided=tuple(one.essay for one in decisions),
        also=tuple(
            _line(after, one) for one in after.sure if one.id in unsure and one.id not in told
        ),
        matched=after.matched and _shows(after, decisions),
    )


def _shows(now: Matching, decisions: Sequence[EssayDecision]) -> bool:
    decided = {one.id: one.decided for one in now.essays}
    return all(decided.get(one.essay) is not one.undone for one in decisions)


def _line(matching: Matching, of: ShownEssay) -> MatchLine:
    told = of.told
    return MatchLine(
        essay=of.id,
        file=of.name,
        pupil=told.pupil if told else "",
        also=told.also if told else (),
        sure=of in matching.sure,
        decided=of.decided,
        sentence=words("en").explain(told.reason) if told else "",
        guesses=tuple(
            MatchGuess(pupil=one.key, name=one.name, found_in=one.how, code=one.why)
            for one in of.guesses
        ),
        same_pupil=told.others if told else (),
    )


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{BATCH}/matches",
        what="Whose essay is each, with reasons, and who may be chosen",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=Listing,
        says=MatchPage,
        refuses=(refusals.HIDDEN,),
        do=list_matches,
    ),
    ApiRoute(
        method="POST",
        path=f"{BATCH}/matches",
        what="Decide whose essays these are, and hear what else was settled by it",
        needs="write",
        who="teacher",
        takes=MatchDecisions,
        query=NOTHING,
        says=MatchesDecided,
        refuses=(refusals.HIDDEN,),
        do=decide_matches,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (
    MatchDecisions(
        decisions=(
            MatchDecision(
                essay=UUID("3f6c8f0e-1b8f-5c53-9f1e-5f7f6c1d2a90"),
                pupils=("5b0e3c9e-6d0c-4a43-9d52-0c8f6d9a41e7",),
            ),
        )
    ),
)
