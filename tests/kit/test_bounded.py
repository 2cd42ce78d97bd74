"""What never answers holds one task, and nobody."""

import asyncio

import pytest

from huleedu.kit.bounded import Asking, NoAnswer


async def test_an_answer_is_told_and_asked_for_anew() -> None:
    answers = iter((1, 2))

    async def ask() -> int:
        return next(answers)

    asking = Asking(ask)
    assert [await asking.answer(60), await asking.answer(60)] == [1, 2]


async def test_whoever_asks_meanwhile_waits_for_the_same_answer() -> None:
    go, asked = asyncio.Event(), 0

    async def ask() -> str:
        nonlocal asked
        asked += 1
        await go.wait()
        return "here"

    asking = Asking(ask)
    assert [await asking.answer(0) for _ in range(5)] == [NoAnswer()] * 5
    go.set()
    assert await asking.answer(60) == "here"
    assert asked == 1


async def test_what_it_raises_is_raised() -> None:
    async def ask() -> int:
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk"):
        await Asking(ask).answer(60)
