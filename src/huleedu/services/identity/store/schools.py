"""The schools."""

from uuid import UUID

from huleedu.kit.database import Row, Sql

NAME = "update school set name = $2, language = $3 where school = $1"
SET = """
update school set name = $2, language = $3, teachers_need_factor = $4 where school = $1
"""
ONE = "select school, name, language, teachers_need_factor, paused_at from school where school = $1"
# two changes of an administrators' last one wait for each other
LOCK = "select from school where school = $1 for update"


async def name_school(sql: Sql, school: UUID, name: str, language: str) -> None:
    """Give a school its name and its language."""
    await sql.execute(NAME, school, name, language)


async def one(sql: Sql, school: UUID) -> Row | None:
    """A school as it is."""
    return await sql.fetchrow(ONE, school)


async def lock(sql: Sql, school: UUID) -> None:
    """Let nobody else change who is what in this school until the transaction ends."""
    await sql.execute(LOCK, school)


async def change(
    sql: Sql, school: UUID, name: str, language: str, *, teachers_need_factor: bool
) -> None:
    """Change a school's settings."""
    await sql.execute(SET, school, name, language, teachers_need_factor)
