"""What stood in another's way is tried again, a few times."""

import pytest

from huleedu.gateway.trying import TRIES, tried
from huleedu.kit.database import Collision, EngineAway


@pytest.mark.parametrize("collisions", [0, 1, TRIES - 1])
async def test_of_a_few_tries_one_goes_through(collisions: int) -> None:
    tries: list[int] = []

    async def work() -> str:
        tries.append(1)
        if len(tries) <= collisions:
            raise Collision
        return "done"

    assert await tried(work) == "done"
    assert len(tries) == collisions + 1


@pytest.mark.parametrize(("failure", "expected"), [(Collision, TRIES), (EngineAway, 1)])
async def test_what_does_not_go_through_is_told(failure: type[Exception], expected: int) -> None:
    tries: list[int] = []

    async def work() -> None:
        tries.append(1)
        raise failure

    with pytest.raises(failure):
        await tried(work)
    assert len(tries) == expected
