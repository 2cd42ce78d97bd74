"""The made-up Valkey answers as a real one does, also to who has watched."""

from collections.abc import Awaitable, Callable
from random import Random

import pytest
from valkey import exceptions
from valkey.asyncio import BlockingConnectionPool, Valkey

from huleedu.engines.supervisor.running_server import RunningServer
from huleedu.lab.controls.on_valkey import ValkeyCommands
from huleedu.lab.story.made_up_valkey import MadeUpValkey

STEPS = 300
FIELDS = ("a", "b")
Step = Callable[[ValkeyCommands], Awaitable[object]]


def steps(dice: Random) -> list[tuple[str, Step]]:
    """Commands on one hash and one set, which has one member at most: then no luck is in it."""
    kinds: dict[str, Callable[[str, str], Step]] = {
        "hget": lambda field, _: lambda on: on.hget("hash", field),
        "hset": lambda field, value: lambda on: on.hset("hash", field, value),
        "hsetnx": lambda field, value: lambda on: on.hsetnx("hash", field, value),
        "hdel": lambda field, _: lambda on: on.hdel("hash", field),
        "hgetall": lambda _field, _value: lambda on: on.hgetall("hash"),
        "sadd": lambda _field, _value: lambda on: on.sadd("set", "m"),
        "srem": lambda _field, _value: lambda on: on.srem("set", "m"),
        "spop": lambda _field, _value: lambda on: on.spop("set"),
        "srandmember": lambda _field, _value: lambda on: on.srandmember("set"),
        "delete": lambda field, _: lambda on: on.delete("set" if field == "a" else "hash"),
    }
    drawn = dice.choices(list(kinds), k=STEPS)
    return [(kind, kinds[kind](dice.choice(FIELDS), str(dice.randrange(3)))) for kind in drawn]


async def watched(on: ValkeyCommands, meanwhile: Step) -> object:
    """What comes of a transaction while somebody else does this."""
    async with on.pipeline(transaction=True) as pipeline:
        await pipeline.watch("hash", "set")
        seen = (await pipeline.hget("hash", "a"), await pipeline.srandmember("set"))
        await meanwhile(on)
        pipeline.multi()
        pipeline.srem("set", "m")
        pipeline.hset("hash", "a", "mine")
        try:
            return seen, await pipeline.execute()
        except exceptions.WatchError:
            return seen, "changed"


@pytest.mark.parametrize("seed", range(3))
async def test_it_answers_as_a_real_one_does(valkey: RunningServer, seed: int) -> None:
    pool = BlockingConnectionPool.from_url(
        valkey.url, max_connections=3, timeout=5, decode_responses=True
    )
    real, made_up = Valkey(connection_pool=pool), MadeUpValkey(Random(0), slow_s=0)
    try:
        await real.delete("hash", "set")
        for n, (kind, step) in enumerate(steps(Random(seed))):
            if n % 3:
                assert await step(made_up) == await step(real), f"step {n}: {kind}"
            else:
                told = [await watched(on, step) for on in (made_up, real)]
                assert told[0] == told[1], f"step {n}: {kind} while watched"
        await real.delete("hash", "set")
    finally:
        await real.aclose()
        await pool.disconnect()
