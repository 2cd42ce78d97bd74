"""Tell of essays what was decided and said of each: judgements, flags, and words of models."""

from collections.abc import Sequence
from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.judging.store import of_essays as store
from huleedu.services.judging.store.of_essays import EssayFlag, EssayJudgement, SaidByModel

__all__ = ["EssayFlag", "EssayJudgement", "SaidByModel", "flags_of", "judgements_of", "said_of"]


async def judgements_of(
    database: Database, batch: UUID, essay: UUID | None = None
) -> Sequence[EssayJudgement]:
    """Each judgement that counts, in the order handed out; raises `EngineAway`, as all of these.

    Args:
        essay: only those of this one.
    """
    async with database.session() as sql:
        return await store.judgements(sql, batch, essay)


async def flags_of(database: Database, batch: UUID) -> Sequence[EssayFlag]:
    """Each text that a judge flagged, in order."""
    async with database.session() as sql:
        return await store.flags(sql, batch)


async def said_of(database: Database, batch: UUID, pairs: Sequence[UUID]) -> Sequence[SaidByModel]:
    """What language models were asked about these pairs and answered, word for word."""
    async with database.session() as sql:
        return await store.said(sql, batch, pairs)
