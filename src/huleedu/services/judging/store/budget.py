"""What language models may cost, and every word that was said to and by them.

A request is written down with the most that it can cost before it is made, and with what it did
cost after it: so the sum never passes the budget, over all processes and whoever is killed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from huleedu.kit.database import Database

LOCK = "select pg_advisory_xact_lock(hashtextextended('budget ' || $1::text, 0))"

SPENT = """
select coalesce(sum(tokens_in + tokens_out), 0)::bigint as tokens, coalesce(sum(cost), 0) as cost
from asked where exercise = $1 and judge = $2
"""

RESERVE = """
insert into asked (id, pair, exercise, judge, asked_at, request, response, tokens_in, tokens_out,
                   cost, outcome)
values ($1, $2, $3, $4, $5, $6::jsonb, '', $7, $8, $9, 'under way')
"""

SETTLE = """
update asked set response = $2, tokens_in = $3, tokens_out = $4, cost = $5, outcome = $6
where id = $1
"""


@dataclass(frozen=True, slots=True)
class Prices:
    """Of a million tokens, in whatever money the budget is in."""

    in_per_million: float = 0.0
    out_per_million: float = 0.0

    def of(self, tokens_in: int, tokens_out: int) -> float:
        """What so many tokens cost."""
        return (tokens_in * self.in_per_million + tokens_out * self.out_per_million) / 1e6


@dataclass(frozen=True, slots=True)
class Limits:
    """None: no limit. They hold for one judge and one batch."""

    tokens: int | None = None
    money: float | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What has been spent, or is set aside for requests under way."""

    tokens: int
    money: float


@dataclass(frozen=True, slots=True)
class OverBudget:
    """The request could pass the budget, so it is not made."""

    spent: Spent
    limits: Limits


class Budget:
    """The account of one judge on one batch; every method may raise `EngineAway`."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        batch: UUID,
        judge: str,
        limits: Limits,
        prices: Prices,
    ) -> None:
        self._database = database
        self._clock = clock
        self._batch = batch
        self._judge = judge
        self._limits = limits
        self._prices = prices

    async def reserve(
        self, pair: UUID, request: dict[str, str], tokens_in: int, tokens_out: int
    ) -> UUID | OverBudget:
        """Set aside the most that a request can cost, and keep what is asked."""
        cost = self._prices.of(tokens_in, tokens_out)
        async with self._database.transaction() as sql:
            await sql.execute(LOCK, str(self._batch))
            row = await sql.fetchrow(SPENT, self._batch, self._judge)
            assert row is not None
            spent = Spent(row["tokens"], row["cost"])
            tokens, money = self._limits.tokens, self._limits.money
            if (tokens is not None and spent.tokens + tokens_in + tokens_out > tokens) or (
                money is not None and spent.money + cost > money
            ):
                return OverBudget(spent, self._limits)
            identity = uuid4()
            asked = msgspec.json.encode(request).decode()
            await sql.execute(
                RESERVE,
                identity,
                pair,
                self._batch,
                self._judge,
                self._clock(),
                asked,
                tokens_in,
                tokens_out,
                cost,
            )
        return identity

    async def settle(
        self, identity: UUID, response: str, tokens_in: int, tokens_out: int, outcome: str
    ) -> None:
        """Keep what was answered, and what it did cost."""
        cost = self._prices.of(tokens_in, tokens_out)
        clean = response.replace("\x00", "�")
        async with self._database.transaction() as sql:
            await sql.execute(SETTLE, identity, clean, tokens_in, tokens_out, cost, outcome)

    async def spent(self) -> Spent:
        """What has been spent so far."""
        async with self._database.session() as sql:
            row = await sql.fetchrow(SPENT, self._batch, self._judge)
        assert row is not None
        return Spent(row["tokens"], row["cost"])
