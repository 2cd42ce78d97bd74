"""Classes, who teaches them, and their pupils."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.kit.alphabet import alphabetical
from huleedu.kit.database import Row, Sql
from huleedu.services.classes.domain.difference import Entry, KnownPupil

# whose classes somebody teaches, newest first; $3: also all others of the school
CLASSES_OF = """
select c.id, c.name, c.year, c.revision, c.archived_at is not null as archived,
       (select count(*) from pupil p
        where p.school = c.school and p.class = c.id and p.removed_at is null) as pupils
from class c
where c.school = $1 and ($3 or exists (
    select from teacher t where t.school = c.school and t.class = c.id and t.person = $2))
order by c.archived_at is not null, c.made_at desc, c.id
"""

COUNTS = "select school, count(*) as classes from class group by school"

ONE = """
select c.id, c.name, c.year, c.revision, c.archived_at is not null as archived,
       (select count(*) from pupil p
        where p.school = c.school and p.class = c.id and p.removed_at is null) as pupils
from class c
where c.school = $1 and c.id = $4 and ($3 or exists (
    select from teacher t where t.school = c.school and t.class = c.id and t.person = $2))
"""

MAKE = """
insert into class (school, id, name, year, made_at) values ($1, $2, $3, $4, $5)
on conflict (school, id) do nothing
"""

TEACHERS = "select person from teacher where school = $1 and class = $2 order by person"

# a class is never left without a teacher
TEACHES_NO_MORE = """
delete from teacher t where t.school = $1 and t.class = $2 and t.person = $3 and exists (
    select from teacher o where o.school = $1 and o.class = $2 and o.person <> $3)
returning person
"""

TAUGHT_BY = "select class from teacher where school = $1 and person = $2 order by class"

TEACHES_EACH = """
insert into teacher (school, class, person) select $1, unnest($2::uuid[]), $3
on conflict do nothing
"""

TEACHES_NONE = """
delete from teacher where school = $1 and class = any($2::uuid[]) and person = $3
"""

TEACHES = "insert into teacher (school, class, person) values ($1, $2, $3) on conflict do nothing"

# whoever saw another revision changes nothing
CHANGE = """
update class set name = $4, year = $5, revision = revision + 1
where school = $1 and id = $2 and revision = $3 returning revision
"""

ARCHIVE = """
update class set archived_at = case when $3 then coalesce(archived_at, $4) end,
                 revision = revision + 1
where school = $1 and id = $2 and (archived_at is not null) <> $3
"""

LOCK = "select revision from class where school = $1 and id = $2 for update"

RAISE = "update class set revision = revision + 1 where school = $1 and id = $2"

PUPILS = """
select id, name, called, groups, email, ids, no_models from pupil
where school = $1 and class = $2 and removed_at is null
"""

# those, too, who are in the class no longer
OBJECTING = "select id, name from pupil where school = $1 and class = $2 and no_models"

# of classes of the school that $2 teaches, or of all of it
PUPIL = """
select p.class, p.id, p.name, p.called, p.groups, p.email, p.ids, p.no_models from pupil p
where p.school = $1 and p.id = $4 and p.removed_at is null and ($3 or exists (
    select from teacher t where t.school = p.school and t.class = p.class and t.person = $2))
"""

ADD = """
insert into pupil (school, class, id, name, called, groups, email, ids)
select $1, $2, x.id, x.name, x.called, x.groups, x.email, x.ids
from jsonb_to_recordset($3::jsonb)
     as x (id uuid, name text, called text, groups text[], email text, ids text[])
on conflict (school, id) do nothing
"""

SET = """
update pupil p
set name = x.name, called = x.called, groups = x.groups, email = x.email, ids = x.ids
from jsonb_to_recordset($3::jsonb)
     as x (id uuid, name text, called text, groups text[], email text, ids text[])
where p.school = $1 and p.class = $2 and p.id = x.id
"""

NO_MODELS = "update pupil set no_models = $4 where school = $1 and class = $2 and id = $3"

# removed, or back again
REMOVE = """
update pupil set removed_at = $4::timestamptz
where school = $1 and class = $2 and id = any($3::uuid[])
  and (removed_at is null) <> ($4::timestamptz is null)
"""


class SchoolClass(msgspec.Struct, frozen=True, kw_only=True):
    """A class; whoever changes it says which revision they saw."""

    id: UUID
    name: str
    year: str
    revision: int
    archived: bool
    pupils: int


class Pupil(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil of a class; a code may stand for the name."""

    id: UUID
    name: str
    called: str
    groups: tuple[str, ...]
    email: str
    ids: tuple[str, ...]
    no_models: bool


async def classes_of(sql: Sql, school: UUID, person: UUID, *, every: bool) -> list[SchoolClass]:
    """The classes that somebody teaches, or every one of the school."""
    return [_class(row) for row in await sql.fetch(CLASSES_OF, school, person, every)]


async def one(
    sql: Sql, school: UUID, person: UUID, class_: UUID, *, every: bool
) -> SchoolClass | None:
    """One of them."""
    row = await sql.fetchrow(ONE, school, person, every, class_)
    return _class(row) if row else None


async def make(sql: Sql, school: UUID, class_: UUID, told: tuple[str, str], now: datetime) -> None:
    """Make a class of this name and school year."""
    await sql.execute(MAKE, school, class_, *told, now)


async def teaches(sql: Sql, school: UUID, class_: UUID, person: UUID) -> None:
    """This person teaches the class."""
    await sql.execute(TEACHES, school, class_, person)


async def teachers(sql: Sql, school: UUID, class_: UUID) -> list[UUID]:
    """Who teaches it."""
    return [UUID(int=row["person"].int) for row in await sql.fetch(TEACHERS, school, class_)]


async def teaches_no_more(sql: Sql, school: UUID, class_: UUID, person: UUID) -> bool:
    """Somebody teaches it no longer; False: they did not, or nobody else does."""
    return bool(await sql.fetch(TEACHES_NO_MORE, school, class_, person))


async def taught_by(sql: Sql, school: UUID, person: UUID) -> list[UUID]:
    """The classes that somebody teaches."""
    return [UUID(int=row["class"].int) for row in await sql.fetch(TAUGHT_BY, school, person)]


async def hand_on(
    sql: Sql, school: UUID, classes: list[UUID], before: UUID, after: UUID | None
) -> None:
    """Let somebody else teach these; None: they have one teacher less."""
    if after is not None:
        await sql.execute(TEACHES_EACH, school, classes, after)
    await sql.execute(TEACHES_NONE, school, classes, before)


async def change(sql: Sql, school: UUID, class_: UUID, seen: int, told: tuple[str, str]) -> bool:
    """Change name and year, unless somebody else changed the class."""
    return await sql.fetchval(CHANGE, school, class_, seen, *told) is not None


async def archive(sql: Sql, school: UUID, class_: UUID, now: datetime, *, away: bool) -> None:
    """Put it away, or take it back."""
    await sql.execute(ARCHIVE, school, class_, away, now)


async def lock(sql: Sql, school: UUID, class_: UUID) -> int | None:
    """Let nobody else change the class; returns its revision."""
    return await sql.fetchval(LOCK, school, class_)


async def changed(sql: Sql, school: UUID, class_: UUID) -> None:
    """The class is another one from now on."""
    await sql.execute(RAISE, school, class_)


async def pupils(sql: Sql, school: UUID, class_: UUID) -> list[Pupil]:
    """The pupils of a class, by name."""
    found = [_pupil(row) for row in await sql.fetch(PUPILS, school, class_)]
    return sorted(found, key=lambda one: (alphabetical(one.name), one.id))


async def pupil(
    sql: Sql, school: UUID, person: UUID, id_: UUID, *, every: bool
) -> tuple[UUID, Pupil] | None:
    """A pupil of somebody's classes, and which class that is."""
    row = await sql.fetchrow(PUPIL, school, person, every, id_)
    return (UUID(int=row["class"].int), _pupil(row)) if row else None


def _pupil(row: Row) -> Pupil:
    return Pupil(
        id=UUID(int=row["id"].int),
        name=row["name"],
        called=row["called"],
        groups=tuple(row["groups"]),
        email=row["email"],
        ids=tuple(row["ids"]),
        no_models=row["no_models"],
    )


async def add(sql: Sql, school: UUID, class_: UUID, entries: Sequence[tuple[UUID, Entry]]) -> None:
    """Add these pupils."""
    await sql.execute(ADD, school, class_, _told(entries))


async def set_(sql: Sql, school: UUID, class_: UUID, entries: Sequence[tuple[UUID, Entry]]) -> None:
    """Say something else of these pupils."""
    await sql.execute(SET, school, class_, _told(entries))


async def no_models(sql: Sql, school: UUID, class_: UUID, pupil: UUID, *, on: bool) -> None:
    """No language model may see what this pupil writes, or it may."""
    await sql.execute(NO_MODELS, school, class_, pupil, on)


async def remove(
    sql: Sql, school: UUID, class_: UUID, pupils: Sequence[UUID], at: datetime | None
) -> None:
    """Take these out of the class; None: back into it."""
    await sql.execute(REMOVE, school, class_, list(pupils), at)


def known(pupil: Pupil) -> KnownPupil:
    """The pupil as a list is compared with them."""
    entry = Entry(
        name=pupil.name,
        called=pupil.called,
        groups=pupil.groups,
        email=pupil.email,
        ids=pupil.ids,
    )
    return KnownPupil(id=str(pupil.id), entry=entry)


def _told(entries: Sequence[tuple[UUID, Entry]]) -> str:
    rows = [{"id": id_, **msgspec.structs.asdict(entry)} for id_, entry in entries]
    return msgspec.json.encode(rows).decode()


def _class(row: Row) -> SchoolClass:
    return SchoolClass(
        id=UUID(int=row["id"].int),
        name=row["name"],
        year=row["year"],
        revision=row["revision"],
        archived=row["archived"],
        pupils=row["pupils"],
    )


async def counts(sql: Sql) -> Sequence[Row]:
    """How many classes each school has that has any."""
    return await sql.fetch(COUNTS)


async def objecting(sql: Sql, school: UUID, class_: UUID) -> dict[UUID, str]:
    """Names of pupils whose texts no language model sees, also of those who have left the class."""
    rows = await sql.fetch(OBJECTING, school, class_)
    return {UUID(int=row["id"].int): row["name"] for row in rows}
