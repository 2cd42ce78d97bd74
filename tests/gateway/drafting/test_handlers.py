"""A worker drafts what was asked for: a program's draft, and never over a person's words."""

from uuid import UUID

import pytest
from tests.app.models.server import Server
from tests.gateway.drafting.conftest import WORDS, Drafting, answer, forbid

from huleedu.gateway.drafting.store import DraftFound
from huleedu.gateway.feedback.giving import give_ready
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import Feedback, GivenNow

ANNA, BO, CIA = UUID(int=1), UUID(int=2), UUID(int=3)


async def of(drafting: Drafting, essay: UUID) -> Feedback:
    return await feedback.one(drafting.house.database("feedback"), drafting.of.school, essay)


async def test_a_draft_is_marked_as_a_programs_and_given_by_nobody(drafting: Drafting) -> None:
    await drafting.wanted()
    assert await drafting.work() == dict.fromkeys((ANNA, BO, CIA), DraftFound("drafted", ""))
    one = await of(drafting, ANNA)
    assert (one.words, one.program, one.state, one.changed_by) == (WORDS, "drafted", "draft", None)
    ali = drafting.ali
    done = await give_ready(ali.around, await ali.batch())
    assert done == GivenNow([], [], [])
    await ali.writes(ANNA, WORDS, ready=True)
    assert (await of(drafting, ANNA)).program == "accepted"
    done = await give_ready(ali.around, await ali.batch())
    assert done == GivenNow([ANNA], [], [])
    gift = await feedback.given_to(ali.around.database("feedback"), ali.who.school, ANNA)
    assert gift
    assert gift.page.program is not None
    assert "drafted" in gift.page.program, "the pupil is told so"


async def test_what_a_person_wrote_stands(drafting: Drafting) -> None:
    await drafting.ali.writes(ANNA, "Mine.")
    assert set((await drafting.wanted()).essays) == {BO, CIA}
    await drafting.ali.writes(BO, "Mine, meanwhile.")
    await drafting.work()
    assert (await of(drafting, ANNA)).words == "Mine."
    assert (await of(drafting, BO)).words == "Mine, meanwhile."
    assert len(drafting.server.asked) == 1, "nothing is asked that nobody needs"


async def test_whoever_writes_while_the_model_thinks_is_not_overwritten(
    drafting: Drafting,
) -> None:
    await drafting.wanted([ANNA])
    database = drafting.ali.around.database("feedback")
    await drafting.ali.writes(ANNA, "Quicker.")
    put = await feedback.put_draft(database, drafting.of, ANNA, WORDS, drafting.house.clock())
    assert put == "has_words"
    assert (await of(drafting, ANNA)).words == "Quicker."


async def test_no_name_leaves_and_every_word_is_kept(drafting: Drafting) -> None:
    await drafting.wanted()
    await drafting.work()
    told = " ".join(drafting.server.questions)
    for part in ("Anna", "Åberg", "Bo Lo", "Cia", "Ali", "Ekskolan", ".txt"):
        assert part not in told, part
    assert "I was afraid of the sea." in told
    assert "spell right elsewhere" in told
    assert await drafting.outcomes() == ["drafted"] * 3


async def test_a_text_that_asks_for_praise_gets_none_by_it(
    drafting: Drafting, model: Server
) -> None:
    model.talk = lambda _: answer("Wonderful, the best of all!", speaks=True)
    await drafting.wanted([ANNA])
    assert (await drafting.work())[ANNA] == DraftFound("failed", "speaks_to_reader")
    assert (await of(drafting, ANNA)).words == ""


async def test_what_the_school_or_the_batch_forbids_meanwhile_is_not_sent(
    drafting: Drafting,
) -> None:
    await drafting.wanted([ANNA])
    await forbid(drafting.house, drafting.of.school)
    assert (await drafting.work())[ANNA] == DraftFound("failed", "off")
    assert drafting.server.asked == []


async def test_done_again_after_a_crash_nothing_is_asked_twice(
    drafting: Drafting, monkeypatch: pytest.MonkeyPatch
) -> None:
    await drafting.wanted([ANNA])

    async def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(feedback, "put_draft", killed)
        with pytest.raises(KeyboardInterrupt):
            await drafting.work()
    assert (await drafting.work())[ANNA] == DraftFound("drafted", "")
    assert len(drafting.server.asked) == 1
    assert (await of(drafting, ANNA)).words == WORDS
