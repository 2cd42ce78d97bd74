"""Browsers that came by a pupil's link are forgotten when their time is over."""

from datetime import timedelta

from tests.services.feedback.conftest import ESSAY, KARIN, NOW, OURS, given

from huleedu.kit.database import Database
from huleedu.kit.service import Transaction
from huleedu.services.feedback import api
from huleedu.services.feedback.api.links import hash_of
from huleedu.services.feedback.store import links


async def test_sessions_that_ended_are_forgotten_and_no_others(
    ours: Database, nobody: Database
) -> None:
    await given(ours, "Good.")
    ends = NOW + timedelta(days=30)
    [link] = await api.make_links(ours, OURS, [ESSAY], who=KARIN, now=NOW, ends_at=ends)
    later = NOW + timedelta(hours=11)
    early, late = (
        await api.come_by(nobody, link.key, NOW),
        await api.come_by(nobody, link.key, later),
    )
    assert isinstance(early, str)
    assert isinstance(late, str)
    at = NOW + timedelta(hours=13)
    async with ours.transaction() as sql:
        await links.forget_ended(Transaction(sql, at))
        assert await links.session(sql, hash_of(early), NOW) is None
        assert await links.session(sql, hash_of(late), NOW) is not None
