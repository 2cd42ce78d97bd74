"""Look after a server for as long as a program uses it.

Its supervisor starts the server again when it dies. Should the supervisor itself be gone, or have
given up (the disk was full for a while), another one is started, as often as it takes; whoever
waits meanwhile is told. Only when the home itself has been taken away is there nothing left to look
after: then the program is ended.
"""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from huleedu.engines.supervisor.engine import CannotStart
from huleedu.engines.supervisor.lease import HomeGone, Lease
from huleedu.kit import tasks
from huleedu.kit.database import EngineAway

log = logging.getLogger("huleedu.engines")

LOOK_EVERY_S = 1.0
PAUSE_MAX_S = 10.0
TELL_AFTER_S = 5.0
"""A server that is back sooner needs no word."""


@asynccontextmanager
async def looked_after(*leases: Lease) -> AsyncGenerator[None]:
    """While the block runs, start each server again whenever it is away.

    Raises `HomeGone`, in place of what the block would have raised, when the home was taken away:
    the block is cancelled then; and `CannotStart` in place of `EngineAway` when we know why.
    """
    watches = [_Watch(lease) for lease in leases]
    loop = asyncio.get_running_loop()
    looking = [asyncio.create_task(watch.carry_on()) for watch in watches]
    try:
        async with asyncio.timeout(None) as limit:

            def end_the_block(_: object) -> None:
                if any(watch.gone for watch in watches):
                    limit.reschedule(loop.time())

            for look in looking:
                look.add_done_callback(end_the_block)
            try:
                yield
            finally:
                for look in looking:
                    look.remove_done_callback(end_the_block)
    except (TimeoutError, EngineAway) as error:
        troubles = [watch.gone or watch.trouble for watch in watches]
        if trouble := next(filter(None, troubles), None):
            raise trouble from error
        raise
    finally:
        for lease in leases:
            lease.leave()
        await tasks.end(*looking)


class _Watch:
    def __init__(self, lease: Lease) -> None:
        self.lease = lease
        self.name = lease.engine.name
        self.gone: HomeGone | None = None
        self.trouble: CannotStart | None = None
        """Why the server cannot be started just now."""
        self.told_slow = self.told_why = False

    async def carry_on(self) -> None:
        """Look until the home is gone."""
        pause_s = LOOK_EVERY_S
        away_since = time.monotonic()
        while self.gone is None:
            await asyncio.sleep(pause_s)
            await self._look()
            if self.trouble:
                pause_s = min(2 * pause_s, PAUSE_MAX_S)
                continue
            if self.told_slow or self.told_why:
                away_s = time.monotonic() - away_since
                log.warning("%s answers again, after %.0f s.", self.name, away_s)
                self.told_slow = self.told_why = False
            pause_s, away_since = LOOK_EVERY_S, time.monotonic()

    async def _look(self) -> None:
        making_sure = asyncio.create_task(asyncio.to_thread(self.lease.make_sure))
        try:
            await asyncio.wait([making_sure], timeout=TELL_AFTER_S)
            if not (making_sure.done() or self.told_slow or self.told_why):
                self.told_slow = True
                log.warning("%s does not answer. It is being started again; work waits.", self.name)
            await making_sure
            self.trouble = None
        except HomeGone as gone:
            self.gone = gone
        except CannotStart as trouble:
            self._tell_why(trouble)
        except (OSError, RuntimeError) as error:  # of a machine that is short even of threads
            self._tell_why(CannotStart(f"Nobody can see to {self.name} just now: {error}"))
        finally:
            await tasks.end(making_sure)

    def _tell_why(self, trouble: CannotStart) -> None:
        self.trouble = trouble
        if not self.told_why:
            self.told_why = True
            log.warning("%s\nIt is tried again and again; work waits meanwhile.", trouble)
