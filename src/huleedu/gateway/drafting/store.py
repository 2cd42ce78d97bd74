"""What was asked to be drafted, every word said to and by a model, and what that cost.

A request is written down with the most that it can cost before it is made, and with what it did
cost after it: the sum never passes the budget, over all processes and whoever is killed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

import msgspec

from huleedu.kit.database import Database, Row, Sql
from huleedu.kit.llm import Usage
from huleedu.services.feedback.api import InBatch

# a text that waits already waits once
ASK = """
insert into draft (school, id, batch, essay, person, language, asked_at)
select $1, d.id, $2, d.essay, $3, $4, $5 from unnest($6::uuid[], $7::uuid[]) as d (id, essay)
on conflict (essay) where state = 'waiting' do nothing
returning id, essay
"""

ONE = """
select school, id, batch, essay, person, language, state from draft where id = $1 and batch = $2
"""

END = """
update draft set state = $3, why = $4, ended_at = $5
where id = $1 and batch = $2 and state = 'waiting'
"""

# of each essay what was asked last
LATEST = """
select distinct on (essay) essay, state, why from draft where school = $1 and batch = $2
order by essay, asked_at desc, id
"""

OPEN_ACCOUNT = """
insert into account (school, batch, cost) values ($1, $2, 0) on conflict do nothing
"""

SET_ASIDE = """
update account set cost = cost + $3 where school = $1 and batch = $2 and cost + $3 <= $4
returning cost
"""

RESERVE = """
insert into transcript (school, id, draft, batch, model, asked_at, request, tokens_in, tokens_out,
                        cost)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""

# only what is under way is settled, so a second time changes nothing
SETTLE = """
with was as (
    select school, id, batch, cost from transcript
    where school = $1 and id = $2 and outcome = 'under way' for update
), settled as (
    update transcript t set response = $3, tokens_in = $4, tokens_out = $5, cost = $6, outcome = $7
    from was where t.school = was.school and t.id = was.id
)
update account a set cost = a.cost - was.cost + $6 from was
where a.school = was.school and a.batch = was.batch
"""

ANSWERED = """
select response from transcript where school = $1 and draft = $2 and outcome = 'drafted'
order by asked_at limit 1
"""

TRANSCRIPT = """
select t.asked_at, d.essay, t.model, t.request::text as request, t.response, t.outcome,
       t.tokens_in, t.tokens_out, t.cost
from transcript t join draft d on d.school = t.school and d.id = t.draft
where t.school = $1 and t.batch = $2 order by t.asked_at, t.id
"""

SPENT = "select cost from account where school = $1 and batch = $2"

# by the database's clock, which is the same for all processes
TURN = """
insert into pace as p (endpoint, free_at, held_until)
values ($1, clock_timestamp() + make_interval(secs => $2), '-infinity')
on conflict (endpoint) do update
set free_at = greatest(p.free_at, p.held_until, clock_timestamp()) + make_interval(secs => $2)
returning extract(epoch from free_at - clock_timestamp())::float8 - $2 as wait_s
"""

HOLD = """
insert into pace as p (endpoint, free_at, held_until)
values ($1, clock_timestamp(), clock_timestamp() + make_interval(secs => $2))
on conflict (endpoint) do update
set held_until = greatest(p.held_until, excluded.held_until)
"""

DraftState = Literal["waiting", "drafted", "failed"]


@dataclass(frozen=True, slots=True)
class DraftAsked:
    """A draft that somebody asked for."""

    of: InBatch
    id: UUID
    essay: UUID
    person: UUID | None
    language: Literal["en", "sv"]
    state: DraftState


@dataclass(frozen=True, slots=True)
class DraftFound:
    """What came of the last draft that was asked of an essay."""

    state: DraftState
    why: str


def as_id(found: UUID | None) -> UUID | None:
    """A driver's UUID as Python's own."""
    return UUID(int=found.int) if found else None


async def ask(
    sql: Sql,
    of: InBatch,
    drafts: Sequence[tuple[UUID, UUID]],
    who: UUID | None,
    language: str,
    now: datetime,
) -> dict[UUID, UUID]:
    """Ask for these, id and essay; returns those that did not wait already."""
    ids, essays = (list(column) for column in zip(*drafts, strict=True))
    rows = await sql.fetch(ASK, of.school, of.batch, who, language, now, ids, essays)
    return {UUID(int=row["id"].int): UUID(int=row["essay"].int) for row in rows}


async def one(sql: Sql, batch: UUID, draft: UUID) -> DraftAsked | None:
    """One that was asked for."""
    row = await sql.fetchrow(ONE, draft, batch)
    if row is None:
        return None
    return DraftAsked(
        InBatch(UUID(int=row["school"].int), UUID(int=row["batch"].int)),
        UUID(int=row["id"].int),
        UUID(int=row["essay"].int),
        as_id(row["person"]),
        row["language"],
        row["state"],
    )


async def end(
    sql: Sql, batch: UUID, draft: UUID, state: DraftState, why: str, now: datetime
) -> None:
    """Something came of it, or nothing; a second time changes nothing."""
    await sql.execute(END, draft, batch, state, why, now)


async def latest(sql: Sql, of: InBatch) -> Mapping[UUID, DraftFound]:
    """What came of the last that was asked of each essay."""
    rows = await sql.fetch(LATEST, of.school, of.batch)
    return {UUID(int=row["essay"].int): DraftFound(row["state"], row["why"]) for row in rows}


async def reserve(
    database: Database,
    asked: DraftAsked,
    request: tuple[UUID, str, Mapping[str, str]],
    most: Usage,
    money: tuple[Decimal, Decimal],
    now: datetime,
) -> bool:
    """Set aside the most that a request costs, and write it down; False: it could pass the limit.

    Args:
        request: its id, the model, and all that is said.
        money: what it costs at most, and the batch's limit.
    """
    of, (id_, model, words), (cost, limit) = asked.of, request, money
    async with database.transaction() as sql:
        await sql.execute(OPEN_ACCOUNT, *of)
        if await sql.fetchval(SET_ASIDE, *of, cost, limit) is None:
            return False
        told = msgspec.json.encode(words).decode()
        of_tokens = (most.tokens_in, most.tokens_out)
        await sql.execute(
            RESERVE, of.school, id_, asked.id, of.batch, model, now, told, *of_tokens, cost
        )
    return True


async def settle(
    database: Database, school: UUID, id_: UUID, said: str, spent: Usage, cost: Decimal, how: str
) -> None:
    """Write down what came back and what it cost."""
    plain = said.replace("\0", "�")
    async with database.transaction() as sql:
        await sql.execute(SETTLE, school, id_, plain, spent.tokens_in, spent.tokens_out, cost, how)


async def answered(database: Database, asked: DraftAsked) -> str | None:
    """What the model said of this draft before, if that was one: it is not asked again."""
    async with database.session() as sql:
        return await sql.fetchval(ANSWERED, asked.of.school, asked.id)


async def turn(database: Database, endpoint: str, apart_s: float) -> float:
    """Take the next free moment of an endpoint; returns how long until then, seconds."""
    async with database.transaction() as sql:
        return max(0.0, await sql.fetchval(TURN, endpoint, apart_s))


async def hold(database: Database, endpoint: str, wait_s: float) -> None:
    """It wants to be left alone for so long, by all processes."""
    async with database.transaction() as sql:
        await sql.execute(HOLD, endpoint, wait_s)


async def transcript(database: Database, of: InBatch) -> Sequence[Row]:
    """Every word asked and answered about a batch, in order."""
    async with database.session() as sql:
        return await sql.fetch(TRANSCRIPT, *of)


async def spent(database: Database, of: InBatch) -> Decimal:
    """What drafts of the batch have cost, with what is set aside."""
    async with database.session() as sql:
        return await sql.fetchval(SPENT, *of) or Decimal(0)
