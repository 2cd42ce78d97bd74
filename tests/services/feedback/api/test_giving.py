"""Pupils are given what is ready in one act, and it is taken back in one."""

import asyncio

from tests.services.feedback.conftest import (
    ALI,
    ESSAY,
    KARIN,
    NOW,
    OTHER,
    OURS,
    THEIRS,
    given,
    page,
    written,
)

from huleedu.kit.database import Database
from huleedu.services.feedback import api
from huleedu.services.feedback.api import GivenNow, ToGive


async def test_what_is_given_is_kept_as_it_was(ours: Database) -> None:
    revision = await given(ours, "Good.")
    await written(ours, "Bad.", seen=revision)
    gift = (await api.given(ours, OURS.batch, OURS.school))[ESSAY]
    assert (gift.page, gift.by, gift.at) == (page("Good."), KARIN, NOW)
    assert await api.given_to(ours, OURS.school, ESSAY) == gift
    assert await api.given_to(ours, OURS.school, OTHER) is None


async def test_only_what_is_ready_and_as_it_was_seen_is_given(ours: Database) -> None:
    draft = (await written(ours, "A draft.")).now
    ready = (await written(ours, "Ready.", essay=OTHER, ready=True)).now
    pages = [
        ToGive(ESSAY, draft.revision, page("A draft.")),
        ToGive(OTHER, ready.revision + 1, page("Not that.")),
        ToGive(OURS.batch, 1, page("Nobody's.")),
    ]
    done = await api.give(ours, OURS, pages, who=KARIN, now=NOW)
    assert done == GivenNow([], [], [ESSAY, OTHER, OURS.batch])
    assert await api.given(ours, OURS.batch, OURS.school) == {}


async def test_given_twice_at_once_it_is_given_once(ours: Database) -> None:
    ready = (await written(ours, "Ready.", ready=True)).now
    pages = [ToGive(ESSAY, ready.revision, page("Ready."))]
    done = await asyncio.gather(
        *(api.give(ours, OURS, pages, who=who, now=NOW) for who in (KARIN, ALI, KARIN))
    )
    assert sorted(len(one.given) for one in done) == [0, 0, 1]
    assert sorted(len(one.had) for one in done) == [0, 1, 1]
    moves = [move.what for move in await api.history(ours, OURS.school, ESSAY)]
    assert moves.count("given") == 1


async def test_what_is_given_again_takes_the_place_of_the_first(ours: Database) -> None:
    await given(ours, "Good.")
    await given(ours, "Very good.")
    gift = await api.given_to(ours, OURS.school, ESSAY)
    assert gift
    assert gift.page.words == "Very good."
    taken = await api.withdraw(ours, OURS, [ESSAY], who=KARIN, now=NOW)
    assert len(taken.essays) == 1, "the first is not there any more"


async def test_what_is_taken_back_is_not_given_by_the_next_act(ours: Database) -> None:
    await given(ours, "Good.")
    await given(ours, "Bad.", essay=OTHER)
    taken = await api.withdraw(ours, OURS, [ESSAY], who=ALI, now=NOW)
    assert taken.essays == [ESSAY]
    assert await api.states(ours, OURS.batch, OURS.school) == {ESSAY: "draft", OTHER: "given"}
    assert (await api.withdraw(ours, OURS, [ESSAY], who=ALI, now=NOW)).essays == []
    assert (await api.withdraw(ours, OURS, None, who=ALI, now=NOW)).essays == [OTHER]


async def test_taking_back_is_undone_unless_it_was_given_anew(ours: Database) -> None:
    revision = await given(ours, "Good.")
    at = (await api.withdraw(ours, OURS, None, who=KARIN, now=NOW)).at
    assert await api.give_back(ours, OURS, at, who=ALI, now=NOW) == []
    assert await api.give_back(ours, OURS, at, who=KARIN, now=NOW) == [ESSAY]
    assert await api.give_back(ours, OURS, at, who=KARIN, now=NOW) == []
    now = await api.one(ours, OURS.school, ESSAY)
    assert (now.state, now.again, now.revision) == ("given", False, revision)
    at = (await api.withdraw(ours, OURS, None, who=KARIN, now=NOW)).at
    await given(ours, "Better.")
    assert await api.give_back(ours, OURS, at, who=KARIN, now=NOW) == []


async def test_another_school_gives_and_takes_nothing(ours: Database, elsewhere: Database) -> None:
    revision = await given(ours, "Good.")
    assert await api.given(elsewhere, OURS.batch, OURS.school) == {}
    for of in (OURS, THEIRS):
        done = await api.give(elsewhere, of, [ToGive(ESSAY, revision, page("x"))], who=ALI, now=NOW)
        assert done.given == []
        assert (await api.withdraw(elsewhere, of, None, who=ALI, now=NOW)).essays == []
    assert await api.given(ours, OURS.batch, OURS.school)
