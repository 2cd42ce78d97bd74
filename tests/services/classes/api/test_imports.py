"""A list is shown as what it would change, and taken in exactly so, or not at all."""

from datetime import UTC, datetime
from uuid import UUID

from tests.services.classes.conftest import COLLEAGUE, OURS

from huleedu.kit.database import Database
from huleedu.services.classes.api import classes, imports
from huleedu.services.classes.api.classes import Entry, NoSuchClass, Seen
from huleedu.services.classes.api.imports import ClassChanged, Preview, TakenIn

NOW = datetime(2026, 11, 29, tzinfo=UTC)
CLASS, LIST, GONE = UUID(int=100), UUID(int=300), UUID(int=200)


async def shown(seen: Database, text: str) -> Preview:
    await classes.make(seen, OURS, CLASS, ("9B", ""), NOW)
    await classes.add(seen, OURS, CLASS, GONE, Entry(name="Gone Girl"))
    found = await imports.preview(seen, OURS, CLASS, LIST, text.encode(), NOW)
    assert isinstance(found, Preview)
    return found


async def names(seen: Database) -> list[str]:
    found = await classes.one(seen, OURS, CLASS)
    assert isinstance(found, Seen)
    return [pupil.name for pupil in found.pupils]


async def test_what_was_shown_is_done_and_who_is_gone_stays_unless_ticked(seen: Database) -> None:
    found = await shown(seen, "Namn\nAnna Ek\nBo Lo")
    assert [pupil.entry.name for pupil in found.would.gone] == ["Gone Girl"]
    assert await names(seen) == ["Gone Girl"], "nothing is done by looking"
    taken = await imports.confirm(seen, OURS, CLASS, LIST, found.revisions, NOW)
    assert taken == TakenIn(2, 0)
    assert await names(seen) == ["Anna Ek", "Bo Lo", "Gone Girl"]
    assert await imports.look(seen, OURS, CLASS, LIST) == NoSuchClass()


async def test_a_class_that_changed_meanwhile_is_shown_again_and_nothing_is_done(
    seen: Database,
) -> None:
    found = await shown(seen, "Namn\nAnna Ek")
    await classes.add(seen, OURS, CLASS, UUID(int=201), Entry(name="Anna Ek"))
    answer = await imports.confirm(seen, OURS, CLASS, LIST, found.revisions, NOW)
    assert isinstance(answer, ClassChanged)
    assert answer.now.would.new == ()
    assert await names(seen) == ["Anna Ek", "Gone Girl"]
    taken = await imports.confirm(seen, OURS, CLASS, LIST, answer.now.revisions, NOW)
    assert taken == TakenIn(1, 0)


async def test_columns_cells_and_classes_can_be_put_right(seen: Database) -> None:
    found = await shown(seen, "Xo;Yo;9A\nZa;;9A\nMo;Wia;9B")  # names that nobody knows
    assert found.waiting.table.columns == ("first", "last", "group")
    assert found.groups == ("9A", "9B")
    now = await imports.change(
        seen,
        OURS,
        CLASS,
        LIST,
        columns=("last", "first", "group"),
        only=("9A",),
        remove=(str(GONE), "not a pupil of it"),
        cells=((2, 1, " Anna "), (99, 0, "nowhere")),
    )
    assert isinstance(now, Preview)
    assert [entry.name for entry in now.would.new] == ["Yo Xo", "Anna Za"]
    before = await imports.confirm(seen, OURS, CLASS, LIST, found.revisions, NOW)
    assert isinstance(before, ClassChanged), "another list than the one that was shown"
    taken = await imports.confirm(seen, OURS, CLASS, LIST, now.revisions, NOW)
    assert taken == TakenIn(2, 1)
    assert await names(seen) == ["Anna Za", "Yo Xo"]


async def test_a_list_is_there_for_whoever_teaches_the_class(
    seen: Database, seen_elsewhere: Database
) -> None:
    found = await shown(seen, "Namn\nAnna Ek")
    for who, database in ((COLLEAGUE, seen), (OURS, seen_elsewhere)):
        assert await imports.look(database, who, CLASS, LIST) == NoSuchClass()
        answer = await imports.confirm(database, who, CLASS, LIST, found.revisions, NOW)
        assert answer == NoSuchClass()
    await imports.throw_away(seen, OURS, CLASS, LIST)
    assert await imports.look(seen, OURS, CLASS, LIST) == NoSuchClass()
