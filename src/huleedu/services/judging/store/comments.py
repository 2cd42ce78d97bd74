"""What judges wrote about one text, and what they decided of it then."""

from collections.abc import Sequence
from uuid import UUID

from huleedu.kit.database import Row, Sql

# a comment on both texts is each one's; the answer is as seen from this text
OF_ESSAY = """
select p.comment, e.kind, case when (p.first = s.number) = (p.turned is null)
                               then p.answer else -p.answer end as answer
from script s
join pair p on p.judging = s.judging and s.number in (p.first, p.second)
join enrolment e on e.judging = p.judging and e.judge = p.judge
where s.judging = $1 and s.essay = $2 and p.state = 'decided' and p.comment <> ''
  and (p.about is null or (p.about = 'first') = (p.first = s.number))
order by p.ended_at, p.seq
"""


async def of_essay(sql: Sql, batch: UUID, essay: UUID) -> Sequence[Row]:
    """The comments on one essay, the first first."""
    return await sql.fetch(OF_ESSAY, batch, essay)
