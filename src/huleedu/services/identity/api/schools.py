"""The schools of an installation, for its operators: make one, pause it, let it go on.

No person and no text of a school is seen; what an operator did stands in the audit of their own
school, and in that of the school, where no name of theirs is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database, Row, Sql
from huleedu.services.identity.api.acting import paused
from huleedu.services.identity.api.starting import make_start_link
from huleedu.services.identity.domain.forms import name_problem
from huleedu.services.identity.domain.links import LASTS
from huleedu.services.identity.domain.outcomes import (
    Done,
    FieldProblem,
    FormRefused,
    Language,
    LinkMade,
    MayNot,
    SchoolPaused,
    SignedIn,
)
from huleedu.services.identity.store import audit, people, schools
from huleedu.services.identity.store.viewing import as_uuid, let_in

HANDED_ON = LASTS["invitation"]
"""How long a school's first link works: it is handed on, as an invitation is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolSeen:
    """A school, as operators see it. `begun`: it has an administrator."""

    id: UUID
    name: str
    language: Language
    made_at: datetime
    paused_at: datetime | None
    people: int
    begun: bool


@dataclass(frozen=True, slots=True)
class MachineOwner:
    """Whoever may start programs on the machine itself: as an operator, without an account."""


Operating = SignedIn | MachineOwner


@dataclass(frozen=True, slots=True)
class NoSuchSchool:
    """There is no school like that."""


@dataclass(frozen=True, slots=True)
class OwnSchool:
    """Nothing was done: whoever paused their own school could not let it go on."""


@dataclass(frozen=True, slots=True)
class HasAdministrator:
    """Nothing was done: its administrators invite others."""


def only_operators(who: Operating) -> MayNot | None:
    """Why somebody may not look after the installation."""
    return None if isinstance(who, MachineOwner) or "operator" in who.rights else MayNot()


async def schools_of(database: Database, who: Operating) -> Sequence[SchoolSeen] | MayNot:
    """Every school that `database` reaches, by name; raises `EngineAway`."""
    if refused := only_operators(who):
        return refused
    async with database.transaction() as sql:
        return [_seen(row) for row in await schools.all_of(sql)]


def _seen(row: Row) -> SchoolSeen:
    return SchoolSeen(
        id=as_uuid(row["school"]),
        name=row["name"],
        language=row["language"],
        made_at=row["made_at"],
        paused_at=row["paused_at"],
        people=row["people"],
        begun=row["begun"],
    )


async def make_school(
    database: Database, who: Operating, name: str, language: Language, now: datetime
) -> LinkMade | FormRefused | MayNot:
    """Make a school, and a link for its first administrator; raises `EngineAway`.

    The same name again makes no second school.
    """
    if refused := only_operators(who):
        return refused
    if problem := name_problem("school_name", name):
        return FormRefused((problem,))
    plain, school = " ".join(name.split()), uuid4()
    async with database.transaction() as sql:
        await let_in(sql, OWN_SCHOOL)
        await schools.lock(sql, OWN_SCHOOL)
        named = [row["name"].casefold() for row in await schools.all_of(sql)]
        if plain.casefold() in named:
            return FormRefused((FieldProblem("school_name", "school_name.taken"),))
        await let_in(sql, school)
        await schools.add(sql, school, plain, language, now)
        link = await make_start_link(sql, school, HANDED_ON, now)
        await _note(sql, who, school, "school_made", now)
    return LinkMade(link)


async def make_first_link(
    database: Database, who: Operating, school: UUID, now: datetime
) -> LinkMade | NoSuchSchool | HasAdministrator | MayNot:
    """Another link for a school that nobody has begun; older ones end. Raises `EngineAway`."""
    if refused := only_operators(who):
        return refused
    async with database.transaction() as sql:
        await let_in(sql, school)
        if not await schools.one(sql, school):
            return NoSuchSchool()
        await schools.lock(sql, school)
        if await people.administrators(sql, school):
            return HasAdministrator()
        link = await make_start_link(sql, school, HANDED_ON, now)
        await _note(sql, who, school, "first_link_made", now)
    return LinkMade(link)


async def school_paused(database: Database, school: UUID) -> SchoolPaused | None:
    """Why nobody comes in for a school; None: it is not paused. Raises `EngineAway`."""
    async with database.session() as sql:
        return await paused(sql, school)


async def pause_school(
    database: Database, who: Operating, school: UUID, now: datetime
) -> Done | NoSuchSchool | OwnSchool | MayNot:
    """Let nobody of a school in until it goes on; raises `EngineAway`.

    Sessions and tokens work again then, if their time is not over; work in progress goes on.
    """
    if refused := only_operators(who):
        return refused
    if isinstance(who, SignedIn) and school == who.school:
        return OwnSchool()
    async with database.transaction() as sql:
        await let_in(sql, school)
        if not await schools.one(sql, school):
            return NoSuchSchool()
        if await schools.pause(sql, school, now):
            await _note(sql, who, school, "school_paused", now)
    return Done()


async def go_on(
    database: Database, who: Operating, school: UUID, now: datetime
) -> Done | NoSuchSchool | MayNot:
    """Let the people of a school in again; raises `EngineAway`."""
    if refused := only_operators(who):
        return refused
    async with database.transaction() as sql:
        await let_in(sql, school)
        if not await schools.one(sql, school):
            return NoSuchSchool()
        if await schools.go_on(sql, school):
            await _note(sql, who, school, "school_goes_on", now)
    return Done()


async def paused_schools(database: Database) -> frozenset[UUID]:
    """Which schools are paused, of those that `database` reaches; raises `EngineAway`."""
    async with database.transaction() as sql:
        return frozenset(as_uuid(row["school"]) for row in await schools.paused(sql))


async def _note(sql: Sql, who: Operating, school: UUID, what: str, now: datetime) -> None:
    """Write it into both audits; the transaction sees the school's rows from here on."""
    if isinstance(who, SignedIn):
        await let_in(sql, who.school)
        await audit.note(sql, who.school, now, who.person, what, facts={"school": str(school)})
    await let_in(sql, school)
    by = "operator" if isinstance(who, SignedIn) else "machine"
    await audit.note(sql, school, now, None, what, facts={"by": by})
