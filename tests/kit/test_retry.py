import logging

import pytest

from huleedu.kit import outages
from huleedu.kit.database import Collision, EngineAway
from huleedu.kit.retry import steadily


async def test_it_asks_until_there_is_an_answer() -> None:
    errors = iter([EngineAway("gone"), Collision("in the way")])

    async def ask(question: str) -> str:
        for error in errors:
            raise error
        return f"{question}!"

    assert await steadily("files", ask, "well") == "well!"


async def test_a_bug_is_not_asked_again() -> None:
    async def ask() -> None:
        raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        await steadily("files", ask)


async def test_only_what_no_engine_tells_is_told_here(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(outages, "LASTING_S", 0.0)
    caplog.set_level(logging.WARNING)
    errors = iter([EngineAway("gone"), Collision("in the way")])

    async def ask() -> None:
        for error in errors:
            raise error

    await steadily("files", ask)
    assert [message.partition(" does")[0] for message in caplog.messages][:1] == ["files: ask"]
    assert "gone" not in caplog.text
