"""Carry what a service said from its outbox to the bus."""

import asyncio
from contextlib import suppress

from huleedu.kit import outbox
from huleedu.kit.bus import Bus
from huleedu.kit.database import Database

AT_MOST = 500
IDLE_S = 0.25
BUSY_S = 0.01


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
        while True:
            self._hint.clear()
            sent = await self.carry()
            if sent == AT_MOST:
                continue
            pause = IDLE_S if sent == 0 else BUSY_S
            # not wait_for: in Python 3.11 it loses a cancellation that comes with the hint
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._hint.wait()

    async def carry(self) -> int:
        """Send what is unsent, `AT_MOST` at a time; returns how many were sent."""
        async with self._database.transaction() as sql:
            found = await outbox.unsent(sql, AT_MOST)
            if not found or not found[0]:
                return 0
            places, envelopes = found
            await self._bus.publish(envelopes)
            await outbox.mark_sent(sql, places)
            return len(places)
