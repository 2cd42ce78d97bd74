"""A program's words come where there are none, and are marked as a program's."""

import asyncio

from tests.services.feedback.conftest import ESSAY, NOW, OURS, given, written

from huleedu.kit.database import Database
from huleedu.services.feedback import api


async def test_words_come_where_there_are_none_and_are_marked(ours: Database) -> None:
    assert await api.put_draft(ours, OURS, ESSAY, "A draft.", NOW) == "drafted"
    one = await api.one(ours, OURS.school, ESSAY)
    assert (one.words, one.program, one.ready, one.changed_by) == (
        "A draft.",
        "drafted",
        False,
        None,
    )
    assert await api.put_draft(ours, OURS, ESSAY, "Another.", NOW) == "has_words"
    [move] = await api.history(ours, OURS.school, ESSAY)
    assert (move.person, move.what) == (None, "drafted")


async def test_what_a_person_wrote_or_gave_stands(ours: Database) -> None:
    await written(ours, " ")
    assert await api.put_draft(ours, OURS, ESSAY, "A draft.", NOW) == "drafted", "that was nothing"
    await given(ours, "Mine.")
    assert await api.put_draft(ours, OURS, ESSAY, "A draft.", NOW) == "has_words"
    assert (await api.one(ours, OURS.school, ESSAY)).words == "Mine."


async def test_of_two_at_once_one_comes(ours: Database) -> None:
    done = await asyncio.gather(
        *(api.put_draft(ours, OURS, ESSAY, f"Draft {n}.", NOW) for n in range(3))
    )
    assert sorted(done) == ["drafted", "has_words", "has_words"]
    history = await api.history(ours, OURS.school, ESSAY)
    assert [move.what for move in history] == ["drafted"]
