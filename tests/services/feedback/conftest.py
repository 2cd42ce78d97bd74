"""The feedback of a school, seen as a teacher of it, as one of another, and as nobody."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import pytest

from huleedu.engines.postgres.database import Address
from huleedu.engines.postgres.viewers import Viewers, pool_of_viewers
from huleedu.kit.database import Database, Viewer
from huleedu.services.feedback import api
from huleedu.services.feedback.api import InBatch, PupilsPage, ToGive, Wanted, Written

NOW = datetime(2026, 11, 30, 10, 42, tzinfo=UTC)
OURS = InBatch(UUID(int=1), UUID(int=100))
THEIRS = InBatch(UUID(int=2), UUID(int=200))
KARIN, ALI = UUID(int=11), UUID(int=12)
ESSAY, OTHER = UUID(int=101), UUID(int=102)


@pytest.fixture
async def viewers(emptied: Address) -> AsyncIterator[Viewers]:
    pool = pool_of_viewers(emptied, 6)
    yield Viewers(pool, "feedback")
    await pool.aclose()


@pytest.fixture
def ours(viewers: Viewers) -> Database:
    """As our school's teachers see it."""
    return viewers.of(Viewer(OURS.school, KARIN))


@pytest.fixture
def elsewhere(viewers: Viewers) -> Database:
    """As another school's teachers see it."""
    return viewers.of(Viewer(THEIRS.school, UUID(int=21)))


@pytest.fixture
def nobody(viewers: Viewers) -> Database:
    """As somebody of whom nothing is known sees it."""
    return viewers.of(Viewer(None))


def wanted(words: str, *, ready: bool = False) -> Wanted:
    return Wanted(words=words, shows=api.USUALLY, ready=ready)


async def written(
    database: Database, words: str, *, seen: int = 0, ready: bool = False, essay: UUID = ESSAY
) -> Written:
    """Karin has written this."""
    told = wanted(words, ready=ready)
    done = await api.write(database, OURS, essay, told, seen=seen, who=KARIN, now=NOW)
    assert isinstance(done, Written)
    return done


def page(words: str, name: str = "Anna Åberg") -> PupilsPage:
    return PupilsPage(
        name=name,
        task="A challenge",
        criterion="Which is better?",
        school="Ekskolan",
        written="I was afraid.",
        words=words,
        shows=("misspellings",),
    )


async def given(database: Database, words: str, *, essay: UUID = ESSAY) -> int:
    """Karin has given this; returns its revision."""
    seen = (await api.one(database, OURS.school, essay)).revision
    done = await written(database, words, seen=seen, ready=True, essay=essay)
    gift = ToGive(essay, done.now.revision, page(words))
    assert (await api.give(database, OURS, [gift], who=KARIN, now=NOW)).given == [essay]
    return done.now.revision
