"""P8 while judges judge: how far, how sure, and how each judge does, in words and figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal
from uuid import UUID

import msgspec

from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.coming import people, signed_in
from huleedu.gateway.web.judging_chart import error_line
from huleedu.gateway.web.judging_essays import essays_named
from huleedu.gateway.web.judging_llm import ModelLine, model_line, models_told
from huleedu.gateway.web.judging_looks import look_rows, looks_open, of_looks
from huleedu.gateway.web.live import Told
from huleedu.gateway.web.pages import Asked
from huleedu.gateway.web.rendering import rendered
from huleedu.services.identity import api as identity
from huleedu.services.judging.api.llm_runs import LlmRun
from huleedu.services.judging.api.look_again import LookAgain
from huleedu.services.judging.api.set_up import Kind
from huleedu.services.judging.api.steering import (
    Agreement,
    Enough,
    FlaggedText,
    JudgeSeen,
    LinkState,
    Overview,
    Steering,
)

MORE = 30
"""What is offered to be asked for, where a ranking tells no better number."""
WHY_CLOSED: Mapping[str, str] = {
    Enough.RELIABLE.value: "reliable",
    Enough.SPENT.value: "spent",
    Enough.BY_HAND.value: "by_hand",
    Enough.BY_DAY.value: "by_day",
}


@dataclass(frozen=True, slots=True)
class JudgeLineSeen:
    """A judge, as the table shows them."""

    seen: JudgeSeen
    link: LinkState
    agreement: Agreement
    took: str
    """The median time of a judgement, in words; empty: not known."""
    llm: ModelLine | None
    """Of a language model."""
    agreed: str
    """How many decisions are as the others' ranking has it, in a sentence; empty: too few."""
    left: str
    """Of what was decided otherwise than equal, how much the left text won."""


@dataclass(frozen=True, slots=True)
class FlaggedRow:
    """A pair that a judge left unjudged, by what essays may be called."""

    judge: str
    texts: Sequence[str]
    """The one that is a problem, or both."""
    kind: Literal["problem_file", "cannot_judge"]
    comment: str


def steering_of(asked: Asked) -> Steering:
    """Judging, as whoever asks may steer it."""
    return Steering(asked.database("judging"), asked.web.clock)


def revision_of(found: Overview, looks: Sequence[LookAgain]) -> int:
    """Names what the page tells: the same of the same. A stream tells what is otherwise."""
    told = msgspec.json.encode((found, of_looks(looks)))
    return int.from_bytes(sha256(told).digest()[:7], "big")


async def figures(asked: Asked, batch: Batch, found: Overview) -> dict[str, object]:
    """What the page tells; it changes as a whole."""
    looks = await looks_open(asked, batch.id)
    return await _figures(asked, batch, found, looks)


async def _figures(
    asked: Asked, batch: Batch, found: Overview, looks: Sequence[LookAgain]
) -> dict[str, object]:
    now, say = asked.web.clock(), asked.words.say
    called = {}
    if found.flagged:
        called = {one.id: one.name for one in await essays_named(asked, batch.seen)}
    sure = found.sure
    return {
        "batch": batch,
        "found": found,
        "sure": sure,
        "error": error_of(asked, found),
        "then": asked.words.number(sure.error_then, 1) if sure and sure.error_then else "",
        "more": sure.more if sure and sure.more else MORE,
        "judges": [judge_line(asked, judge, now, found.llm_runs) for judge in found.judges],
        "llm": await models_told(asked, found),
        "flagged": [_flagged(called, one) for one in found.flagged],
        "chart": error_line(found.rankings, found.wanted, asked.words),
        "slow": found.slow(now),
        "reminder": say("judging.reminder", title=batch.title, who=asked.signed_in.name),
        "closed": WHY_CLOSED.get(found.closed_because, "other"),
        "closed_by": await _name(asked, found.closed_by),
        "looks": await look_rows(asked, batch, looks),
        "revision": revision_of(found, looks),
    }


def error_of(asked: Asked, found: Overview) -> str:
    """The typical error in places, as it is written; empty: not known."""
    sure = found.sure
    if sure is None or sure.typical_error is None:
        return ""
    return asked.words.number(sure.typical_error, 1)


async def _name(asked: Asked, person: UUID | None) -> str:
    if person is None:
        return ""
    return (await identity.names_of(people(asked), signed_in(asked))).get(person, "")


def judge_line(
    asked: Asked, judge: JudgeSeen, now: datetime, runs: Sequence[LlmRun] = ()
) -> JudgeLineSeen:
    """A judge, as pages show them.

    Args:
        runs: of language models that somebody has started.
    """
    say, words = asked.words.say, asked.words
    took = ""
    if judge.median_s is not None:
        minutes = judge.median_s >= 90
        told = round(judge.median_s / 60) if minutes else round(judge.median_s)
        took = say("judging.took.minutes" if minutes else "judging.took.seconds", count=told)
    return JudgeLineSeen(
        seen=judge,
        link=judge.link(now),
        agreement=judge.agreement,
        took=took,
        llm=model_line(asked, judge, runs) if judge.kind is Kind.MODEL else None,
        agreed=_agreed(asked, judge),
        left="" if judge.first_share is None else words.percent(judge.first_share),
    )


def _agreed(asked: Asked, judge: JudgeSeen) -> str:
    told, words = judge.agreed, asked.words
    if told is None:
        return ""
    return words.say(
        "judging.agreed",
        agreed=told.agreed,
        n=told.compared,
        low=words.percent(told.low),
        high=words.percent(told.high),
        expected=words.percent(told.expected),
    )


def _flagged(called: Mapping[UUID, str], one: FlaggedText) -> FlaggedRow:
    texts = (one.problem,) if one.problem else (one.first, one.second)
    code, _, comment = one.comment.partition(": ")
    return FlaggedRow(
        judge=one.judge,
        texts=[called.get(text, "") for text in texts],
        kind="problem_file" if code == "problem_file" else "cannot_judge",
        comment=comment,
    )


async def live_parts(asked: Asked, batch: UUID, after: int) -> Told | None:
    """All figures, if they are others than whoever reads has seen."""
    seen = await batch_of(asked, "look", batch)
    found = await steering_of(asked).overview(batch)
    if not isinstance(seen, Batch) or not isinstance(found, Overview):
        return None
    looks = await looks_open(asked, batch)
    revision = revision_of(found, looks)
    if revision == after:
        return None
    names = await _figures(asked, seen, found, looks)
    return Told(revision, rendered(asked, "judging/live.html", names, None))
