"""What language models may cost, how often they may be asked, and every word said to and by them.

A request is written down with the most that it can cost before it is made, and with what it did
cost after it: so the sum never passes the budget, over all processes and whoever is killed.
"""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import msgspec

from huleedu.kit.database import Database, Row, Sql
from huleedu.kit.llm import NotTold, Usage
from huleedu.services.judging.domain.llm_runs import LlmEnd, LlmHold

OPEN_ACCOUNT = """
insert into account (judging, tokens, cost, school)
select id, 0, 0, school from judging where id = $1 on conflict do nothing
"""

# set aside in one statement, which waits for others of the same batch: no row, no room
SET_ASIDE = """
update account set tokens = tokens + $2, cost = cost + $3
where judging = $1 and stopped_at is null and ($4::bigint is null or tokens + $2 <= $4)
  and ($5::numeric is null or cost + $3 <= $5)
returning tokens
"""

SPENT = "select tokens, cost, stopped_at from account where judging = $1"

# whoever asks for a run asks nothing once another has it, or it or judging has ended
HOLDS = """
select r.turn = $3 and r.holder = $4 as holds, r.ended_at is not null as ended,
       j.closed_at is not null as closed, e.left_out_at is not null as left_out
from llm_run r
join judging j on j.id = r.judging
left join enrolment e on e.judging = r.judging and e.judge = r.model
where r.judging = $1 and r.model = $2 for share of r
"""

RESERVE = """
insert into transcript (id, pair, judging, judge, asked_at, request, response, tokens_in,
                        tokens_out, cost, outcome, first, second, digest, school)
values ($1, $2, $3, $4, $5, $6::jsonb, '', $7, $8, $9, 'under way', $10, $11, $12,
        (select school from judging where id = $3))
"""

# only what is under way is settled, so a second time changes nothing
SETTLE = """
with was as (
    select id, tokens_in + tokens_out as tokens, cost, judging from transcript
    where id = $1 and outcome = 'under way' for update
), settled as (
    update transcript a set response = $2, tokens_in = $3, tokens_out = $4, cost = $5, outcome = $6
    from was where a.id = was.id
)
update account set tokens = account.tokens - (select tokens from was) + $3 + $4,
    cost = account.cost - (select cost from was) + $5
where judging = (select judging from was)
"""

ANSWERED = """
select response from transcript
where judging = $1 and judge = $2 and pair is not distinct from $3 and digest = $4
  and outcome = 'said'
order by asked_at limit 1
"""

# by the database's clock, which is the same for all processes
TURN = """
insert into pace as p (model, free_at, held_until)
values ($1, clock_timestamp() + make_interval(secs => $2), '-infinity')
on conflict (model) do update
set free_at = greatest(p.free_at, p.held_until, clock_timestamp()) + make_interval(secs => $2)
returning extract(epoch from free_at - clock_timestamp())::float8 - $2 as wait_s
"""

HELD = """
select extract(epoch from held_until - clock_timestamp())::float8 as wait_s from pace
where model = $1 and held_until > clock_timestamp()
"""

HOLD = """
insert into pace as p (model, free_at, held_until)
values ($1, clock_timestamp(), clock_timestamp() + make_interval(secs => $2))
on conflict (model) do update set held_until = greatest(p.held_until, excluded.held_until)
"""

PAGE = """
select q.id, q.asked_at, q.judge, q.pair, a.name as first, b.name as second, q.request::text,
       q.response, q.outcome, q.tokens_in, q.tokens_out, q.cost,
       p.turned is not null as turned
from transcript q
left join pair p on p.id = q.pair
left join script a on a.judging = q.judging and a.number = q.first
left join script b on b.judging = q.judging and b.number = q.second
where q.judging = $1 and (q.asked_at, q.id) > ($2, $3)
order by q.asked_at, q.id limit $4
"""
PAGE_ROWS = 200

BYTES_A_TOKEN_MAX = 64
"""On average over a text, no tokeniser puts more into one token (prose has about 4)."""
TOKENS_MAX = 10**12
MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Prices:
    """Of a million tokens, in whatever money the budget is in."""

    in_per_million: Decimal = Decimal(0)
    out_per_million: Decimal = Decimal(0)

    def of(self, usage: Usage) -> Decimal:
        """What so many tokens cost, exactly."""
        asked, answered = usage.tokens_in, usage.tokens_out
        return (asked * self.in_per_million + answered * self.out_per_million) / MILLION


@dataclass(frozen=True, slots=True)
class Limits:
    """None: no limit. They hold for one batch, over all its models."""

    tokens: int | None = None
    money: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What has been spent, or is set aside for requests under way."""

    tokens: int
    money: Decimal


@dataclass(frozen=True, slots=True)
class OverBudget:
    """The request could pass the budget, or may not be made any more: it is not made."""

    spent: Spent
    limits: Limits
    why: LlmEnd = LlmEnd.SPENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked: written down before it is sent.

    Args:
        pair: whom it is for; None: it is about a text alone.
        first: the script that stands first; None: a text of our own. So `second`.
        words: all that is said, by part.
        most: the most that it can take.
    """

    pair: UUID | None
    first: int | None
    second: int | None
    words: dict[str, str]
    digest: str
    most: Usage


@dataclass(frozen=True, slots=True)
class Reserved:
    """The most that this request can cost is set aside for it."""

    id: UUID
    request: Request


@dataclass(frozen=True, slots=True)
class Answered:
    """The same was asked before, and answered so."""

    text: str


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """Nothing that counts was answered to this yet."""


def charge(told: Usage | NotTold, most: Usage, asked_bytes: int, answered_bytes: int) -> Usage:
    """What counts as spent, from what the endpoint tells.

    What it tells counts, also above what was set aside. If it tells nothing, or fewer tokens than
    can hold the words (some leave out what they had in a cache, some tell nought or less), what was
    set aside counts: so much it may have been, and no tokeniser makes more of it.
    """
    if isinstance(told, NotTold):
        return most
    enough_in = told.tokens_in * BYTES_A_TOKEN_MAX >= asked_bytes
    enough_out = told.tokens_out * BYTES_A_TOKEN_MAX >= answered_bytes
    if not (enough_in and enough_out and told.tokens_out >= 0):
        return most
    return Usage(min(told.tokens_in, TOKENS_MAX), min(told.tokens_out, TOKENS_MAX))


class Budget:
    """The account of one batch, as one judge uses it; every method may raise `EngineAway`."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        batch: UUID,
        judge: str,
        limits: Limits,
        prices: Prices,
        hold: LlmHold | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._batch = batch
        self._judge = judge
        self._limits = limits
        self._prices = prices
        self._hold = hold

    async def reserve(self, request: Request) -> Reserved | OverBudget:
        """Set aside the most that a request can cost, and keep what is asked."""
        most, cost = request.most, self._prices.of(request.most)
        aside = (self._batch, most.tokens_in + most.tokens_out, cost)
        limits = (self._limits.tokens, self._limits.money)
        async with self._database.transaction() as sql:
            if (ended := await self._ended(sql)) is not None:
                return OverBudget(Spent(0, Decimal(0)), self._limits, ended)
            room = await sql.fetchval(SET_ASIDE, *aside, *limits)
            if room is None:  # there may have been no account, or it was opened just now
                await sql.execute(OPEN_ACCOUNT, self._batch)
                room = await sql.fetchval(SET_ASIDE, *aside, *limits)
            if room is None:
                row = await sql.fetchrow(SPENT, self._batch)
                assert row is not None
                spent = Spent(row["tokens"], row["cost"])
                why = LlmEnd.STOPPED if row["stopped_at"] else LlmEnd.SPENT
                return OverBudget(spent, self._limits, why)
            identity = uuid4()
            await sql.execute(
                RESERVE,
                identity,
                request.pair,
                self._batch,
                self._judge,
                self._clock(),
                msgspec.json.encode({k: _kept(v) for k, v in request.words.items()}).decode(),
                most.tokens_in,
                most.tokens_out,
                cost,
                request.first,
                request.second,
                request.digest,
            )
        return Reserved(identity, request)

    async def _ended(self, sql: Sql) -> LlmEnd | None:
        """Why nothing more may be asked for this run; None: it may, or it is asked for nobody's."""
        hold = self._hold
        if hold is None:
            return None
        row = await sql.fetchrow(HOLDS, hold.batch, hold.model, hold.turn, hold.holder)
        if row is None or not row["holds"]:
            return LlmEnd.TAKEN_OVER
        if row["ended"]:
            return LlmEnd.STOPPED
        if row["closed"]:
            return LlmEnd.CLOSED
        return LlmEnd.LEFT_OUT if row["left_out"] else None

    async def settle(self, reserved: Reserved, response: str, usage: Usage, outcome: str) -> None:
        """Keep what was answered, and what it did cost; the first time counts."""
        cost = self._prices.of(usage)
        told = (usage.tokens_in, usage.tokens_out, cost, outcome)
        async with self._database.transaction() as sql:
            await sql.execute(SETTLE, reserved.id, _kept(response), *told)

    async def answered(self, pair: UUID | None, digest: str) -> Answered | NotAnswered:
        """What was paid for before, if the same was asked: by a run that was killed, mostly."""
        async with self._database.session() as sql:
            found = await sql.fetchval(ANSWERED, self._batch, self._judge, pair, digest)
        return NotAnswered() if found is None else Answered(found)

    async def spent(self) -> Spent:
        """What has been spent so far."""
        async with self._database.session() as sql:
            row = await sql.fetchrow(SPENT, self._batch)
        return Spent(row["tokens"], row["cost"]) if row else Spent(0, Decimal(0))


class Pace:
    """How often a model may be asked, over all processes; every method may raise `EngineAway`."""

    def __init__(self, database: Database, model: str, per_minute: int) -> None:
        self._database = database
        self._model = model
        self._between_s = 60.0 / per_minute

    async def turn(self) -> float:
        """Take the next free moment: seconds until then."""
        async with self._database.transaction() as sql:
            return max(0.0, await sql.fetchval(TURN, self._model, self._between_s))

    async def held(self) -> float:
        """Seconds for which the endpoint still wants to be left alone by everybody."""
        async with self._database.session() as sql:
            return await sql.fetchval(HELD, self._model) or 0.0

    async def hold(self, wait_s: float) -> None:
        """Let nobody ask for so long."""
        async with self._database.transaction() as sql:
            await sql.execute(HOLD, self._model, wait_s)


async def transcript(database: Database, batch: UUID) -> AsyncGenerator[Row]:
    """Every request about a batch with its answer, in the order asked; never all in memory."""
    async with database.session() as sql:
        asked_at, identity = datetime.min.replace(tzinfo=UTC), UUID(int=0)
        while rows := await sql.fetch(PAGE, batch, asked_at, identity, PAGE_ROWS):
            for row in rows:
                yield row
            asked_at, identity = rows[-1]["asked_at"], rows[-1]["id"]


def _kept(text: str) -> str:
    """PostgreSQL keeps any letter but this one."""
    return text.replace("\x00", "�")
