"""The schools."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Row, Sql

NAME = "update school set name = $2, language = $3 where school = $1"
SET = """
update school set name = $2, language = $3, teachers_need_factor = $4, scales = $5,
    pupil_links = $6
where school = $1
"""
ONE = """
select school, name, language, teachers_need_factor, paused_at, scales, pupil_links
from school where school = $1
"""
# two changes of an administrators' last one wait for each other
LOCK = "select from school where school = $1 for update"

ADD = "insert into school (school, name, language, made_at) values ($1, $2, $3, $4)"
# whoever may see one school alone finds one
ALL = """
select s.school, s.name, s.language, s.made_at, s.paused_at,
       (select count(*) from person p where p.school = s.school and p.removed_at is null) as people,
       exists (select from person p where p.school = s.school and p.removed_at is null
               and 'administrator' = any(p.rights)) as begun
from school s order by s.name, s.school
"""
PAUSE = """
update school set paused_at = $2 where school = $1 and paused_at is null returning school
"""
GO_ON = """
update school set paused_at = null where school = $1 and paused_at is not null returning school
"""
PAUSED = "select school from school where paused_at is not null"


async def name_school(sql: Sql, school: UUID, name: str, language: str) -> None:
    """Give a school its name and its language."""
    await sql.execute(NAME, school, name, language)


async def one(sql: Sql, school: UUID) -> Row | None:
    """A school as it is."""
    return await sql.fetchrow(ONE, school)


async def add(sql: Sql, school: UUID, name: str, language: str, now: datetime) -> None:
    """Make a school, of nobody yet."""
    await sql.execute(ADD, school, name, language, now)


async def all_of(sql: Sql) -> Sequence[Row]:
    """Every school by name, with how many people it has."""
    return await sql.fetch(ALL)


async def pause(sql: Sql, school: UUID, now: datetime) -> bool:
    """Let nobody of a school in; False: it is so already."""
    return await sql.fetchval(PAUSE, school, now) is not None


async def go_on(sql: Sql, school: UUID) -> bool:
    """Let them in again; False: they never stopped."""
    return await sql.fetchval(GO_ON, school) is not None


async def paused(sql: Sql) -> Sequence[Row]:
    """Schools that are paused."""
    return await sql.fetch(PAUSED)


async def lock(sql: Sql, school: UUID) -> None:
    """Let nobody else change who is what in this school until the transaction ends."""
    await sql.execute(LOCK, school)


async def change(sql: Sql, school: UUID, told: Sequence[object]) -> None:
    """Change a school's settings; `told`: the columns in their order."""
    await sql.execute(SET, school, *told)
