"""How much each school has, for whoever looks after the installation: counts, and nothing else."""

from collections.abc import Sequence

from huleedu.kit.database import Row, Sql

# reads both tables whole: no more than one asks at a time, and hardly ever
SIZES = """
with files as (select school, sum(size_bytes) as size_bytes from file group by school)
select b.school, count(*) as batches, sum(b.assigned)::bigint as essays,
       coalesce(max(f.size_bytes), 0)::bigint as size_bytes
from batch b left join files f on f.school = b.school group by b.school
"""


async def sizes(sql: Sql) -> Sequence[Row]:
    """Of each school that has any: batches, essays in their places, bytes of all files."""
    return await sql.fetch(SIZES)
