"""Who judged one of several batches last."""

from collections.abc import Sequence
from uuid import UUID

from huleedu.kit.database import Sql

# the batch whose judging was opened last and has people who judge; who told no name, or whose
# decisions were taken out, is not asked again
LAST = """
select j.id from judging j
cross join lateral (
    select from enrolment e
    where e.judging = j.id and e.kind = 'person' and not e.unnamed and e.left_out_at is null
    limit 1
) judge
where j.id = any($1::uuid[]) order by j.opened_at desc, j.id limit 1
"""

JUDGES = """
select judge, email from enrolment
where judging = $1 and kind = 'person' and not unnamed and left_out_at is null
order by enrolled_at, judge
"""


async def last(sql: Sql, batches: Sequence[UUID]) -> list[tuple[str, str]]:
    """Their names and addresses (empty: not known); nobody, if none of the batches was judged."""
    batch = await sql.fetchval(LAST, list(batches))
    if batch is None:
        return []
    return [(row["judge"], row["email"]) for row in await sql.fetch(JUDGES, batch)]
