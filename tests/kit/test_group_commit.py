"""Calls share a group, get their own answers, and fail together only with their group."""

import asyncio

import pytest
from tests.patience import LONG_S

from huleedu.kit.group_commit import GroupCommit


async def test_calls_made_during_a_group_are_carried_out_together_by_the_next() -> None:
    groups: list[list[int]] = []
    gate = asyncio.Event()

    async def double(numbers: list[int]) -> list[int]:
        groups.append(numbers)
        await gate.wait()
        return [2 * number for number in numbers]

    ask = GroupCommit(double, at_most=10, side_by_side=1)
    first = asyncio.create_task(ask(1))
    await asyncio.sleep(0)
    rest = [asyncio.create_task(ask(number)) for number in (2, 3, 4)]
    await asyncio.sleep(0)
    gate.set()
    assert await asyncio.gather(first, *rest) == [2, 4, 6, 8]
    assert groups == [[1], [2, 3, 4]]


async def test_no_group_is_larger_than_allowed() -> None:
    sizes: list[int] = []

    async def count(numbers: list[int]) -> list[int]:
        sizes.append(len(numbers))
        await asyncio.sleep(0)
        return numbers

    ask = GroupCommit(count, at_most=4, side_by_side=2)
    assert await asyncio.gather(*(ask(number) for number in range(50))) == list(range(50))
    assert max(sizes) <= 4


async def test_an_error_reaches_every_caller_of_its_group_and_no_other() -> None:
    async def refuse_odd(numbers: list[int]) -> list[int]:
        await asyncio.sleep(0)
        if any(number % 2 for number in numbers):
            raise ValueError("odd")
        return numbers

    ask = GroupCommit(refuse_odd, at_most=1, side_by_side=2)
    answers = await asyncio.gather(*(ask(number) for number in range(6)), return_exceptions=True)
    assert [isinstance(answer, ValueError) for answer in answers] == [False, True] * 3
    with pytest.raises(ValueError, match="odd"):
        await ask(7)


async def test_a_caller_that_gives_up_does_not_disturb_the_others() -> None:
    gate = asyncio.Event()

    async def wait(numbers: list[int]) -> list[int]:
        await gate.wait()
        return numbers

    ask = GroupCommit(wait, at_most=10, side_by_side=1)
    impatient, patient = asyncio.create_task(ask(1)), asyncio.create_task(ask(2))
    await asyncio.sleep(0)
    impatient.cancel()
    gate.set()
    assert await patient == 2
    assert impatient.cancelled()


async def test_a_call_made_the_moment_a_group_ends_is_carried_out() -> None:
    async def echo(numbers: list[int]) -> list[int]:
        return numbers

    ask = GroupCommit(echo, at_most=1, side_by_side=1)
    async with asyncio.timeout(LONG_S):
        for number in range(100):
            assert await ask(number) == number


async def test_calls_that_come_one_by_one_share_a_group_and_the_first_does_not_wait() -> None:
    groups: list[list[int]] = []

    async def note(numbers: list[int]) -> list[int]:
        groups.append(numbers)
        return numbers

    ask = GroupCommit(note, at_most=10, side_by_side=2, apart_s=2.0)
    await ask(1)
    assert groups == [[1]]
    later = [asyncio.create_task(ask(number)) for number in (2, 3)]
    await asyncio.sleep(0)
    later.append(asyncio.create_task(ask(4)))
    assert await asyncio.gather(*later) == [2, 3, 4]
    assert groups == [[1], [2, 3, 4]]
