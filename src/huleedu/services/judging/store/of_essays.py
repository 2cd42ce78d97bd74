"""What was decided and said of essays: each judgement, each flag, each word of a language model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.contracts.judging import Kind
from huleedu.kit.database import Row, Sql

# a baseline counts as long as nobody else has decided anything; decisions that were taken out count
# nowhere
DECIDED = """
with of_kind as (
    select p.*, e.kind from pair p
    join enrolment e on e.judging = p.judging and e.judge = p.judge
    where p.judging = $1 and p.state = 'decided' and e.left_out_at is null
)
select p.id, p.judge, p.kind, a.essay as first, b.essay as second, p.steps, p.comment,
       case when p.turned is null then p.answer else -p.answer end as answer,
       p.turned is not null as turned,
       p.ended_at, p.took_s,
       case p.about when 'first' then a.essay when 'second' then b.essay end as about
from of_kind p
join script a on a.judging = p.judging and a.number = p.first
join script b on b.judging = p.judging and b.number = p.second
where ($2::uuid is null or $2 in (a.essay, b.essay))
  and (p.kind <> 'baseline' or not exists (select from of_kind where kind <> 'baseline'))
order by p.seq
"""

# a judge who does not say which of the two they mean is taken to mean either
FLAGGED = """
select p.id, p.judge, p.comment, p.ended_at, c.essay
from pair p join script c on c.judging = p.judging
     and (c.number = p.problem or (p.problem is null and c.number in (p.first, p.second)))
where p.judging = $1 and p.state = 'flagged' order by p.seq
"""

# what was sent is the same for all pairs but for the two texts
TRANSCRIPT = """
select pair, judge, asked_at, request::text, response, outcome from transcript
where judging = $1 and pair = any($2::uuid[]) order by asked_at, id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class EssayJudgement:
    """A judgement of two essays, as they were shown; positive: it counts as `first` is better.

    `turned`: somebody has said that this judge meant the other one.
    """

    pair: UUID
    judge: str
    kind: Kind
    first: UUID
    second: UUID
    answer: int
    steps: int
    comment: str
    about: UUID | None
    """The essay that the comment is about; None: both."""
    decided_at: datetime
    took_s: float | None
    turned: bool = False

    def other(self, essay: UUID) -> UUID:
        """The essay that this one was compared with."""
        return self.second if essay == self.first else self.first

    def answer_for(self, essay: UUID) -> int:
        """The same answer from this essay's side: positive, it is better."""
        return self.answer if essay == self.first else -self.answer

    def result_for(self, essay: UUID) -> str:
        """How the essay did: `better`, `much better`, `equal`, `worse` or `much worse`."""
        answer = self.answer_for(essay)
        much = "much " * (abs(answer) > 1)
        return "equal" if answer == 0 else f"{much}{'better' if answer > 0 else 'worse'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EssayFlag:
    """A judge left a pair unjudged for this essay's sake; `why` is a code."""

    pair: UUID
    judge: str
    essay: UUID
    why: str
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidByModel:
    """What a language model was asked about a pair, and what it answered, word for word."""

    pair: UUID
    judge: str
    at: datetime
    question: str
    answer: str
    outcome: str


async def judgements(sql: Sql, batch: UUID, essay: UUID | None) -> Sequence[EssayJudgement]:
    """What counts of a batch, in the order handed out; only of this essay, if it is told."""
    return [_judgement(row) for row in await sql.fetch(DECIDED, batch, essay)]


async def flags(sql: Sql, batch: UUID) -> Sequence[EssayFlag]:
    """The texts that judges flagged, in order."""
    return [_flag(row) for row in await sql.fetch(FLAGGED, batch)]


async def said(sql: Sql, batch: UUID, pairs: Sequence[UUID]) -> Sequence[SaidByModel]:
    """What was said to and by language models about these pairs, in order."""
    return [_said(row) for row in await sql.fetch(TRANSCRIPT, batch, list(pairs))]


def _judgement(row: Row) -> EssayJudgement:
    return EssayJudgement(
        pair=UUID(int=row["id"].int),
        judge=row["judge"],
        kind=Kind(row["kind"]),
        first=UUID(int=row["first"].int),
        second=UUID(int=row["second"].int),
        answer=row["answer"],
        steps=row["steps"],
        comment=row["comment"],
        about=UUID(int=row["about"].int) if row["about"] else None,
        decided_at=row["ended_at"],
        took_s=row["took_s"],
        turned=row["turned"],
    )


def _flag(row: Row) -> EssayFlag:
    why, _, comment = row["comment"].partition(": ")
    return EssayFlag(
        pair=UUID(int=row["id"].int),
        judge=row["judge"],
        essay=UUID(int=row["essay"].int),
        why=why,
        comment=comment,
        at=row["ended_at"],
    )


def _said(row: Row) -> SaidByModel:
    asked = msgspec.json.decode(row["request"], type=dict[str, str])
    return SaidByModel(
        pair=UUID(int=row["pair"].int),
        judge=row["judge"],
        at=row["asked_at"],
        question=asked.get("question", ""),
        answer=row["response"],
        outcome=row["outcome"],
    )
