"""Keep decisions that were made elsewhere: each once, however often it is asked."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huleedu.contracts.judging import Kind
from huleedu.kit.database import Sql
from huleedu.services.judging.domain.imports import Incoming

# who judged elsewhere need not be enrolled; who is stays so
ENROL = """
insert into enrolment (judging, judge, kind, enrolled_at, school)
select $1, judge, $2, $3, (select school from judging where id = $1)
from unnest($4::text[]) as given (judge)
on conflict (judging, judge) do nothing
"""

# a decision that an earlier import has brought stays as it is
DECISIONS = """
insert into pair (id, judging, judge, first, second, assigned_at, leased_until, state, answer,
                  steps, took_s, comment, ended_at, school)
select id, $1, judge, first, second, made_at, made_at, 'decided', answer, steps, took_s,
       '', made_at, (select school from judging where id = $1)
from unnest($2::uuid[], $3::text[], $4::integer[], $5::integer[], $6::smallint[], $7::smallint[],
            $8::double precision[], $9::timestamptz[])
    as given (id, judge, first, second, answer, steps, took_s, made_at)
on conflict (id) do nothing
returning id
"""


async def take_in(
    sql: Sql, batch: UUID, judges: Sequence[str], given: Incoming, now: datetime
) -> int:
    """Keep these judges and their decisions; how many of the decisions are new."""
    await sql.execute(ENROL, batch, Kind.IMPORT.value, now, list(judges))
    new = await sql.fetch(
        DECISIONS,
        batch,
        given.ids,
        given.judges,
        given.first,
        given.second,
        given.answers,
        given.steps,
        given.took_s,
        given.made_at,
    )
    return len(new)
