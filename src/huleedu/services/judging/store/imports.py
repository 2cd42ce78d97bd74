"""Take decisions that were made elsewhere into a batch: each once, however often it is asked."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID, uuid5

import numpy as np

from huleedu.contracts.judging import Kind
from huleedu.kit.database import Sql
from huleedu.services.judging.domain.decisions import Decisions
from huleedu.services.judging.domain.desk import Imported

# who judged elsewhere need not have a seat; who has one keeps it
SEATS = """
insert into seat (exercise, judge, kind, seated_at)
select $1, judge, $2, $3 from unnest($4::text[]) as given (judge)
on conflict (exercise, judge) do nothing
"""

# a decision that an earlier import has brought stays as it is
DECISIONS = """
insert into pair (id, exercise, judge, first, second, handed_at, leased_until, state, answer,
                  steps, took_s, comment, ended_at)
select id, $1, judge, first, second, made_at, made_at, 'decided', answer, steps, took_s,
       'imported', made_at
from unnest($2::uuid[], $3::text[], $4::integer[], $5::integer[], $6::smallint[], $7::smallint[],
            $8::double precision[], $9::timestamptz[])
    as given (id, judge, first, second, answer, steps, took_s, made_at)
on conflict (id) do nothing
returning id
"""


async def take_in(
    sql: Sql, batch: UUID, decisions: Decisions, numbers: Sequence[int], now: datetime
) -> Imported:
    """Take in decisions; `numbers` are the batch's numbers of the decisions' scripts."""
    made = decisions.judgements
    first, second = (np.asarray(numbers)[column].tolist() for column in (made.first, made.second))
    judges: list[str] = [decisions.judges[at] for at in made.judge.tolist()]
    answers, steps = made.answer.tolist(), made.steps.tolist()
    seen: Counter[str] = Counter()
    ids: list[UUID] = []
    for told in zip(judges, first, second, answers, steps, decisions.times, strict=True):
        key = "\x1f".join(map(str, told))
        ids.append(uuid5(batch, f"{key}\x1f{seen[key]}"))
        seen[key] += 1
    await sql.execute(SEATS, batch, Kind.IMPORT.value, now, list(decisions.judges))
    took_s = [None if np.isnan(one) else float(one) for one in decisions.took_s]
    times = [_moment(told, now) for told in decisions.times]
    new = await sql.fetch(
        DECISIONS, batch, ids, judges, first, second, answers, steps, took_s, times
    )
    return Imported(len(new), len(ids) - len(new))


def _moment(told: str, now: datetime) -> datetime:
    """When a decision was made; now, if nobody says so in a form that all understand."""
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        return now
    return found if found.tzinfo else found.replace(tzinfo=UTC)
