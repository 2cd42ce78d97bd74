"""Carry what a service said from its outbox to the bus."""

import asyncio
from contextlib import suppress

from huleedu.kit import outbox
from huleedu.kit.bus import Bus
from huleedu.kit.database import Database

AT_MOST = 500
IDLE_S = 0.25
BUSY_S = 0.01
APART_S = 0.01
"""Under load it sends at most so often, and more at once; what is said after a pause leaves now."""


class Relay:
    """Woken by a hint of this process after each commit, and by a poll for what others left."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus
        self._hint = asyncio.Event()

    def hint(self) -> None:
        """Something may have been said."""
        self._hint.set()

    async def carry_on(self) -> None:
        """Carry until cancelled; raises `EngineAway` when an engine is."""
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            self._hint.clear()
            sent = await self.carry()
            if sent == AT_MOST:
                continue
            pause = IDLE_S if sent == 0 else BUSY_S
            # not wait_for: in Python 3.11 it loses a cancellation that comes with the hint
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._hint.wait()
            if sent:
                await asyncio.sleep(began + APART_S - loop.time())

    async def finish(self) -> bool:
        """Send all that is unsent; a relay that is just sending some of it is waited for.

        Returns whether there was anything.
        """
        spoke = False
        while (sent := await self._carry()) != 0:
            spoke = True
            if sent is None:
                await asyncio.sleep(BUSY_S)
        return spoke

    async def carry(self) -> int:
        """Send what is unsent, `AT_MOST` at a time; returns how many were sent."""
        return await self._carry() or 0

    async def _carry(self) -> int | None:
        async with self._database.transaction() as sql:
            found = await outbox.unsent(sql, AT_MOST)
            if found is None:
                return None
            places, envelopes = found
            if places:
                await self._bus.publish(envelopes)
                await outbox.mark_sent(sql, places)
            return len(places)
