"""In the loop whose time is made up a day takes no time, and who waits for ever is told."""

import asyncio

import pytest

from huleedu.lab.simulate import Deadlock, SimulatedLoop


def test_sleepers_wake_in_the_order_of_their_times() -> None:
    loop, woke = SimulatedLoop(), list[tuple[float, int]]()

    async def sleeper(seconds: int) -> None:
        await asyncio.sleep(seconds)
        woke.append((loop.time(), seconds))

    async def all_of_them() -> None:
        await asyncio.gather(*map(sleeper, (3600, 10, 60)))

    loop.run_until_complete(all_of_them())
    assert woke == [(10.0, 10), (60.0, 60), (3600.0, 3600)]
    loop.begin_anew()
    assert loop.time() == 0.0
    loop.close()


def test_who_waits_for_nothing_is_a_deadlock() -> None:
    loop = SimulatedLoop()
    with pytest.raises(Deadlock):
        loop.run_until_complete(loop.create_future())
    loop.close()
