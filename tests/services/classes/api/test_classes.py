"""A class is there for whoever teaches it, and for nobody of another school."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec.structs import replace
from tests.services.classes.conftest import COLLEAGUE, OURS, THEIRS

from huleedu.kit.database import Database
from huleedu.services.classes.api import classes
from huleedu.services.classes.api.classes import Entry, NoSuchClass, Seen, Teacher

NOW = datetime(2026, 11, 29, tzinfo=UTC)
CLASS, ANNA, BO = UUID(int=100), UUID(int=200), UUID(int=201)


async def made(seen: Database) -> None:
    await classes.make(seen, OURS, CLASS, ("9B", "2026/27"), NOW)
    await classes.add(seen, OURS, CLASS, ANNA, Entry(name="Anna Ek", ids=("u1",)))
    await classes.add(seen, OURS, CLASS, BO, Entry(name="Bo Lo", email="bo@x.se"))


async def names(seen: Database, who: Teacher = OURS) -> list[str]:
    found = await classes.one(seen, who, CLASS)
    return [pupil.name for pupil in found.pupils] if isinstance(found, Seen) else ["no class"]


async def test_who_made_it_teaches_it_and_administrators_see_it(
    seen: Database, seen_elsewhere: Database
) -> None:
    await made(seen)
    assert await names(seen) == ["Anna Ek", "Bo Lo"]
    assert await names(seen, COLLEAGUE) == ["no class"]
    assert await names(seen, replace_administrator(COLLEAGUE)) == ["Anna Ek", "Bo Lo"]
    assert [one.pupils for one in await classes.classes_of(seen, OURS)] == [2]
    for who in (OURS, THEIRS, replace_administrator(THEIRS)):  # whatever is asked for
        assert await names(seen_elsewhere, who) == ["no class"]
        assert await classes.classes_of(seen_elsewhere, who) == []


def replace_administrator(who: Teacher) -> Teacher:
    return Teacher(who.school, who.person, administrator=True)


async def test_a_change_says_what_was_seen(seen: Database) -> None:
    await made(seen)
    found = await classes.one(seen, OURS, CLASS)
    assert isinstance(found, Seen)
    await classes.change(seen, OURS, found.of, ("9C", "2026/27"))
    again = await classes.change(seen, OURS, found.of, ("9D", "2026/27"))
    assert isinstance(again, classes.ChangedMeanwhile)
    assert again.now.name == "9C"


async def test_a_pupil_who_is_removed_can_be_taken_back(seen: Database) -> None:
    await made(seen)
    await classes.remove(seen, OURS, CLASS, ANNA, NOW)
    assert await names(seen) == ["Bo Lo"]
    await classes.back(seen, OURS, CLASS, ANNA)
    assert await names(seen) == ["Anna Ek", "Bo Lo"]


async def test_two_pupils_become_one_with_what_both_had(seen: Database) -> None:
    await made(seen)
    await classes.merge(seen, OURS, CLASS, ANNA, BO, NOW)
    found = await classes.one(seen, OURS, CLASS)
    assert isinstance(found, Seen)
    [anna] = found.pupils
    assert (anna.name, anna.email, anna.ids) == ("Anna Ek", "bo@x.se", ("u1",))
    await classes.change_pupil(seen, OURS, CLASS, replace(anna, called="Annie", no_models=True))
    found = await classes.one(seen, OURS, CLASS)
    assert isinstance(found, Seen)
    assert (found.pupils[0].called, found.pupils[0].no_models) == ("Annie", True)


async def test_others_change_nothing(seen: Database) -> None:
    await made(seen)
    assert await classes.add(seen, COLLEAGUE, CLASS, UUID(int=9), Entry(name="X")) == NoSuchClass()
    await classes.remove(seen, COLLEAGUE, CLASS, ANNA, NOW)
    await classes.archive(seen, COLLEAGUE, CLASS, NOW, away=True)
    assert await names(seen) == ["Anna Ek", "Bo Lo"]
    assert not (await classes.classes_of(seen, OURS))[0].archived
    await classes.archive(seen, OURS, CLASS, NOW, away=True)
    assert (await classes.classes_of(seen, OURS))[0].archived
