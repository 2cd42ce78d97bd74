"""The essays of a batch over the API: what was found in each, its text, whose it is."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.contracts.gateway import EssayDecision
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing, RequestBody
from huleedu.gateway.api.v1 import refusals
from huleedu.gateway.api.v1.account import AT
from huleedu.gateway.api.v1.answers import ApiAnswer, is_as_seen
from huleedu.gateway.api.v1.asking import NOTHING, AnyJsonRoute, ApiAsked, ApiRoute
from huleedu.gateway.api.v1.batches import BATCH
from huleedu.gateway.api.v1.forms import Count
from huleedu.gateway.api.v1.matches import Keys, decide
from huleedu.gateway.api.v1.meanwhile import (
    ChangedMeanwhile,
    EssayResource,
    Measure,
    MisspeltWord,
    Places,
)
from huleedu.gateway.api.v1.paging import part
from huleedu.gateway.api.v1.seen import QueryAny, SentAny, batch_seen, file_seen
from huleedu.gateway.words.words import words
from huleedu.services.judging.api.anonymising import mentions
from huleedu.services.results import api as results
from huleedu.services.results.api import (
    BatchSeen,
    Changes,
    EssayReport,
    ListedFile,
    NotMeasured,
)

ESSAY = f"{AT}/essays/{{essay}}"


class EssayLine(msgspec.Struct, frozen=True, kw_only=True):
    """An essay of a list; `misspellings` counts them, null: not looked for yet."""

    id: UUID
    file: str
    place: Places
    language: str
    words: Count | None
    misspellings: Count | None
    pupil: str
    pupil_sure: bool


class EssayPage(ApiAnswer, frozen=True, kw_only=True, tag="essays"):
    """Some of a batch's essays, by place."""

    items: tuple[EssayLine, ...]
    next: str | None


class EssayText(ApiAnswer, frozen=True, kw_only=True, tag="text"):
    """An essay's text, as it was read."""

    essay: UUID
    text: str


class EssaysPupils(RequestBody, frozen=True, kw_only=True):
    """Whose an essay is, whatever matching says now or later."""

    pupils: Annotated[
        Keys | None, Meta(description="the pupils' keys; none: nobody's; null: as if undecided")
    ]


async def list_essays(asked: ApiAsked[None, Listing]) -> EssayPage | HttpRefusal:
    """Some of a batch's essays."""
    seen = await batch_seen(asked, asked.ids["batch"])
    if isinstance(seen, HttpRefusal):
        return seen
    found = await results.changes(asked.database("results"), seen.id, -1)
    files = found.files if isinstance(found, Changes) else ()
    essays = [(file.slot, file) for file in files if file.slot is not None]
    some = part(essays, lambda one: [f"{one[0]:09}", str(one[1].id)], asked.query)
    if isinstance(some, HttpRefusal):
        return some
    return EssayPage(items=tuple(_line(slot, file) for slot, file in some[0]), next=some[1])


def _line(slot: int, file: ListedFile) -> EssayLine:
    return EssayLine(
        id=file.id,
        file=file.name,
        place=slot,
        language=file.language,
        words=file.words,
        misspellings=file.misspellings,
        pupil=file.pupil,
        pupil_sure=file.pupil_sure,
    )


async def _essay(
    asked: ApiAsked[SentAny, QueryAny],
) -> tuple[BatchSeen, ListedFile, EssayReport] | HttpRefusal:
    """The essay in the address, if it is there for whoever asks."""
    found = await file_seen(asked, asked.ids["essay"])
    if isinstance(found, HttpRefusal):
        return found
    batch, file = found
    essay = await results.essay_of_file(
        asked.database("results"), asked.web.contents, batch.id, file.id, mentions
    )
    if not isinstance(essay, EssayReport):
        return HttpRefusal(refusals.NOT_THERE)
    return batch, file, essay


async def get_essay(asked: ApiAsked[None, None]) -> EssayResource | HttpRefusal:
    """What was found out about an essay."""
    found = await _essay(asked)
    return found if isinstance(found, HttpRefusal) else _resource(*found)


async def get_text(asked: ApiAsked[None, None]) -> EssayText | HttpRefusal:
    """An essay's text."""
    found = await _essay(asked)
    if isinstance(found, HttpRefusal):
        return found
    return EssayText(essay=found[1].id, text=found[2].text)


async def set_pupils(
    asked: ApiAsked[EssaysPupils, None],
) -> EssayResource | ChangedMeanwhile | HttpRefusal:
    """Say whose an essay is."""
    found = await _essay(asked)
    if isinstance(found, HttpRefusal):
        return found
    batch, file, _ = found
    if batch.may == "look":
        return HttpRefusal(refusals.ONLY_LOOKS)
    if batch.hidden:
        return HttpRefusal(refusals.HIDDEN)
    if not is_as_seen(now := _resource(*found), asked.if_match):
        return ChangedMeanwhile(now=now)
    keys = asked.sent.pupils
    decision = EssayDecision(essay=file.id, pupils=keys or (), undone=keys is None)
    decided = await decide(asked, batch, [decision])
    if isinstance(decided, HttpRefusal):
        return decided
    after = await _essay(asked)
    return after if isinstance(after, HttpRefusal) else _resource(*after)


def _resource(batch: BatchSeen, file: ListedFile, essay: EssayReport) -> EssayResource:
    say = words("en")
    return EssayResource(
        id=file.id,
        batch=batch.id,
        file=file.name,
        place=essay.slot,
        language=essay.language,
        pupil=file.pupil,
        pupil_sure=file.pupil_sure,
        pupil_by_hand=file.pupil_by_hand,
        misspellings=tuple(
            MisspeltWord(start=one.start, end=one.end, word=one.word, suggestions=one.suggestions)
            for one in essay.misspellings
        ),
        measures={
            key: Measure(value=None, why=say.explain(value.reason))
            if isinstance(value, NotMeasured)
            else Measure(value=value)
            for key, value in essay.measures.items()
        },
        failures={step: say.explain(why) for step, why in essay.failures.items()},
        warnings=tuple(map(say.explain, essay.warnings)),
    )


ROUTES: tuple[AnyJsonRoute, ...] = (
    ApiRoute(
        method="GET",
        path=f"{BATCH}/essays",
        what="Some of a batch's essays, by place",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=Listing,
        says=EssayPage,
        do=list_essays,
    ),
    ApiRoute(
        method="GET",
        path=ESSAY,
        what="What was found out about an essay",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=EssayResource,
        do=get_essay,
    ),
    ApiRoute(
        method="GET",
        path=f"{ESSAY}/text",
        what="An essay's text, as it was read",
        needs="read",
        who="teacher",
        takes=NOTHING,
        query=NOTHING,
        says=EssayText,
        do=get_text,
    ),
    ApiRoute(
        method="PUT",
        path=f"{ESSAY}/pupils",
        what="Say whose an essay is, whatever matching says now or later",
        needs="write",
        who="teacher",
        takes=EssaysPupils,
        query=NOTHING,
        says=EssayResource | ChangedMeanwhile,
        guarded=True,
        refuses=(refusals.HIDDEN,),
        do=set_pupils,
    ),
)

EXAMPLES: tuple[RequestBody, ...] = (
    EssaysPupils(pupils=("5b0e3c9e-6d0c-4a43-9d52-0c8f6d9a41e7",)),
)
