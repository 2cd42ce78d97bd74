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
    belief: CachedPosterior
    learning: asyncio.Task[None] | None = None


class PosteriorCache:
    """What this process believes of each batch."""

    def __init__(self) -> None:
        self._kept: dict[tuple[UUID, bool], _Kept] = {}

    async def of(
        self, batch: UUID, now: Outline, load: Callable[[], Awaitable[Basis]]
    ) -> CachedPosterior:
        """What is believed, from most of what is decided.

        Args:
            now: how the batch stands.
            load: fetches what there is to learn from.
        """
        key = (batch, now.counts_only)
        kept = self._kept.get(key)
        if kept is None or not kept.belief.is_about(now):
            learnt = await asyncio.to_thread(learn_from, await load(), None)
            self._kept[key] = _Kept(learnt)
            if len(self._kept) > BATCHES_MAX:
                del self._kept[next(iter(self._kept))]
            return learnt
        new = abs(kept.belief.decided - now.decided)
        if new < max(1.0, LEARN_AFTER * now.scripts):
            return kept.belief
        if kept.learning is None or kept.learning.done():
            kept.learning = asyncio.create_task(self._learn(kept, await load()))
        if new >= WAIT_AFTER * now.scripts:
            await kept.learning
        return kept.belief

    async def _learn(self, kept: _Kept, basis: Basis) -> None:
        kept.belief = await asyncio.to_thread(learn_from, basis, kept.belief)

    async def aclose(self) -> None:
        """Wait for what is being learnt."""
        waiting = [kept.learning for kept in self._kept.values() if kept.learning]
        await asyncio.gather(*waiting)
