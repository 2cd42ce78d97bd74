"""A pupil comes by a link and sees what is given now, and nothing else."""

from datetime import timedelta

from tests.services.feedback.conftest import ESSAY, KARIN, NOW, OTHER, OURS, given, page, written

from huleedu.kit.database import Database
from huleedu.services.feedback import api
from huleedu.services.feedback.api import LinkGone, NotGivenNow, SeenByPupil

ENDS = NOW + timedelta(days=30)


async def link_of(ours: Database) -> str:
    """The key of a new link."""
    [made] = await api.make_links(ours, OURS, [ESSAY, OTHER], who=KARIN, now=NOW, ends_at=ENDS)
    assert made.essay == ESSAY, "only whose pupil has something"
    return made.key


async def come(nobody: Database, key: str) -> str:
    secret = await api.come_by(nobody, key, NOW)
    assert isinstance(secret, str)
    return secret


async def test_a_link_shows_what_was_given_and_not_what_is_written(
    ours: Database, nobody: Database
) -> None:
    revision = await given(ours, "Good.")
    await written(ours, "Not yet this.", seen=revision)
    secret = await come(nobody, await link_of(ours))
    seen = await api.seen_by_pupil(nobody, secret, NOW)
    assert seen == SeenByPupil(OURS.school, page("Good."), NOW)


async def test_what_is_taken_back_is_not_shown_and_may_be_given_again(
    ours: Database, nobody: Database
) -> None:
    await given(ours, "Good.")
    secret = await come(nobody, await link_of(ours))
    await api.withdraw(ours, OURS, None, who=KARIN, now=NOW)
    assert await api.seen_by_pupil(nobody, secret, NOW) == NotGivenNow(OURS.school)
    await given(ours, "Better.")
    seen = await api.seen_by_pupil(nobody, secret, NOW)
    assert isinstance(seen, SeenByPupil)
    assert seen.page.words == "Better."


async def test_a_new_link_ends_the_old_one_and_who_came_by_it(
    ours: Database, nobody: Database
) -> None:
    await given(ours, "Good.")
    old = await link_of(ours)
    secret = await come(nobody, old)
    new = await link_of(ours)
    assert await api.come_by(nobody, old, NOW) == LinkGone()
    assert await api.seen_by_pupil(nobody, secret, NOW) == LinkGone()
    assert isinstance(await api.come_by(nobody, new, NOW), str)
    assert await api.end_links(ours, OURS, None, now=NOW) == [ESSAY]
    assert await api.come_by(nobody, new, NOW) == LinkGone()


async def test_a_link_works_again_and_again_until_its_end(ours: Database, nobody: Database) -> None:
    await given(ours, "Good.")
    key = await link_of(ours)
    first, second = await come(nobody, key), await come(nobody, key)
    assert first != second
    nearly = ENDS - timedelta(hours=1)
    late = await api.come_by(nobody, key, nearly)
    assert isinstance(late, str)
    assert isinstance(await api.seen_by_pupil(nobody, late, nearly), SeenByPupil)
    assert await api.seen_by_pupil(nobody, first, nearly) == LinkGone(), "a browser's day is over"
    assert await api.seen_by_pupil(nobody, late, ENDS) == LinkGone()
    assert await api.come_by(nobody, key, ENDS) == LinkGone()


async def test_other_words_open_nothing(ours: Database, nobody: Database) -> None:
    await given(ours, "Good.")
    key = await link_of(ours)
    for other in ("", key[:-1], key.swapcase(), "\ud800", "x" * 10_000):
        assert await api.come_by(nobody, other, NOW) == LinkGone()
        assert await api.seen_by_pupil(nobody, other, NOW) == LinkGone()
    assert await api.seen_by_pupil(nobody, key, NOW) == LinkGone(), "a key is no cookie"


async def test_which_links_there_are_and_whether_they_were_opened(
    ours: Database, nobody: Database, elsewhere: Database
) -> None:
    await given(ours, "Good.")
    key = await link_of(ours)
    assert (await api.links_of(ours, OURS, NOW))[ESSAY].opened_at is None
    await come(nobody, key)
    [one] = (await api.links_of(ours, OURS, NOW)).values()
    assert (one.made_at, one.ends_at, one.opened_at) == (NOW, ENDS, NOW)
    assert await api.links_of(ours, OURS, ENDS) == {}
    assert await api.links_of(elsewhere, OURS, NOW) == {}
