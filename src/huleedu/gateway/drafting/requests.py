"""Ask for drafts: for whom nobody has written, where the school lets somebody do so."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from huleedu.contracts.drafting import DraftFeedback
from huleedu.gateway.commands import Commands
from huleedu.gateway.drafting import store
from huleedu.gateway.drafting.store import DraftFound
from huleedu.gateway.feedback.around import AroundFeedback, pupil_lines
from huleedu.services.identity import api as identity
from huleedu.services.identity.api import LlmSettings, may_use_llm
from huleedu.services.judging.api.plans import plan_of


@dataclass(frozen=True, slots=True)
class DraftsOff:
    """Nothing was asked for: the school allows it not, or not to them, or the batch is secret."""


@dataclass(frozen=True, slots=True)
class DraftsWanted:
    """A model will be asked about these; asked again, no more than once at a time."""

    essays: Collection[UUID]


async def drafts_offered(
    around: AroundFeedback, batch: UUID, rights: Collection[str]
) -> LlmSettings | None:
    """By which provider a model may draft for whoever asks; None: it may not."""
    settings = await identity.llm_settings(around.database("identity"), around.school)
    if isinstance(settings, identity.LlmOff) or not may_use_llm(settings, rights):
        return None
    plan = await plan_of(around.database("judging"), batch)
    return None if plan.secret else settings


async def want_drafts(
    around: AroundFeedback,
    commands: Commands,
    batch: UUID,
    rights: Collection[str],
    essays: Collection[UUID] | None = None,
) -> DraftsWanted | DraftsOff:
    """Have a model draft for these of the batch (None: all) for whom nobody has written yet."""
    if await drafts_offered(around, batch, rights) is None:
        return DraftsOff()
    blank = [
        line.file.id
        for line in await pupil_lines(around, batch)
        if not line.feedback.words.strip() and (essays is None or line.file.id in essays)
    ]
    if not blank:
        return DraftsWanted(())
    async with around.database("drafting").transaction() as sql:
        wanted = await store.ask(
            sql,
            around.of(batch),
            [(uuid4(), essay) for essay in blank],
            around.person,
            around.language,
            around.now,
        )
    await commands.send(
        *(DraftFeedback(batch=batch, essay=essay, draft=id_) for id_, essay in wanted.items())
    )
    return DraftsWanted(tuple(wanted.values()))


async def drafts_of(around: AroundFeedback, batch: UUID) -> Mapping[UUID, DraftFound]:
    """What came of the last draft that was asked for of each essay."""
    async with around.database("drafting").session() as sql:
        return await store.latest(sql, around.of(batch))
