"""Functions on a Valkey that is cut off without a word: it is said, and then gone on with."""

import asyncio
import logging
from collections.abc import AsyncIterator
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from tests.half_open import Cut, HalfOpen, half_open
from tests.patience import LONG_S

from huleedu.engines.supervisor.running_server import RunningServer
from huleedu.engines.valkey.functions import ValkeyFunctions
from huleedu.kit.database import EngineAway
from huleedu.kit.functions import FunctionCall

COUNTING = """#!lua name=counting
redis.register_function('count_once', function(keys, arguments)
  return redis.call('sadd', keys[1], arguments[1])
end)
"""


@pytest.fixture
async def network(valkey: RunningServer) -> AsyncIterator[HalfOpen]:
    port = urlsplit(valkey.url).port
    async with half_open(lambda: asyncio.open_connection("127.0.0.1", port)) as network:
        yield network


@pytest.fixture
async def functions(valkey: RunningServer, network: HalfOpen) -> AsyncIterator[ValkeyFunctions]:
    parts = urlsplit(valkey.url)
    there = parts._replace(netloc=parts.netloc.replace(f":{parts.port}", f":{network.port}"))
    functions = ValkeyFunctions(there.geturl(), COUNTING, timeout_s=0.5)
    await functions.open()
    yield functions
    await functions.aclose()


@pytest.mark.parametrize("cut", Cut)
async def test_a_call_that_is_cut_off_ends_and_may_be_made_again(
    functions: ValkeyFunctions, network: HalfOpen, cut: Cut, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    key = str(uuid4())

    def once(what: str) -> FunctionCall:
        return FunctionCall("count_once", (key,), (what,))

    assert await functions.call([once("before"), once("before")]) == [1, 0]
    network.fail(cut)
    async with asyncio.timeout(LONG_S):
        with pytest.raises(EngineAway):
            await functions.call([once("meanwhile")])
        [again] = await functions.call([once("meanwhile")])
    # it was carried out already where only the answer was lost
    assert again == (0 if cut is Cut.FROM_ENGINE else 1)
    assert await functions.call([once("before"), once("meanwhile"), once("after")]) == [0, 0, 1]
    assert caplog.text.count("what needs it waits") == 1
