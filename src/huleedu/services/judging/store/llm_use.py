"""What language models were asked about a batch, what it did cost, and whether they may go on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.kit.database import Row, Sql
from huleedu.services.judging.domain.llm_use import LlmUse

USE = """
select coalesce(a.tokens, 0) as tokens, coalesce(a.cost, 0)::float8 as cost, a.stopped_at,
       a.stopped_by,
       (select count(*) from transcript where judging = j.id) as calls,
       (select count(*) from transcript where judging = j.id and outcome = 'under way') as under_way
from judging j left join account a on a.judging = j.id where j.id = $1
"""

STOP = """
insert into account (judging, tokens, cost, school, stopped_at, stopped_by)
select id, 0, 0, school, $2, $3 from judging where id = $1
on conflict (judging) do update set stopped_at = excluded.stopped_at,
    stopped_by = excluded.stopped_by
where account.stopped_at is null
"""

GO_ON = "update account set stopped_at = null, stopped_by = null where judging = $1"

# by essays' ids: nothing but what was asked, which has no names in it
SOME = """
select q.id, q.asked_at, q.judge, q.pair, a.essay as first, b.essay as second,
       q.request::text as request, q.response, q.outcome, q.tokens_in, q.tokens_out,
       q.cost::float8 as cost
from transcript q
left join script a on a.judging = q.judging and a.number = q.first
left join script b on b.judging = q.judging and b.number = q.second
where q.judging = $1
  and ($2::uuid is null or (q.asked_at, q.id) > (select asked_at, id from transcript
                                                 where id = $2 and judging = $1))
order by q.asked_at, q.id limit $3
"""


async def use(sql: Sql, batch: UUID) -> LlmUse | None:
    """What was asked and spent; None: the batch is not judged."""
    row = await sql.fetchrow(USE, batch)
    if row is None:
        return None
    return LlmUse(
        calls=row["calls"],
        under_way=row["under_way"],
        tokens=row["tokens"],
        cost=row["cost"],
        stopped_at=row["stopped_at"],
        stopped_by=UUID(int=row["stopped_by"].int) if row["stopped_by"] else None,
    )


async def stop(sql: Sql, batch: UUID, now: datetime, by: UUID | None) -> None:
    """No request is made from now on, by whatever process."""
    await sql.execute(STOP, batch, now, by)


async def go_on(sql: Sql, batch: UUID) -> None:
    """Requests may be made again."""
    await sql.execute(GO_ON, batch)


async def some(sql: Sql, batch: UUID, after: UUID | None, limit: int) -> Sequence[Row]:
    """Some of what was asked, word for word, in that order."""
    return await sql.fetch(SOME, batch, after, limit)


def words_of(row: Row) -> dict[str, str]:
    """All that was said to the model, by part."""
    return msgspec.json.decode(row["request"], type=dict[str, str])
