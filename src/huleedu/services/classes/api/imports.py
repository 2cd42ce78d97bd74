"""Take in a class list: shown first as what it would change, then done as it was shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from msgspec.structs import replace

from huleedu.kit.database import Database, Sql
from huleedu.services.classes.api.classes import NoSuchClass, Teacher
from huleedu.services.classes.domain.difference import Difference, difference, groups_of
from huleedu.services.classes.domain.tables import (
    MEANINGS,
    PUPILS_MAX,
    SIZE_BYTES_MAX,
    ListRefused,
    Meaning,
    Table,
    read_table,
)
from huleedu.services.classes.store import classes, imports
from huleedu.services.classes.store.classes import SchoolClass
from huleedu.services.classes.store.imports import Waiting

__all__ = [
    "MEANINGS",
    "PUPILS_MAX",
    "SIZE_BYTES_MAX",
    "ClassChanged",
    "Difference",
    "ListRefused",
    "Meaning",
    "NoSuchClass",
    "Preview",
    "Table",
    "TakenIn",
    "change",
    "class_of",
    "confirm",
    "look",
    "preview",
    "throw_away",
]


@dataclass(frozen=True, slots=True)
class Preview:
    """A list that waits, and what it would change in the class as it is now.

    `revisions` are those of the class and of the preview: what was shown is confirmed by them.
    """

    id: UUID
    of: SchoolClass
    waiting: Waiting
    would: Difference
    groups: Sequence[str]
    """The classes that stand in the list; of more than one it is asked which are meant."""

    @property
    def revisions(self) -> str:
        """What tells it from the same at another time."""
        return f"{self.of.revision}.{self.waiting.revision}"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """All that was shown was done."""

    pupils: int
    removed: int


@dataclass(frozen=True, slots=True)
class ClassChanged:
    """Nothing was done, for the class or the list changed: this is what it would be now."""

    now: Preview


async def preview(
    database: Database, who: Teacher, class_: UUID, id_: UUID, content: bytes, now: datetime
) -> Preview | ListRefused | NoSuchClass:
    """Read a list for a class, and keep it."""
    table = read_table(content)
    if isinstance(table, ListRefused):
        return table
    async with database.transaction() as sql:
        if not await classes.one(sql, who.school, who.person, class_, every=who.administrator):
            return NoSuchClass()
        await imports.keep(sql, (who.school, class_, id_), who.person, now, table)
        return await _look(sql, who, class_, id_)


async def look(database: Database, who: Teacher, class_: UUID, id_: UUID) -> Preview | NoSuchClass:
    """What the list would change now."""
    async with database.transaction() as sql:
        return await _look(sql, who, class_, id_)


async def class_of(database: Database, who: Teacher, id_: UUID) -> UUID | NoSuchClass:
    """For which class the list waits; whether that is there for whoever asks is not told."""
    async with database.session() as sql:
        return await imports.of_class(sql, who.school, id_) or NoSuchClass()


async def change(
    database: Database,
    who: Teacher,
    class_: UUID,
    id_: UUID,
    *,
    columns: Sequence[Meaning],
    only: Sequence[str] = (),
    remove: Sequence[str] = (),
    cells: Sequence[tuple[int, int, str]] = (),
    seen: str | None = None,
) -> Preview | ClassChanged | NoSuchClass:
    """Understand it otherwise.

    Args:
        seen: the revisions of the preview that whoever asks has seen; None: any.
        columns: what each column means.
        only: the classes of the list that are meant.
        remove: ids of pupils who are to go, for they are not in the list any more.
        cells: row from 1, column from 0, and what shall stand there.
    """
    async with database.transaction() as sql:
        await classes.lock(sql, who.school, class_)
        found = await _look(sql, who, class_, id_)
        if isinstance(found, NoSuchClass):
            return found
        if seen is not None and found.revisions != seen:
            return ClassChanged(found)
        table = found.waiting.table
        rows = [list(row) for row in table.rows]
        for row, column, text in cells:
            if 0 < row <= len(rows) and 0 <= column < len(rows[row - 1]):
                rows[row - 1][column] = " ".join(text.split())
        meant = tuple(columns) if len(columns) == len(table.columns) else table.columns
        changed = replace(table, rows=tuple(map(tuple, rows)), columns=meant)
        gone = {pupil.id for pupil in found.would.gone}
        now = Waiting(
            table=changed, only=tuple(only), remove=tuple(one for one in remove if one in gone)
        )
        await imports.change(sql, (who.school, class_, id_), now)
        return await _look(sql, who, class_, id_)


async def confirm(
    database: Database, who: Teacher, class_: UUID, id_: UUID, seen: str, now: datetime
) -> TakenIn | ClassChanged | NoSuchClass:
    """Do what was shown, all of it or nothing; `seen` are the preview's revisions."""
    async with database.transaction() as sql:
        await classes.lock(sql, who.school, class_)
        found = await _look(sql, who, class_, id_)
        if isinstance(found, NoSuchClass):
            return found
        if found.revisions != seen:
            return ClassChanged(found)
        would, school = found.would, who.school
        new = [(uuid5(id_, f"{n}"), entry) for n, entry in enumerate(would.new)]
        await classes.add(sql, school, class_, new)
        await classes.set_(sql, school, class_, [(UUID(one.id), one.new) for one in would.changed])
        gone = {pupil.id for pupil in would.gone}
        removed = [UUID(one) for one in found.waiting.remove if one in gone]
        await classes.remove(sql, school, class_, removed, now)
        await classes.changed(sql, school, class_)
        await imports.forget(sql, (school, class_, id_))
    return TakenIn(would.taken_in, len(removed))


async def throw_away(database: Database, who: Teacher, class_: UUID, id_: UUID) -> None:
    """Take nothing in."""
    async with database.transaction() as sql:
        await imports.forget(sql, (who.school, class_, id_))


async def _look(sql: Sql, who: Teacher, class_: UUID, id_: UUID) -> Preview | NoSuchClass:
    of = await classes.one(sql, who.school, who.person, class_, every=who.administrator)
    waiting = await imports.load(sql, (who.school, class_, id_))
    if of is None or waiting is None:
        return NoSuchClass()
    known = [classes.known(pupil) for pupil in await classes.pupils(sql, who.school, class_)]
    table = waiting.table
    would = difference(table, table.columns, known, waiting.only)
    return Preview(id_, of, waiting, would, groups_of(table, table.columns))
