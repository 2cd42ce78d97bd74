"""What was asked is waited for, and not for ever."""

import pytest

from huleedu.gateway.web import soon as waiting
from huleedu.gateway.web.soon import soon


async def test_it_is_looked_for_until_it_shows() -> None:
    looks: list[int] = []

    async def third_time() -> bool:
        looks.append(1)
        return len(looks) == 3

    assert await soon(third_time)
    assert len(looks) == 3


async def test_what_never_shows_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "WITHIN_S", 0.01)

    async def never() -> bool:
        return False

    assert not await soon(never)
