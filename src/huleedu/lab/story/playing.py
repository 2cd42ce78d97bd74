"""Play a chapter in made-up time and write its history; the same seed writes the same lines."""

import asyncio
from contextlib import ExitStack
from pathlib import Path
from random import Random
from uuid import UUID

from huleedu.lab.controls.in_the_story import NotCleared
from huleedu.lab.controls.on_valkey import OnValkey
from huleedu.lab.history import Writer
from huleedu.lab.simulate import SimulatedLoop
from huleedu.lab.story.chapters import PROCESSES, SLOTS, TASKS, Chapter
from huleedu.lab.story.made_up_valkey import MadeUpValkey

WITHIN_MS = 2.0
"""All first deliveries come within so many milliseconds."""


def play(chapter: Chapter, history: Path) -> None:
    """Write the history of this chapter to a new file. Raises OSError."""
    loop = SimulatedLoop()
    try:
        loop.run_until_complete(_play(chapter, history, loop))
    finally:
        loop.close()


async def _play(chapter: Chapter, history: Path, loop: SimulatedLoop) -> None:
    dice = Random(chapter.seed)
    batch = str(UUID(int=dice.getrandbits(128), version=4))
    valkey = MadeUpValkey(dice, chapter.slow_ms / 1000)
    system = chapter.control(valkey, _nothing)
    await _test_before(chapter, system, batch)

    def now() -> int:
        return int(loop.time() * 1e9)

    with ExitStack() as files:
        test, *workers = (
            files.enter_context(Writer(history, name, now))
            for name in ("test", *(f"worker {n}" for n in range(1, PROCESSES + 1)))
        )
        test.head()
        test.before(batch, SLOTS)
        await system.register(batch, SLOTS)
        deliveries = _deliveries(chapter, dice)
        await asyncio.gather(
            *(
                _deliver(system, workers[n % PROCESSES], batch, content, after_s)
                for n, (content, after_s) in enumerate(deliveries)
            )
        )
        test.after(batch, (await system.rows([batch]))[batch])


async def _test_before(chapter: Chapter, system: OnValkey, batch: str) -> None:
    """Another test used the same name, and cleared up as well as it could."""
    if not chapter.before:
        return
    await system.register(batch, SLOTS)
    for n in range(1, chapter.before + 1):
        await system.offer(batch, f"old text {n}")
    if isinstance(system, NotCleared):
        await system.clear()


def _deliveries(chapter: Chapter, dice: Random) -> list[tuple[str, float]]:
    """Content and when, in seconds; some contents a second time."""
    contents = [f"text {n}" for n in range(1, TASKS - chapter.again + 1)]
    first = [(content, dice.uniform(0, WITHIN_MS / 1000)) for content in contents]
    again = dice.sample(first, chapter.again)
    late = chapter.again_after_ms / 1000
    deliveries = first + [(content, at + late * dice.random()) for content, at in again]
    return sorted(deliveries, key=lambda delivery: delivery[1])


async def _deliver(
    system: OnValkey, writer: Writer, batch: str, content: str, after_s: float
) -> None:
    await asyncio.sleep(after_s)
    call = writer.offer(batch, content)
    answer = await system.offer(batch, content)
    writer.answer(call, answer.outcome, answer.slot)


async def _nothing() -> None:
    """There is no connection to close."""
