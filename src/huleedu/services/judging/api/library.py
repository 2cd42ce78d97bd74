"""The school's library of anchors: keep a text with its place, find it again, use it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from huleedu.contracts.ranking import RankingPicture
from huleedu.kit.database import Database
from huleedu.services.judging.domain.library import AnchorHere, AnchorKept, fitting, with_anchors
from huleedu.services.judging.store import library as store
from huleedu.services.judging.store.batch_lock import lock

__all__ = [
    "ANCHORS_MAX",
    "AnchorHere",
    "AnchorKept",
    "IsAnchor",
    "NoAnchor",
    "anchors_here",
    "anchors_of",
    "fitting",
    "keep",
    "remove",
    "with_anchors",
]

ANCHORS_MAX = 1_000
ERROR_MIN = 0.05
"""Logits: nothing is known better than that, and an error of 0 would fix a text for good."""


@dataclass(frozen=True, slots=True)
class IsAnchor:
    """It is an anchor of the school."""

    id: UUID


@dataclass(frozen=True, slots=True)
class NoAnchor:
    """No place of the text is known that would mean anything elsewhere."""


async def keep(
    database: Database,
    batch: UUID,
    essay: UUID,
    known: tuple[str, str, str],
    ranking: RankingPicture | None,
    by: tuple[UUID | None, str],
    now: datetime,
) -> IsAnchor | NoAnchor:
    """Keep an essay's text as an anchor, by its fingerprint; raises `EngineAway`, as all of these.

    IsAnchor again, it stands where it stands now.

    Args:
        known: what it is called, the scale of grades, and its grade; empty: none is known.
        ranking: the batch's as it is now.
        by: who keeps it, and what they are called.
    """
    stands = _stands(essay, ranking)
    if stands is None:
        return NoAnchor()
    async with database.transaction() as sql:
        await lock(sql, batch)
        kept = await store.keep(sql, batch, essay, known, stands, (now, *by), uuid4())
    return IsAnchor(kept) if kept else NoAnchor()


def _stands(essay: UUID, ranking: RankingPicture | None) -> tuple[float, float] | None:
    """Where it stands, and the error of that."""
    if ranking is None or not ranking.for_grading or len(ranking.groups) > 1:
        return None
    each = next((one for one in ranking.essays if one.essay == str(essay)), None)
    return (each.ability, max(each.error, ERROR_MIN)) if each and each.judgements else None


async def anchors_of(database: Database, school: UUID) -> Sequence[AnchorKept]:
    """The anchors that a school keeps, the last first."""
    async with database.session() as sql:
        return await store.of_school(sql, school, ANCHORS_MAX)


async def anchors_here(database: Database, batch: UUID) -> Sequence[AnchorHere]:
    """The essays of a batch whose texts are anchors of its school."""
    async with database.session() as sql:
        return await store.here(sql, batch)


async def remove(
    database: Database, school: UUID, anchor: UUID, now: datetime
) -> IsAnchor | NoAnchor:
    """Keep it no longer; batches that use it go on as they are."""
    async with database.transaction() as sql:
        return IsAnchor(anchor) if await store.remove(sql, school, anchor, now) else NoAnchor()
