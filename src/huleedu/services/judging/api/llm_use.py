"""See what language models cost and say of a batch, stop them, and let them go on."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.contracts.judging import NotOpened
from huleedu.kit.database import Database
from huleedu.services.judging.domain.llm_use import LlmUse
from huleedu.services.judging.store import llm_use

__all__ = ["Exchange", "LlmStop", "LlmUse", "exchanges"]


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


class LlmStop:
    """The stop of language models for a batch; every method may raise `EngineAway`.

    It stands in the row from which each request takes its money: whoever asks a model, in whatever
    process, makes no request once it is there.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    async def use(self, batch: UUID) -> LlmUse | NotOpened:
        """What was asked and spent, and whether it is stopped."""
        async with self._database.session() as sql:
            return await llm_use.use(sql, batch) or NotOpened()

    async def stop(self, batch: UUID) -> None:
        """Make no request from now on."""
        async with self._database.transaction() as sql:
            await llm_use.stop(sql, batch, self._clock())

    async def go_on(self, batch: UUID) -> None:
        """Requests may be made again."""
        async with self._database.transaction() as sql:
            await llm_use.go_on(sql, batch)
