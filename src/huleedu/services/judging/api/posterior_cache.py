"""Keep what is believed of each batch that is judged here, and learn it anew in the background."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from huleedu.services.judging.domain.posterior_cache import (
    Basis,
    CachedPosterior,
    Outline,
    learn_from,
)

LEARN_AFTER = 0.25
"""What is believed is learnt anew after so many new decisions for each script …"""
WAIT_AFTER = 1.0
"""… while pairs go on being chosen by what was believed before; but not for longer than this."""
BATCHES_MAX = 16
"""A belief about a thousand essays takes 8 MB."""


@dataclass(slots=True)
class _Kept:
    belief: CachedPosterior | None = None
    learning: asyncio.Task[None] | None = None


class PosteriorCache:
    """What this process believes of each batch."""

    def __init__(self) -> None:
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
        if known is None or (patient and new >= WAIT_AFTER * now.scripts):
            return kept.learning
        return known

    async def _learn(self, kept: _Kept, basis: Basis, before: CachedPosterior | None) -> None:
        kept.belief = await asyncio.to_thread(learn_from, basis, before)

    async def aclose(self) -> None:
        """Wait for what is being learnt."""
        waiting = [kept.learning for kept in self._kept.values() if kept.learning]
        await asyncio.gather(*waiting)
