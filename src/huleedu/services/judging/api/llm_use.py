"""Every word that language models were asked and answered about a batch."""

from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.kit.database import Database
from huleedu.services.judging.store import llm_use

__all__ = ["Exchange", "exchanges"]


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """What a model was asked and answered; null essays: a text of our own, to try the other."""

    id: UUID
    asked_at: datetime
    judge: str
    pair: UUID | None
    first: UUID | None
    second: UUID | None
    words: dict[str, str]
    response: str
    outcome: str
    tokens_in: int
    tokens_out: int
    cost: float


async def exchanges(
    database: Database, batch: UUID, after: UUID | None, limit: int
) -> list[Exchange]:
    """Some of what was asked, in the order asked; raises `EngineAway`."""
    async with database.session() as sql:
        rows = await llm_use.some(sql, batch, after, limit)
    return [
        Exchange(
            id=UUID(int=row["id"].int),
            asked_at=row["asked_at"],
            judge=row["judge"],
            pair=_id(row["pair"]),
            first=_id(row["first"]),
            second=_id(row["second"]),
            words=llm_use.words_of(row),
            response=row["response"],
            outcome=row["outcome"],
            tokens_in=row["tokens_in"],
            tokens_out=row["tokens_out"],
            cost=row["cost"],
        )
        for row in rows
    ]


def _id(found: UUID | None) -> UUID | None:
    return UUID(int=found.int) if found else None
