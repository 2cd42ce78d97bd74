"""Wait a moment for what was just asked to show: the next page tells of it already.

What people ask travels as a message; mostly it has had its effect before anybody could look. If it
has not, because much is going on, the page is shown as it is, and changes by itself.
"""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

from huleedu.gateway.web.batch import batch_seen
from huleedu.gateway.web.pages import Asked
from huleedu.services.results.api import BatchSeen

WITHIN_S = 3.0
LOOK_AFTER_S = (0.01, 0.02, 0.04, 0.08, 0.15, 0.25)


async def soon(shows: Callable[[], Awaitable[bool]]) -> bool:
    """Look until it shows, but not for long; returns whether it does."""
    try:
        async with asyncio.timeout(WITHIN_S):
            turn = 0
            while not await shows():
                await asyncio.sleep(LOOK_AFTER_S[min(turn, len(LOOK_AFTER_S) - 1)])
                turn += 1
    except TimeoutError:
        return False
    return True


def batch_shows(
    asked: Asked, batch: UUID, is_so: Callable[[BatchSeen], bool]
) -> Callable[[], Awaitable[bool]]:
    """Whether this person's batch shows something."""

    async def shows() -> bool:
        seen = await batch_seen(asked, batch)
        return isinstance(seen, BatchSeen) and is_so(seen)

    return shows
