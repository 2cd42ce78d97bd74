"""Find the few tests that are enough to change another's outcome."""

from collections.abc import Awaitable, Callable, Sequence

Shows = Callable[[Sequence[str]], Awaitable[bool]]
"""(tests to run before) → does the outcome still differ?"""


async def shrink(before: Sequence[str], shows: Shows, tries_max: int = 60) -> tuple[str, ...]:
    """A smallest set of predecessors that still shows the difference, in their order.

    Delta debugging: Zeller and Hildebrandt 2002, IEEE Transactions on Software Engineering 28. The
    result is 1-minimal, unless `tries_max` trials were not enough.

    Args:
        before: predecessors that show it.
    """
    culprits, parts, tries = list(before), 2, 0
    while len(culprits) >= 2 and tries < tries_max:
        size = -(-len(culprits) // parts)
        chunks = [culprits[at : at + size] for at in range(0, len(culprits), size)]
        rests = [[c for other in chunks if other is not chunk for c in other] for chunk in chunks]
        for smaller, parts_then in (*((c, 2) for c in chunks), *((r, parts - 1) for r in rests)):
            if len(smaller) == len(culprits) or tries >= tries_max:
                continue
            tries += 1
            if await shows(smaller):
                culprits, parts = smaller, max(2, parts_then)
                break
        else:
            if parts >= len(culprits):
                break
            parts = min(2 * parts, len(culprits))
    return tuple(culprits)
