"""A Valkey that is made up: the commands of the controls, one at a time, after delays by dice.

What the engine does is exact and has no luck in it; luck is in when each command arrives. Here a
seed decides that, so a story that needed a bad day is told the same way each time.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from random import Random
from types import TracebackType
from typing import Any, Self, TypeVar

from valkey import exceptions

Answer = TypeVar("Answer")


class MadeUpValkey:
    """Implements `controls.on_valkey.Commands`."""

    def __init__(self, dice: Random, slow_s: float) -> None:
        self._dice = dice
        self._slow_s = slow_s
        self._sets: dict[str, list[str]] = {}
        self._hashes: dict[str, dict[str, str]] = {}
        self.changes = Counter[str]()
        """By key: whoever watches it sees whether it has changed."""

    async def meet(self, deed: Callable[[], Answer]) -> Answer:
        """The way there, the deed, the way back."""
        await asyncio.sleep(self._dice.random() * self._slow_s)
        answer = deed()
        await asyncio.sleep(self._dice.random() * self._slow_s)
        return answer

    def pipeline(self, transaction: bool = True) -> "MadeUpPipeline":
        """Several commands, watched."""
        return MadeUpPipeline(self)

    async def sadd(self, key: str, *members: str | int) -> int:
        """See the command."""
        return await self.meet(lambda: self._add(key, [str(member) for member in members]))

    async def srem(self, key: str, *members: str) -> int:
        """See the command."""
        return await self.meet(lambda: self.remove(key, members))

    async def srandmember(self, key: str) -> str | None:
        """See the command."""
        return await self.meet(lambda: self.any_of(key))

    async def spop(self, key: str) -> str | None:
        """See the command."""
        return await self.meet(lambda: self._pop(key))

    async def hget(self, key: str, field: str) -> str | None:
        """See the command."""
        return await self.meet(lambda: self.field(key, field))

    async def hset(self, key: str, field: str, value: str) -> int:
        """See the command."""
        return await self.meet(lambda: self.put(key, field, value))

    async def hsetnx(self, key: str, field: str, value: str) -> bool:
        """See the command."""
        return await self.meet(
            lambda: self.field(key, field) is None and bool(self.put(key, field, value))
        )

    async def hdel(self, key: str, *fields: str) -> int:
        """See the command."""
        return await self.meet(lambda: self._drop(key, fields))

    async def hgetall(self, key: str) -> dict[str, str]:
        """See the command."""
        return await self.meet(lambda: dict(self._hashes.get(key, {})))

    async def delete(self, *keys: str) -> int:
        """See the command."""
        return await self.meet(lambda: self._forget(keys))

    # --- the deeds ---

    def any_of(self, key: str) -> str | None:
        """A member of a set, by dice."""
        members = self._sets.get(key)
        return self._dice.choice(members) if members else None

    def field(self, key: str, field: str) -> str | None:
        """What stands in a hash."""
        return self._hashes.get(key, {}).get(field)

    def put(self, key: str, field: str, value: str) -> int:
        """Write into a hash; 1 if the field is new."""
        fields = self._hashes.setdefault(key, {})
        new = field not in fields
        fields[field] = value
        self.changes[key] += 1
        return int(new)

    def remove(self, key: str, members: tuple[str, ...]) -> int:
        """Take members out of a set; how many were there."""
        held = self._sets.get(key, [])
        there = [member for member in members if member in held]
        for member in there:
            held.remove(member)
        self.changes[key] += bool(there)
        return len(there)

    def _add(self, key: str, members: list[str]) -> int:
        held = self._sets.setdefault(key, [])
        new = [member for member in dict.fromkeys(members) if member not in held]
        held += new
        self.changes[key] += bool(new)
        return len(new)

    def _pop(self, key: str) -> str | None:
        member = self.any_of(key)
        if member is not None:
            self.remove(key, (member,))
        return member

    def _drop(self, key: str, fields: tuple[str, ...]) -> int:
        there = [self._hashes.get(key, {}).pop(field, None) for field in fields]
        dropped = sum(value is not None for value in there)
        self.changes[key] += bool(dropped)
        return dropped

    def _forget(self, keys: tuple[str, ...]) -> int:
        there = [key for key in keys if self._sets.pop(key, None) or self._hashes.pop(key, None)]
        self.changes.update(there)
        return len(there)


class MadeUpPipeline:
    """Implements `controls.on_valkey.Transaction`."""

    def __init__(self, valkey: MadeUpValkey) -> None:
        self._valkey = valkey
        self._watched: dict[str, int] = {}
        self._deeds: list[Callable[[], Any]] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._watched.clear()

    async def watch(self, *keys: str) -> bool:
        """See the command."""

        def deed() -> bool:
            self._watched |= {key: self._valkey.changes[key] for key in keys}
            return True

        return await self._valkey.meet(deed)

    async def hget(self, key: str, field: str) -> str | None:
        """See the command: at once, as long as `multi` has not been said."""
        return await self._valkey.hget(key, field)

    async def srandmember(self, key: str) -> str | None:
        """See the command: at once, as long as `multi` has not been said."""
        return await self._valkey.srandmember(key)

    def multi(self) -> None:
        """What comes now is done together."""
        self._deeds.clear()

    def srem(self, key: str, *members: str) -> object:
        """To be done by `execute`."""
        self._deeds.append(lambda: self._valkey.remove(key, members))
        return self

    def hset(self, key: str, field: str, value: str) -> object:
        """To be done by `execute`."""
        self._deeds.append(lambda: self._valkey.put(key, field, value))
        return self

    async def execute(self, raise_on_error: bool = True) -> list[Any]:
        """All of it, or nothing if something watched has changed."""
        done = await self._valkey.meet(self._execute)
        if done is None:
            raise exceptions.WatchError("what was watched has changed")
        return done

    def _execute(self) -> list[Any] | None:
        changes = self._valkey.changes
        changed = any(changes[key] != before for key, before in self._watched.items())
        self._watched.clear()
        return None if changed else [deed() for deed in self._deeds]
