"""A language model of the tests' own, and a batch for it to judge."""

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from tests.app.models.server import Server

from huleedu.engines.llm.dialect import Protocol
from huleedu.engines.llm.endpoints import Endpoint
from huleedu.engines.postgres.database import Address, PostgresDatabase
from huleedu.services.judging.api.automated import Finished, Stopped, have_judged
from huleedu.services.judging.api.desk import Desk
from huleedu.services.judging.api.judgings import Judgings
from huleedu.services.judging.api.language_model import LanguageModel, Prompt
from huleedu.services.judging.api.questions import Questions
from huleedu.services.judging.domain.desk import Script
from huleedu.services.judging.store.budget import Budget, Limits, Pace, Prices

BATCH = UUID(int=3)
TEXTS = tuple("A word of the pupil. " * n for n in range(1, 9))
ONE_EACH = Prices(Decimal(10**6), Decimal(10**6))
"""A token costs one."""


def clock() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def models() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
async def database(address: Address) -> AsyncIterator[PostgresDatabase]:
    database = PostgresDatabase(address, "judging")
    yield database
    await database.aclose()


@dataclass
class Judged:
    """How it went: the batch's decisions, what was flagged, and what was asked."""

    ended: Finished | Stopped
    database: PostgresDatabase

    async def rows(self, statement: str) -> Sequence[Any]:
        async with self.database.session() as sql:
            return await sql.fetch(statement)

    async def answers(self) -> list[tuple[int, int, int]]:
        rows = await self.rows("select first, second, answer from pair where state = 'decided'")
        return [(row["first"], row["second"], row["answer"]) for row in rows]

    async def flags(self) -> list[str]:
        return [
            row["comment"]
            for row in await self.rows("select comment from pair where state = 'flagged'")
        ]

    async def asked(self) -> list[tuple[str, str, int]]:
        rows = await self.rows(
            "select outcome, response, tokens_in + tokens_out as tokens from transcript "
            "order by asked_at"
        )
        return [(row["outcome"], row["response"], row["tokens"]) for row in rows]

    async def spent(self) -> tuple[int, Decimal]:
        [row] = await self.rows("select tokens, cost from account")
        return row["tokens"], row["cost"]


class Run:
    """Has a batch of texts judged by the model behind a server."""

    def __init__(self, models: Server, database: PostgresDatabase) -> None:
        self.models = models
        self.database = database
        self.protocol: Protocol = "openai"
        self.texts: tuple[str, ...] = TEXTS
        self.limits = Limits()
        self.prices = ONE_EACH
        self.per_minute = 1_000_000
        self.answer_within_s = 30.0
        self.answer_tokens = 200
        self.prompt = Prompt()
        self.control = False

    async def __call__(self, quota: int = 16) -> Judged:
        judgings, desk = Judgings(self.database, clock), Desk(self.database, clock)
        await judgings.open(
            BATCH,
            [
                Script(essay=UUID(int=n + 1), name=f"{n}", text="", measures={})
                for n in range(len(self.texts))
            ],
        )
        endpoint = Endpoint(
            self.protocol,
            self.models.url,
            "judge-1",
            "secret-key",
            answer_within_s=self.answer_within_s,
        )
        questions = Questions(
            endpoint,
            Budget(self.database, clock, BATCH, "judge-1", self.limits, self.prices),
            Pace(self.database, "judge-1", self.per_minute),
            answer_tokens=self.answer_tokens,
            pause_s=0.001,
        )
        judge = LanguageModel("judge-1", questions, self.texts, self.prompt, control=self.control)
        try:
            ended = await have_judged(judgings, desk, BATCH, judge, quota, lambda _done, _of: None)
        finally:
            await endpoint.aclose()
            await desk.aclose()
        return Judged(ended, self.database)


@pytest.fixture
def judged(models: Server, database: PostgresDatabase) -> Run:
    return Run(models, database)
