"""A school's classes and their pupils, for whoever teaches them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Database, Sql
from huleedu.services.classes.domain.difference import EMAIL_CHARS_MAX, NAME_CHARS_MAX, Entry
from huleedu.services.classes.store import classes as store
from huleedu.services.classes.store.classes import Pupil, SchoolClass

__all__ = [
    "EMAIL_CHARS_MAX",
    "NAME_CHARS_MAX",
    "Entry",
    "LastTeacher",
    "NoSuchClass",
    "Pupil",
    "PupilChanged",
    "SchoolClass",
    "Seen",
    "Teacher",
    "add",
    "archive",
    "back",
    "change",
    "change_pupil",
    "classes_of",
    "make",
    "merge",
    "one",
    "pupil",
    "remove",
    "share",
    "taught_by",
    "teachers_of",
]


@dataclass(frozen=True, slots=True)
class Teacher:
    """Who asks; an administrator sees every class of the school."""

    school: UUID
    person: UUID
    administrator: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A class with its pupils."""

    of: SchoolClass
    pupils: Sequence[Pupil]


@dataclass(frozen=True, slots=True)
class NoSuchClass:
    """There is none for whoever asks."""


@dataclass(frozen=True, slots=True)
class LastTeacher:
    """Nobody else teaches the class."""


@dataclass(frozen=True, slots=True)
class Made:
    """It is there, as was asked for."""

    id: UUID


@dataclass(frozen=True, slots=True)
class ChangedMeanwhile:
    """Somebody else changed it; this is how it is."""

    now: SchoolClass


@dataclass(frozen=True, slots=True)
class PupilChanged:
    """Somebody else changed the pupil; this is how it is."""

    now: Pupil


async def classes_of(database: Database, who: Teacher) -> list[SchoolClass]:
    """The classes of whoever asks, the newest first, those put away last."""
    async with database.session() as sql:
        return await store.classes_of(sql, who.school, who.person, every=who.administrator)


async def one(database: Database, who: Teacher, class_: UUID) -> Seen | NoSuchClass:
    """One class with its pupils."""
    async with database.session() as sql:
        found = await store.one(sql, who.school, who.person, class_, every=who.administrator)
        if found is None:
            return NoSuchClass()
        return Seen(found, await store.pupils(sql, who.school, class_))


async def make(
    database: Database, who: Teacher, class_: UUID, told: tuple[str, str], now: datetime
) -> Made:
    """Make a class of this name and school year; whoever makes it teaches it."""
    async with database.transaction() as sql:
        await store.make(sql, who.school, class_, told, now)
        await store.teaches(sql, who.school, class_, who.person)
    return Made(class_)


async def change(
    database: Database, who: Teacher, seen: SchoolClass, told: tuple[str, str]
) -> Made | ChangedMeanwhile | NoSuchClass:
    """Change name and year of a class as it was seen."""
    async with database.transaction() as sql:
        now = await store.one(sql, who.school, who.person, seen.id, every=who.administrator)
        if now is None:
            return NoSuchClass()
        if not await store.change(sql, who.school, seen.id, seen.revision, told):
            return ChangedMeanwhile(now)
    return Made(seen.id)


async def archive(
    database: Database, who: Teacher, class_: UUID, now: datetime, *, away: bool
) -> None:
    """Put a class away, or take it back; asked for again, nothing changes."""
    async with database.transaction() as sql:
        if await store.one(sql, who.school, who.person, class_, every=who.administrator):
            await store.archive(sql, who.school, class_, now, away=away)


async def teachers_of(database: Database, who: Teacher, class_: UUID) -> list[UUID]:
    """Who teaches the class, if whoever asks sees it."""
    async with database.session() as sql:
        if not await store.one(sql, who.school, who.person, class_, every=who.administrator):
            return []
        return await store.teachers(sql, who.school, class_)


async def share(
    database: Database, who: Teacher, class_: UUID, person: UUID, *, teaches: bool
) -> Made | LastTeacher | NoSuchClass:
    """Let a colleague teach the class, too, or no longer; it is never left without a teacher."""
    async with database.transaction() as sql:
        if not await store.one(sql, who.school, who.person, class_, every=who.administrator):
            return NoSuchClass()
        if teaches:
            await store.teaches(sql, who.school, class_, person)
            return Made(class_)
        await store.lock(sql, who.school, class_)
        if await store.teaches_no_more(sql, who.school, class_, person):
            return Made(class_)
        left = await store.teachers(sql, who.school, class_)
        return LastTeacher() if person in left else Made(class_)


async def taught_by(database: Database, who: Teacher, person: UUID) -> list[UUID]:
    """The classes that somebody teaches, for an administrator of the school."""
    async with database.session() as sql:
        return await store.taught_by(sql, who.school, person) if who.administrator else []


async def hand_on(
    database: Database, who: Teacher, before: UUID, after: UUID | None, only: Sequence[UUID] = ()
) -> list[UUID]:
    """Let somebody teach what another has taught, as an administrator says; which classes it is.

    What both teach stays with both.

    Args:
        after: None: nobody in their place; administrators see every class.
        only: of these classes; none: of all.
    """
    async with database.transaction() as sql:
        taught = await store.taught_by(sql, who.school, before) if who.administrator else []
        both = await store.taught_by(sql, who.school, after) if after else []
        meant = [class_ for class_ in taught if not only or class_ in only]
        handed = [class_ for class_ in meant if class_ not in both]
        await store.hand_on(sql, who.school, handed, before, after)
    return handed


async def add(
    database: Database, who: Teacher, class_: UUID, pupil: UUID, entry: Entry
) -> Made | NoSuchClass:
    """Add a pupil; the same id twice is one pupil."""
    async with database.transaction() as sql:
        if not await store.one(sql, who.school, who.person, class_, every=who.administrator):
            return NoSuchClass()
        await store.add(sql, who.school, class_, [(pupil, entry)])
        await store.changed(sql, who.school, class_)
    return Made(pupil)


async def pupil(database: Database, who: Teacher, id_: UUID) -> tuple[UUID, Pupil] | NoSuchClass:
    """A pupil of the classes of whoever asks, and which class that is."""
    async with database.session() as sql:
        found = await store.pupil(sql, who.school, who.person, id_, every=who.administrator)
        return found or NoSuchClass()


async def change_pupil(
    database: Database, who: Teacher, class_: UUID, pupil: Pupil, *, seen: Pupil | None = None
) -> Made | PupilChanged | NoSuchClass:
    """Say of a pupil what is given here.

    Args:
        seen: as whoever asks has seen the pupil; None: however that is.
    """
    async with database.transaction() as sql:
        await store.lock(sql, who.school, class_)
        if not await store.one(sql, who.school, who.person, class_, every=who.administrator):
            return NoSuchClass()
        if seen and (differs := await _not_as(sql, who, seen)):
            return differs
        await store.set_(sql, who.school, class_, [(pupil.id, store.known(pupil).entry)])
        await store.no_models(sql, who.school, class_, pupil.id, on=pupil.no_models)
        await store.changed(sql, who.school, class_)
    return Made(pupil.id)


async def _not_as(sql: Sql, who: Teacher, seen: Pupil) -> PupilChanged | NoSuchClass | None:
    """How a pupil is now, if not as they were seen."""
    found = await store.pupil(sql, who.school, who.person, seen.id, every=who.administrator)
    if found is None:
        return NoSuchClass()
    return None if found[1] == seen else PupilChanged(found[1])


async def remove(
    database: Database,
    who: Teacher,
    class_: UUID,
    pupil: UUID,
    now: datetime,
    *,
    seen: Pupil | None = None,
) -> PupilChanged | NoSuchClass | None:
    """Take a pupil out of the class; older results keep the name.

    Args:
        seen: as whoever asks has seen the pupil; None: however that is.
    """
    return await _remove(database, who, class_, pupil, now, seen)


async def back(database: Database, who: Teacher, class_: UUID, pupil: UUID) -> None:
    """Undo that."""
    await _remove(database, who, class_, pupil, None, None)


async def _remove(
    database: Database,
    who: Teacher,
    class_: UUID,
    pupil: UUID,
    at: datetime | None,
    seen: Pupil | None,
) -> PupilChanged | NoSuchClass | None:
    async with database.transaction() as sql:
        await store.lock(sql, who.school, class_)
        if seen and (differs := await _not_as(sql, who, seen)):
            return differs
        if await store.one(sql, who.school, who.person, class_, every=who.administrator):
            await store.remove(sql, who.school, class_, [pupil], at)
            await store.changed(sql, who.school, class_)
    return None


async def merge(
    database: Database, who: Teacher, class_: UUID, keep: UUID, other: UUID, now: datetime
) -> Made | NoSuchClass:
    """Make one pupil of two: what the one lacks is taken from the other, who is removed."""
    seen = await one(database, who, class_)
    known = {pupil.id: pupil for pupil in seen.pupils} if isinstance(seen, Seen) else {}
    if keep not in known or other not in known or keep == other:
        return NoSuchClass()
    stays, goes = known[keep], known[other]
    entry = Entry(
        name=stays.name,
        called=stays.called or goes.called,
        groups=tuple(dict.fromkeys((*stays.groups, *goes.groups))),
        email=stays.email or goes.email,
        ids=tuple(dict.fromkeys((*stays.ids, *goes.ids))),
    )
    async with database.transaction() as sql:
        await store.set_(sql, who.school, class_, [(keep, entry)])
        await store.no_models(sql, who.school, class_, keep, on=stays.no_models or goes.no_models)
        await store.remove(sql, who.school, class_, [other], now)
        await store.changed(sql, who.school, class_)
    return Made(keep)


async def classes_of_schools(database: Database) -> dict[UUID, int]:
    """How many classes each school has that `database` reaches; raises `EngineAway`."""
    async with database.session() as sql:
        return {UUID(int=row["school"].int): row["classes"] for row in await store.counts(sql)}
