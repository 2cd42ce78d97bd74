"""Feedback is written beside others; nothing is overwritten in silence."""

import asyncio
from datetime import timedelta

from tests.services.feedback.conftest import (
    ALI,
    ESSAY,
    KARIN,
    NOW,
    OTHER,
    OURS,
    given,
    wanted,
    written,
)

from huleedu.kit.database import Database
from huleedu.services.feedback import api
from huleedu.services.feedback.api import ChangedMeanwhile, Feedback, NotSo, Written


async def test_what_nobody_has_begun_is_a_draft_of_nothing(ours: Database) -> None:
    assert await api.one(ours, OURS.school, ESSAY) == Feedback(essay=ESSAY)
    assert await api.states(ours, OURS.batch, OURS.school) == {}


async def test_each_change_has_a_revision_and_says_who_made_it_when(ours: Database) -> None:
    await written(ours, "Good")
    done = await written(ours, "Good beginning.", seen=1, ready=True)
    assert done.now == await api.one(ours, OURS.school, ESSAY)
    assert (done.now.revision, done.now.changed_by, done.now.changed_at) == (2, KARIN, NOW)
    assert await api.states(ours, OURS.batch, OURS.school) == {ESSAY: "ready"}


async def test_who_has_seen_an_older_one_overwrites_nothing(ours: Database) -> None:
    await written(ours, "Karin's")
    for seen in (0, 2):
        mine = await api.write(ours, OURS, ESSAY, wanted("Ali's"), seen=seen, who=ALI, now=NOW)
        assert isinstance(mine, ChangedMeanwhile)
        assert (mine.now.words, mine.now.changed_by) == ("Karin's", KARIN)
    mine = await api.write(ours, OURS, ESSAY, wanted("Ali's"), seen=1, who=ALI, now=NOW)
    assert isinstance(mine, Written), "take mine: what is there now was seen"


async def test_of_several_at_once_one_writes(ours: Database) -> None:
    for seen in (0, 1):
        many = await asyncio.gather(
            *(
                api.write(ours, OURS, ESSAY, wanted(f"{seen} {n}"), seen=seen, who=ALI, now=NOW)
                for n in range(5)
            )
        )
        assert sum(isinstance(one, Written) for one in many) == 1


async def test_the_same_again_after_a_lost_answer_is_no_change(ours: Database) -> None:
    first = await written(ours, "Good.", ready=True)
    assert await written(ours, "Good.", ready=True) == first
    assert [move.what for move in await api.history(ours, OURS.school, ESSAY)] == [
        "written",
        "ready",
    ]


async def test_words_that_cannot_be_are_not_written(ours: Database) -> None:
    for told in (wanted(" ", ready=True), wanted("x" * (api.WORDS_MAX + 1))):
        done = await api.write(ours, OURS, ESSAY, told, seen=0, who=KARIN, now=NOW)
        assert isinstance(done, NotSo)
    assert (await api.one(ours, OURS.school, ESSAY)).revision == 0


async def test_who_goes_on_writing_is_noted_once_and_others_beside(ours: Database) -> None:
    for at in range(3):
        later = NOW + timedelta(minutes=at)
        await api.write(ours, OURS, ESSAY, wanted(f"{at}"), seen=at, who=KARIN, now=later)
    await api.write(ours, OURS, ESSAY, wanted("Ali's"), seen=3, who=ALI, now=NOW)
    moves = await api.history(ours, OURS.school, ESSAY)
    assert [(move.person, move.what) for move in moves] == [(KARIN, "written"), (ALI, "written")]
    assert moves[0].at == NOW + timedelta(minutes=2)


async def test_what_was_given_and_then_changed_is_to_be_given_again(ours: Database) -> None:
    revision = await given(ours, "Good.")
    await written(ours, "Very good.", seen=revision)
    now = await api.one(ours, OURS.school, ESSAY)
    assert (now.state, now.again, now.to_give) == ("given", True, False)


async def test_another_school_sees_nothing_and_changes_nothing(
    ours: Database, elsewhere: Database
) -> None:
    await written(ours, "Ours.")
    assert (await api.one(elsewhere, OURS.school, ESSAY)).revision == 0
    assert await api.states(elsewhere, OURS.batch, OURS.school) == {}
    assert await api.history(elsewhere, OURS.school, ESSAY) == []
    assert (await api.withdraw(elsewhere, OURS, None, who=ALI, now=NOW)).essays == []
    await written(ours, "Other.", essay=OTHER)
    assert set(await api.feedback_of(ours, OURS.batch, OURS.school)) == {ESSAY, OTHER}


async def test_whoever_shows_a_batch_can_tell_that_something_was_done(ours: Database) -> None:
    assert await api.revisions(ours, [OURS.batch]) == {}
    await written(ours, "Good.", ready=True)
    first = await api.revisions(ours, [OURS.batch])
    await given(ours, "Good.", essay=OTHER)
    assert (await api.revisions(ours, [OURS.batch]))[OURS.batch] > first[OURS.batch]
