"""The statement behind a look at judging as its judges see it."""

from uuid import UUID

from huleedu.kit.database import Sql

# also of a batch that is not open for judging yet
SEEN = """
select text, coalesce(pupil, '') as pupil from essay
where batch = $1 and slot is not null and text is not null and name is not null order by slot, id
"""


async def texts(sql: Sql, batch: UUID) -> list[tuple[str, str]]:
    """Of each essay that could be judged: its text's address, and its pupil."""
    return [(row["text"], row["pupil"]) for row in await sql.fetch(SEEN, batch)]
