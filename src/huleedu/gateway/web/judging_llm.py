"""P8, language models: which judge, at most how much, to whom texts go, and why one has ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from uuid import UUID

from huleedu.gateway.llm_judging.requests import (
    JUDGEMENTS_MAX,
    AroundModels,
    ModelsNotOffered,
    ModelsOffered,
    ModelsWanted,
    let_models,
    models_offered,
    start_models,
    stop_models,
    wrong_with,
)
from huleedu.gateway.web.batch import Batch, batch_of
from huleedu.gateway.web.coming import asked_from, people, signed_in
from huleedu.gateway.web.pages import Answer, Asked, Done, MayNot, Redirect, Undo
from huleedu.gateway.words.words import Words
from huleedu.services.identity import api as identity
from huleedu.services.judging.api.llm_runs import LlmEnd, LlmRun, ModelsStarted
from huleedu.services.judging.api.steering import JudgeSeen, Overview

CENTS = Decimal("0.1")
"""Less money is told with four decimals."""


@dataclass(frozen=True, slots=True)
class ModelLine:
    """A model in the judges' table: its run, what it did cost, how often it contradicted itself."""

    state: str
    """Of what it does now; empty: nobody has started it here."""
    cost: str
    contradicted: int


@dataclass(frozen=True, slots=True)
class ModelsTold:
    """What the page tells of models: the currency, who stopped them, and why each has ended."""

    currency: str = ""
    stopped_by: str = ""
    ended: Sequence[str] = ()
    waiting: Sequence[str] = ()
    """Models that a worker has not begun with."""
    going: bool = False


@dataclass(frozen=True, slots=True)
class ModelsForm:
    """What may be filled in, as it is filled in."""

    offered: ModelsOffered
    models: Sequence[str]
    judgements: str
    money: str
    left: str
    wrong: Mapping[str, str] = field(default_factory=dict[str, str])


def around_of(asked: Asked) -> AroundModels:
    """Models, for whoever looks at these pages."""
    person = asked.signed_in
    return AroundModels(
        database=lambda name: people(asked) if name == "identity" else asked.database(name),
        clock=asked.web.clock,
        school=person.school,
        person=person.person,
        rights=person.rights,
        address=asked_from(asked).address,
    )


def money_told(amount: Decimal | float, words: Words) -> str:
    """An amount of money, as precisely as it is small."""
    told = Decimal(str(amount))
    return words.number(float(told), 2 if told >= CENTS or not told else 4)


async def models_form(asked: Asked, batch: UUID, judgements: int) -> ModelsForm | None:
    """What may be asked of models, as it was filled in or as is usual; None: nothing may."""
    offered = await models_offered(around_of(asked), batch)
    if isinstance(offered, ModelsNotOffered):
        return None
    form, left = asked.form, offered.left
    return ModelsForm(
        offered=offered,
        models=[one.strip() for one in form.get("llm_model", ())],
        judgements=asked.first("llm_judgements") or str(max(1, judgements)),
        money=asked.first("llm_money"),
        left=money_told(left, asked.words),
    )


def read_models(
    asked: Asked, offered: ModelsOffered | ModelsNotOffered
) -> ModelsWanted | dict[str, str] | None:
    """What is asked of models, or what is wrong with which field; None: no model was chosen."""
    models = [one.strip() for one in asked.form.get("llm_model", ()) if one.strip()]
    if not models:
        return None
    say = asked.words.say
    if isinstance(offered, ModelsNotOffered):
        return {"llm_model": say(f"judging.llm_not_offered.{offered.why}")}
    typed, amount = asked.first("llm_judgements"), asked.first("llm_money")
    whole = typed.isascii() and typed.isdigit() and len(typed) < 9
    wanted = ModelsWanted(
        models=models,
        judgements=int(typed) if whole else 0,
        money=_amount(amount) if amount else None,
    )
    wrong = wrong_with(offered, wanted)
    if wrong is None:
        return wanted
    limit = money_told(offered.settings.limit_batch, asked.words)
    facts = {"most": JUDGEMENTS_MAX, "limit": limit, "currency": offered.settings.currency}
    name = "llm_model" if wrong.field == "models" else f"llm_{wrong.field}"
    return {name: say(f"judging.llm_wrong.{wrong.field}", **facts)}


def _amount(typed: str) -> Decimal:
    """As people write it; what is no amount is none that may be spent."""
    try:
        return Decimal("".join(typed.split()).replace(",", "."))
    except InvalidOperation:
        return Decimal(0)


async def steer(asked: Asked) -> Answer:
    """Have models judge, stop them within one request, or let them go on."""
    batch = await batch_of(asked, "work")
    if not isinstance(batch, Batch):
        return batch
    around, at = around_of(asked), f"/batches/{batch.id}/judging"
    if asked.first("do") == "go-on":
        await let_models(around, batch.id)
        return Redirect(at, Done("llm_go_on"))
    await stop_models(around, batch.id)
    return Redirect(at, Done("llm_stopped", undo=Undo(f"{at}/llm", {"do": "go-on"})))


async def started(asked: Asked, batch: Batch, wanted: ModelsWanted) -> Answer:
    """Have these judge; where it leads."""
    done = await start_models(around_of(asked), batch.id, wanted)
    if isinstance(done, ModelsNotOffered):
        return MayNot(f"judging.llm_not_offered.{done.why}")
    at = f"/batches/{batch.id}/judging"
    if not isinstance(done, ModelsStarted) or not done.models:
        return Redirect(at)
    facts = {"models": asked.words.listed(tuple(done.models))}
    return Redirect(at, Done("llm_started", facts, Undo(f"{at}/llm", {"do": "stop"})))


def model_line(asked: Asked, judge: JudgeSeen, runs: Sequence[LlmRun]) -> ModelLine:
    """A model, as the judges' table shows it."""
    run = next((one for one in runs if one.model == judge.name), None)
    state = "" if run is None else "going" if run.ended_at is None else state_of(run.why)
    cost = money_told(judge.cost, asked.words) if judge.cost else ""
    return ModelLine(state, cost, judge.contradicted)


def state_of(why: LlmEnd | None) -> str:
    """How it ended, in a word: as it should, or not."""
    return "done" if why in (LlmEnd.DONE, LlmEnd.NO_PAIR_LEFT, LlmEnd.CLOSED) else "ended"


async def models_told(asked: Asked, found: Overview) -> ModelsTold:
    """What the page tells of models."""
    if found.llm is None or not (found.llm_runs or found.llm.calls or found.llm.stopped_at):
        return ModelsTold()
    named = await identity.names_of(people(asked), signed_in(asked))
    settings = await identity.llm_settings(people(asked), asked.signed_in.school)
    begun = {judge.name for judge in found.judges if judge.decided or judge.before_them}
    going = [run.model for run in found.llm_runs if run.ended_at is None]
    return ModelsTold(
        currency="" if isinstance(settings, identity.LlmOff) else settings.currency,
        stopped_by=named.get(found.llm.stopped_by, "") if found.llm.stopped_by else "",
        ended=[_ended(asked, run, named) for run in found.llm_runs if run.ended_at is not None],
        waiting=[model for model in going if model not in begun],
        going=bool(going),
    )


def _ended(asked: Asked, run: LlmRun, named: Mapping[UUID, str]) -> str:
    why = run.why or LlmEnd.FAILED
    who = named.get(run.ended_by, "") if run.ended_by else ""
    code = "stopped_by" if why is LlmEnd.STOPPED and who else why.value
    return asked.words.say(f"judging.llm_ended.{code}", model=run.model, name=who)
