"""Rows of another school are neither seen nor written, whatever the statement asks for."""

from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest
from tests.services.classes.conftest import OURS, THEIRS

from huleedu.kit.database import Database
from huleedu.services.classes.domain.difference import Entry
from huleedu.services.classes.store import classes

NOW = datetime(2026, 11, 29, tzinfo=UTC)
CLASS, PUPIL = UUID(int=100), UUID(int=200)


async def test_a_school_can_neither_see_nor_write_anothers_rows(
    seen: Database, seen_elsewhere: Database
) -> None:
    async with seen.transaction() as sql:
        await classes.make(sql, OURS.school, CLASS, ("9B", ""), NOW)
        await classes.teaches(sql, OURS.school, CLASS, OURS.person)
        await classes.add(sql, OURS.school, CLASS, [(PUPIL, Entry(name="Anna Ek"))])
    async with seen_elsewhere.transaction() as sql:
        assert await classes.pupils(sql, OURS.school, CLASS) == []
        assert await classes.lock(sql, OURS.school, CLASS) is None
        await classes.remove(sql, OURS.school, CLASS, [PUPIL], NOW)
        await classes.set_(sql, OURS.school, CLASS, [(PUPIL, Entry(name="Other"))])
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with seen_elsewhere.transaction() as sql:
            await classes.make(sql, OURS.school, UUID(int=101), ("9C", ""), NOW)
    async with seen.transaction() as sql:
        assert [one.name for one in await classes.pupils(sql, OURS.school, CLASS)] == ["Anna Ek"]


async def test_two_schools_may_have_one_id_and_neither_learns_of_it(
    seen: Database, seen_elsewhere: Database
) -> None:
    for database, who in ((seen, OURS), (seen_elsewhere, THEIRS)):
        async with database.transaction() as sql:
            await classes.make(sql, who.school, CLASS, (f"of {who.school.int}", ""), NOW)
            await classes.teaches(sql, who.school, CLASS, who.person)
            found = await classes.classes_of(sql, who.school, who.person, every=False)
            assert [one.name for one in found] == [f"of {who.school.int}"]
