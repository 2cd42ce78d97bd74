"""What judging does about each message it hears, and rankings that are due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import msgspec

from huleedu.contracts.batches import BatchAssessed, BatchRegistered
from huleedu.contracts.classes import PupilsMatched
from huleedu.contracts.files import TextRead
from huleedu.contracts.gateway import JudgeAsGiven, PlanJudging, PlanJudgingV1
from huleedu.contracts.judging import JudgeByModel, MakeRanking, RankingMade
from huleedu.contracts.lifecycle import SlotAssigned, SlotHandedOver
from huleedu.contracts.linguistics import LanguageMeasured
from huleedu.contracts.llm_judging import ModelEnded
from huleedu.contracts.ranking import RankingPicture
from huleedu.contracts.results import PupilsMatchedV1
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.kit.messages import Envelope
from huleedu.kit.service import Heard, Route, Routes, Transaction
from huleedu.kit.work import Doer
from huleedu.services.judging.domain.ending import Enough
from huleedu.services.judging.domain.figures import figures_of
from huleedu.services.judging.domain.freshness import Kept, MadeFrom, is_due
from huleedu.services.judging.domain.llm_runs import LlmEnd
from huleedu.services.judging.store import (
    figures,
    given,
    llm_runs,
    plans,
    rankings,
    replacing,
)
from huleedu.services.judging.store import heard as store
from huleedu.services.judging.store.batch_lock import lock

EssayEvent = TextRead | SlotAssigned | LanguageMeasured
"""What is said of one essay."""

FIT_AFTER = timedelta(seconds=30)
"""Decisions of so long share a ranking, if nobody asks for one: in a class of a thousand it takes
seconds, and judges decide all the time."""


@dataclass(frozen=True, slots=True)
class JudgingPorts:
    """What ranking needs besides a transaction."""

    contents: Contents
    database: Database
    doer: Doer
    """Ranks."""


@dataclass(frozen=True, slots=True)
class UpToDate:
    """The ranking that was said last says all."""


@dataclass(frozen=True, slots=True)
class Made:
    """The address of a ranking in the content store; None: nothing is decided."""

    made_from: MadeFrom
    ranking: str | None
    picture: RankingPicture | None = None


async def on_essay_event(tx: Transaction, batch: UUID, heard: Sequence[Heard[EssayEvent]]) -> None:
    """Keep what is said of essays; those that are judged are known better from now on."""
    essays: dict[UUID, dict[str, object]] = {}
    for each in heard:
        essays.setdefault(each.message.essay, {}).update(_columns(each.message))
    await _keep(tx, batch, essays)


async def on_pupils_matched(tx: Transaction, event: PupilsMatched) -> None:
    """It is known whose name to take out of a text."""
    names = {one.essay: " ".join((one.pupil, *one.also)) * one.sure for one in event.essays}
    if names:
        await _keep(tx, event.batch, {essay: {"pupil": name} for essay, name in names.items()})


async def on_pupils_matched_v1(tx: Transaction, event: PupilsMatchedV1) -> None:
    """The same as it was said before."""
    await _keep(tx, event.batch, {one.essay: {"pupil": one.pupil} for one in event.essays})


async def on_batch_registered(tx: Transaction, event: BatchRegistered) -> None:
    """It is known whose the batch is, and with it all that is known of it."""
    await lock(tx.sql, event.batch)
    await plans.belongs(tx.sql, event.batch, event.school)


async def plan_judging(tx: Transaction, command: PlanJudging) -> None:
    """It is known by which rules the batch is to be judged once it is opened."""
    plan = plans.Plan(
        criterion=command.criterion,
        scale=command.scale,
        llm=command.llm and not command.secret,
        secret=command.secret,
        anchors=command.anchors,
    )
    await plans.keep(tx.sql, command.batch, command.school, plan)


async def plan_judging_v1(tx: Transaction, command: PlanJudgingV1) -> None:
    """The same as it was sent before."""
    plan = plans.Plan(criterion=command.criterion, scale=command.scale)
    await plans.keep(tx.sql, command.batch, command.school, plan)


async def judge_as_given(tx: Transaction, command: JudgeAsGiven) -> None:
    """Keep what was decided elsewhere until there is something to be judged."""
    found = given.Given(
        title=command.title,
        decisions=command.decisions,
        scale=command.scale,
        anchors=command.anchors,
        at=tx.now,
    )
    await given.keep(tx.sql, command.batch, command.school, found)


async def on_batch_assessed(tx: Transaction, event: BatchAssessed) -> None:
    """Have it ranked by what was given, if anything was: it is taken in first."""
    if await given.assessed(tx.sql, event.batch, tx.now):
        tx.say(MakeRanking(batch=event.batch))


async def on_slot_handed_over(tx: Transaction, event: SlotHandedOver) -> None:
    """Another text is judged in the place of one; what was decided about that one ends."""
    await lock(tx.sql, event.batch)
    has = {"slot": event.slot, "text": event.content, "name": event.name}
    await store.keep(tx.sql, event.batch, {event.essay: {"slot": None}, event.by: has})
    await replacing.take_over(tx.sql, event.batch, event.essay, event.by, tx.now)
    await store.pass_on(tx.sql, event.batch, tx.now)


def _columns(event: EssayEvent) -> Mapping[str, object]:
    match event:
        case TextRead(name=name):
            return {"name": name}
        case SlotAssigned(slot=slot, content=text):
            return {"slot": slot, "text": text}
        case LanguageMeasured(measures=measures):
            return {"measures": measures}


async def _keep(tx: Transaction, batch: UUID, essays: Mapping[UUID, Mapping[str, object]]) -> None:
    await lock(tx.sql, batch)  # or a batch that is opened meanwhile would not hear of them
    await store.keep(tx.sql, batch, essays)
    await store.pass_on(tx.sql, batch, tx.now)


async def rank(ports: JudgingPorts, command: MakeRanking, _cause: Envelope) -> Made | UpToDate:
    """Have the batch ranked, and keep the ranking, if one is due."""
    from huleedu.services.judging.api import given as planned, ranked  # noqa: PLC0415, I001 - numpy

    await planned.take_in_given(ports.database, ports.contents, command.batch)
    async with ports.database.session() as sql:
        kept = await rankings.kept(sql, command.batch)
        now = await rankings.now(sql, command.batch)
    if now is None or not is_due(kept, now):
        return UpToDate()
    made_from, picture = await ranked.fit(ports.database, ports.doer, command.batch)
    if isinstance(picture, ranked.Nothing):
        return Made(made_from, None)
    [address] = await ports.contents.keep([msgspec.json.encode(picture)])
    return Made(made_from, address, picture)


async def make_ranking(tx: Transaction, command: MakeRanking, found: Made | UpToDate) -> None:
    """Say which ranking there is from now on."""
    if isinstance(found, UpToDate):
        return
    number = (await rankings.kept(tx.sql, command.batch)).number + 1
    await rankings.keep(tx.sql, command.batch, Kept(number, found.made_from), tx.now)
    if found.picture:
        await figures.keep(tx.sql, command.batch, figures_of(found.picture, number, tx.now))
    tx.say(
        RankingMade(
            batch=command.batch,
            number=number,
            decisions=found.made_from.decided,
            ranking=found.ranking,
        )
    )


async def end_by_day(tx: Transaction) -> None:
    """End what was to be judged until now."""
    await figures.end_by_day(tx.sql, tx.now, Enough.BY_DAY.value)


async def have_models_judge(tx: Transaction) -> None:
    """Have those models judge that somebody has started, each start once."""
    runs = await llm_runs.to_tell(tx.sql)
    tx.say(*(JudgeByModel(batch=batch, model=model, turn=turn) for batch, model, turn in runs))


async def on_model_ended(tx: Transaction, event: ModelEnded) -> None:
    """It is known why; nobody is asked for what was to be the model's, and the batch is ranked."""
    await lock(tx.sql, event.batch)
    why = LlmEnd(event.why)
    if await llm_runs.end(tx.sql, event.batch, event.model, event.turn, why, tx.now):
        await llm_runs.lower(tx.sql, event.batch, event.model)
    tx.say(MakeRanking(batch=event.batch))


async def ask_for_rankings(tx: Transaction) -> None:
    """Have those batches ranked of which something was decided a while ago."""
    due = await rankings.take_due(tx.sql, tx.now - FIT_AFTER)
    tx.say(*(MakeRanking(batch=batch) for batch in due))


OF_AN_ESSAY = Route(on_essay_event, together=True)

ROUTES: Routes = {
    BatchRegistered: Route(on_batch_registered),
    TextRead: OF_AN_ESSAY,
    SlotAssigned: OF_AN_ESSAY,
    LanguageMeasured: OF_AN_ESSAY,
    PupilsMatched: Route(on_pupils_matched),
    PupilsMatchedV1: Route(on_pupils_matched_v1),
    SlotHandedOver: Route(on_slot_handed_over),
    JudgeAsGiven: Route(judge_as_given),
    BatchAssessed: Route(on_batch_assessed),
    PlanJudging: Route(plan_judging),
    PlanJudgingV1: Route(plan_judging_v1),
    ModelEnded: Route(on_model_ended),
    MakeRanking: Route(make_ranking, prepare=rank),
}
