"""Say that this process serves its consumers, for as long as it does; know who else does."""

import asyncio
import os
import time
from datetime import UTC, datetime
from secrets import token_hex
from socket import gethostname

import msgspec

from huleedu.engines.nats.store import MEMBER_S, MEMBERS, Store, all_of
from huleedu.kit.bus import Serving
from huleedu.kit.database import EngineAway
from huleedu.kit.outages import Outage

SAY_EVERY_S = 1.0
REMEMBER_S = 1.5
"""So long a member counts as living when the list of members has been lost."""


class Membership:
    """This process among those that serve consumers; each is a subject that expires.

    It is renewed by the event loop that does the work: one that is suspended, or blocked, is not
    among the members after `MEMBER_S`.
    """

    def __init__(self, store: Store, outage: Outage) -> None:
        self.me = token_hex(8)
        self.serving: set[str] = set()
        self._store = store
        self._outage = outage
        self._since = datetime.now(UTC)
        self._said_at = 0.0
        self._seen: dict[tuple[str, str], float] = {}

    @property
    def is_current(self) -> bool:
        """Have we said so lately that nobody can have passed us over?"""
        return time.monotonic() - self._said_at < MEMBER_S

    async def stay(self) -> None:
        """Say it from time to time, however long a look at the partitions takes."""
        while True:
            try:
                await self.say()
            except EngineAway as error:
                self._outage.lost(error)
            else:
                if self._store.client.is_connected:
                    self._outage.works()
            await asyncio.sleep(SAY_EVERY_S)

    async def say(self) -> None:
        """We are at work; raises `EngineAway`."""
        said_at = time.monotonic()
        await all_of(
            self._store.put(f"huleedu.member.{self.me}.{consumer}", self._told_of(consumer))
            for consumer in self.serving
        )
        self._said_at = said_at

    def _told_of(self, consumer: str) -> bytes:
        here = Serving(consumer=consumer, host=gethostname(), pid=os.getpid(), since=self._since)
        return msgspec.json.encode(here)

    async def leave(self) -> None:
        """We serve nobody any more."""
        await self._store.remove(MEMBERS, f"huleedu.member.{self.me}.*")

    async def living(self) -> set[tuple[str, str]]:
        """Each member with each consumer that it serves: we, and all who were there just now."""
        now = time.monotonic()
        found = await self._store.subjects(MEMBERS, "huleedu.member.>")
        members = {(subject.split(".")[2], subject.split(".")[3]) for subject in found}
        self._seen |= dict.fromkeys(members, now)
        self._seen = {who: when for who, when in self._seen.items() if now - when < REMEMBER_S}
        return set(self._seen) | {(self.me, consumer) for consumer in self.serving}

    def forget(self, member: str) -> None:
        """It has said that it goes."""
        self._seen = {who: when for who, when in self._seen.items() if who[0] != member}

    async def served(self) -> list[Serving]:
        """Who serves whom."""
        found = await self._store.subjects(MEMBERS, "huleedu.member.>")
        told = await asyncio.gather(*(self._store.get(subject, MEMBERS) for subject in found))
        return [
            msgspec.json.decode(value.data, type=Serving)
            if value.data  # else it has just left, or was made before there was more to tell
            else Serving(consumer=subject.split(".")[3])
            for subject, value in zip(found, told, strict=True)
        ]
