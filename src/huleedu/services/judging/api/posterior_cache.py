"""Keep what is believed of each batch that is judged here, and learn it anew in the background."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import msgspec

from huleedu.kit.work import Doer, Done, Work
from huleedu.services.judging.domain.posterior_cache import (
    Basis,
    CachedPosterior,
    Learnt,
    Outline,
    cached,
)

log = logging.getLogger(__name__)

LEARN = Work("huleedu.services.judging.domain.learning:learn_from", msgspec.msgpack.Decoder(Learnt))
LEARN_S = 900.0
"""A class of thousands takes half a minute on a machine with nothing else to do."""

LEARN_AFTER = 0.25
"""What is believed is learnt anew after so many new decisions for each script …"""
WAIT_AFTER = 1.0
"""… while pairs go on being chosen by what was believed before; but not for longer than this."""
BATCHES_MAX = 16
"""A belief about a thousand essays takes 8 MB."""


class LearningFailedError(RuntimeError):
    """Nothing was learnt; says why."""


@dataclass(slots=True)
class _Kept:
    belief: CachedPosterior | None = None
    learning: asyncio.Task[None] | None = None


class PosteriorCache:
    """What this process believes of each batch.

    Args:
        doer: learns.
    """

    def __init__(self, doer: Doer) -> None:
        self._doer = doer
        self._kept: dict[tuple[UUID, bool], _Kept] = {}

    async def of(
        self, batch: UUID, now: Outline, load: Callable[[], Awaitable[Basis]], *, patient: bool
    ) -> CachedPosterior | asyncio.Task[None]:
        """What is believed, from most of what is decided.

        A task, if it is to be asked again when that has ended: a batch is not locked while one
        learns.

        Args:
            now: how the batch stands.
            load: fetches what there is to learn from.
            patient: wait rather than choose by what was believed long ago.
        """
        key = (batch, now.counts_only)
        kept = self._kept.setdefault(key, _Kept())
        if len(self._kept) > BATCHES_MAX:
            del self._kept[next(iter(self._kept))]
        known = kept.belief if kept.belief and kept.belief.is_about(now) else None
        new = abs(known.decided - now.decided) if known else 0
        if known and new < max(1.0, LEARN_AFTER * now.scripts):
            return known
        if kept.learning is None or kept.learning.done():
            kept.learning = asyncio.create_task(self._learn(kept, await load(), known))
            kept.learning.add_done_callback(_say_if_failed)
        if known is None or (patient and new >= WAIT_AFTER * now.scripts):
            return kept.learning
        return known

    async def _learn(self, kept: _Kept, basis: Basis, before: CachedPosterior | None) -> None:
        near = before.near if before else None
        found = await self._doer.call(LEARN, basis, near, time_s=LEARN_S)
        if not isinstance(found, Done):
            raise LearningFailedError(f"nothing was learnt of a batch: {found}")
        kept.belief = cached(found.value, basis)

    async def aclose(self) -> None:
        """Wait for what is being learnt."""
        waiting = [kept.learning for kept in self._kept.values() if kept.learning]
        await asyncio.gather(*waiting)


def _say_if_failed(learning: asyncio.Task[None]) -> None:
    """Pairs go on being chosen by what was believed before; nobody may wait to be told."""
    if not learning.cancelled() and (error := learning.exception()):
        log.warning("nothing new was learnt: %s", error)
