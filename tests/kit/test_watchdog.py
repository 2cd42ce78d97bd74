"""Who holds the event loop is told; who waits, or lets others go on, is not."""

import asyncio
import time

from huleedu.kit.watchdog import HELD_MAX_S, BlockedStep, watching


def burn(processor_s: float) -> None:
    until = time.thread_time() + processor_s
    while time.thread_time() < until:
        pass


async def test_a_step_that_holds_the_loop_is_told_once_with_its_place() -> None:
    told: list[BlockedStep] = []
    with watching(told.append):
        await asyncio.create_task(asyncio.sleep(0))
        burn(10 * HELD_MAX_S)
        await asyncio.sleep(0.05)
    [held] = told
    assert held.processor_s > HELD_MAX_S
    assert "burn(10 * HELD_MAX_S)" in held.stack


async def test_who_lets_others_go_on_is_not_told_however_long_it_takes() -> None:
    told: list[BlockedStep] = []

    async def work() -> None:
        for _ in range(200):
            burn(HELD_MAX_S / 50)
            await asyncio.sleep(0)

    # a round of the loop is one step of each: 10 ms of the 250 that are allowed here
    with watching(told.append, 5 * HELD_MAX_S):
        await asyncio.gather(*(work() for _ in range(10)))
    assert told == []


async def test_work_in_a_thread_holds_nobody() -> None:
    told: list[BlockedStep] = []
    with watching(told.append):
        await asyncio.to_thread(burn, 6 * HELD_MAX_S)
    assert told == []
