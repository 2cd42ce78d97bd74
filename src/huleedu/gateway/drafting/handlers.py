"""Draft what was asked for: a worker asks the model, and what it says is put as a draft."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from huleedu.contracts.drafting import DraftFailed, DraftFeedback
from huleedu.contracts.message import Message
from huleedu.gateway.drafting import store
from huleedu.gateway.drafting.asking import (
    PAUSE_S,
    DraftDesk,
    Models,
    NoDraft,
    ask_for_draft,
)
from huleedu.gateway.drafting.material import DraftSources, material_of
from huleedu.gateway.drafting.store import DraftAsked
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.kit.messages import Envelope
from huleedu.kit.service import Route, Routes, Transaction
from huleedu.services.feedback import api as feedback
from huleedu.services.identity import api as identity

NOT_MADE = "not_made"


@dataclass(frozen=True, slots=True)
class DraftingPorts:
    """What drafting needs besides a transaction."""

    databases: Callable[[str], Database]
    contents: Contents
    models: Models
    clock: Callable[[], datetime]
    per_minute: int
    pause_s: float = PAUSE_S


@dataclass(frozen=True, slots=True)
class DraftPut:
    """The words stand as a draft, or somebody had written meanwhile: a person's words stand."""


@dataclass(frozen=True, slots=True)
class EndedBefore:
    """Something came of it before, or it was never asked for."""


async def prepare_draft(
    ports: DraftingPorts, command: DraftFeedback, _cause: Envelope
) -> DraftPut | NoDraft | EndedBefore:
    """Ask the model, and put its words where nobody has written."""
    database = ports.databases("drafting")
    async with database.session() as sql:
        asked = await store.one(sql, command.batch, command.draft)
    if asked is None or asked.state != "waiting":
        return EndedBefore()
    return await _drafted(ports, database, asked)


async def _drafted(
    ports: DraftingPorts, database: Database, asked: DraftAsked
) -> DraftPut | NoDraft:
    people, now = ports.databases("identity"), ports.clock()
    settings = await identity.llm_settings(people, asked.of.school)
    if isinstance(settings, identity.LlmOff):
        return NoDraft("off")
    here = ports.databases("feedback")
    if (await feedback.one(here, asked.of.school, asked.essay)).words.strip():
        return DraftPut()  # nothing is asked that nobody needs
    material = await material_of(DraftSources(ports.databases, ports.contents), asked)
    if isinstance(material, NoDraft):
        return material
    desk = DraftDesk(
        database=database,
        people=people,
        clock=ports.clock,
        per_minute=ports.per_minute,
        pause_s=ports.pause_s,
    )
    async with ports.models(settings) as model:
        said = await ask_for_draft(desk, asked, settings, material, model)
    if isinstance(said, NoDraft):
        return said
    await feedback.put_draft(here, asked.of, asked.essay, said.words, now)
    return DraftPut()


async def draft_feedback(
    tx: Transaction, command: DraftFeedback, found: DraftPut | NoDraft | EndedBefore
) -> None:
    """It stands as a draft; or it is said why not."""
    match found:
        case DraftPut():
            await store.end(tx.sql, command.batch, command.draft, "drafted", "", tx.now)
        case NoDraft(why):
            await store.end(tx.sql, command.batch, command.draft, "failed", why, tx.now)
        case EndedBefore():
            pass


def given_up(command: DraftFeedback, why: str) -> Sequence[Message]:
    """Nobody is to wait for it any longer."""
    return [DraftFailed(batch=command.batch, essay=command.essay, draft=command.draft, why=why)]


async def on_draft_failed(tx: Transaction, event: DraftFailed) -> None:
    """Show that it was not made; it can be asked for again."""
    await store.end(tx.sql, event.batch, event.draft, "failed", NOT_MADE, tx.now)


ROUTES: Routes = {
    DraftFeedback: Route(draft_feedback, prepare=prepare_draft, on_give_up=given_up),
    DraftFailed: Route(on_draft_failed),
}
