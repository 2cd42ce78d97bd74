"""Ask until the engines answer; do something again and again, whatever happens."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from huleedu.kit.database import Collision, EngineAway
from huleedu.kit.outages import Retrying

log = logging.getLogger("huleedu.retry")

ENGINE_PAUSE_S = (0.05, 0.1, 0.2, 0.5, 1.0)

Answer = TypeVar("Answer")


async def steadily(who: str, ask: Callable[..., Awaitable[Answer]], *args: object) -> Answer:
    """What `ask` answers, as soon as no engine is away and no transaction in the way.

    Args:
        who: names the asker in the log, where it is told if that takes long.
    """
    failures = 0
    retrying = Retrying(f"{who}: {ask.__name__.strip('_')}")
    while True:
        try:
            answer = await ask(*args)
        except EngineAway:  # told by the engine, once for all who need it
            pass
        except Collision as error:
            retrying.failed(error)
        else:
            retrying.worked()
            return answer
        await asyncio.sleep(ENGINE_PAUSE_S[min(failures, len(ENGINE_PAUSE_S) - 1)])
        failures += 1


async def persist(who: str, turn: Callable[..., Awaitable[None]], *args: object) -> None:
    """Take turn after turn for ever, whatever becomes of the engines or of one turn.

    Args:
        who: names whose turns they are in the log.
    """
    failures = 0
    retrying = Retrying(f"{who}: {turn.__name__.strip('_')}")
    while True:
        try:
            await turn(*args)
            failures = 0
            retrying.worked()
        except EngineAway:  # told by the engine, once for all who need it
            failures += 1
        except Collision as error:
            failures += 1
            retrying.failed(error)
        except Exception:  # a bug must not end the service; it is told, and tried again
            log.exception("%s: %s", who, turn.__name__)
            failures = len(ENGINE_PAUSE_S)
        if failures:
            await asyncio.sleep(ENGINE_PAUSE_S[min(failures, len(ENGINE_PAUSE_S)) - 1])
