"""Judges for the benchmarks: each a client of the judges' HTTP API, asking as the page does.

The client is a lean one: hundreds of judges on the cores of what they wait for are part of it.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import msgspec

from huleedu.bench.batches import essays_of
from huleedu.contracts.judging import Kind
from huleedu.services.judging.api.desk import Script
from huleedu.services.judging.api.judgings import Enrolled
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House

HEAD_ENDS = b"\r\n\r\n"
WAIT_S = 60.0
"""Nobody waits longer for an answer."""
AT = "/api/v1/judging"
AFTER_ERROR_S = 0.5
ANSWERS = (-2, -1, 0, 1, 2)


class Said(NamedTuple):
    """An answer: its status, its JSON, and how long it took."""

    status: int
    body: dict[str, Any]
    took_ms: float


@dataclass(slots=True)
class Connection:
    """A connection that stays open, on which one asks after the other; JSON both ways."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    head: str
    """What each request says of whoever asks."""
    host: str
    port: int

    async def ask(self, path: str, told: object = None) -> Said:
        """Post this; raises OSError, `TimeoutError` or `asyncio.IncompleteReadError`."""
        body = b"" if told is None else msgspec.json.encode(told)
        kind = "Content-Type: application/json\r\n" if body else ""
        head = f"POST {path} HTTP/1.1\r\n{self.head}{kind}Content-Length: {len(body)}\r\n\r\n"
        began = time.perf_counter()
        if self.reader.at_eof() or self.writer.is_closing():  # it was idle, or broke: as a browser
            self.writer.close()
            self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        self.writer.write(head.encode() + body)
        async with asyncio.timeout(WAIT_S):
            answer = await self.reader.readuntil(HEAD_ENDS)
            length = int(_header(answer, b"content-length") or 0)
            content = await self.reader.readexactly(length)
        took_ms = 1000 * (time.perf_counter() - began)
        status = int(answer.split(b" ", 2)[1])
        return Said(status, msgspec.json.decode(content) if content else {}, took_ms)


def _header(head: bytes, name: bytes) -> bytes:
    for line in head.split(b"\r\n"):
        key, _, value = line.partition(b":")
        if key.lower() == name:
            return value.strip()
    return b""


@asynccontextmanager
async def connection(url: str, headers: Mapping[str, str]) -> AsyncGenerator[Connection]:
    """A connection to this server, closed at the end."""
    at = urlsplit(url)
    assert at.hostname
    assert at.port
    told = {"Host": at.netloc, **headers}
    head = "".join(f"{name}: {text}\r\n" for name, text in told.items())
    own = Connection(
        *await asyncio.open_connection(at.hostname, at.port), head, at.hostname, at.port
    )
    try:
        yield own
    finally:
        own.writer.close()
        with suppress(OSError):
            await own.writer.wait_closed()


@dataclass(slots=True)
class Met:
    """What judges met: milliseconds of each answer, and what was none."""

    next_ms: list[float] = field(default_factory=list[float])
    decide_ms: list[float] = field(default_factory=list[float])
    errors: Counter[str] = field(default_factory=Counter[str])


@dataclass(slots=True)
class Judge:
    """A judge with a pair in hand, and the next one there before it is wanted.

    `met` is where the answers are counted just now.
    """

    own: Connection
    dice: random.Random
    met: Met
    pair: str = ""
    ahead: str = ""

    async def begin(self) -> None:
        """The first pair."""
        self.pair = await self._next(None)

    async def decide(self, pause_s: float) -> None:
        """Have the next pair fetched while this one is read, and decide this one."""
        if not self.pair:
            self.pair = await self._next(None)
            return
        looking = asyncio.create_task(asyncio.sleep(pause_s))
        self.ahead = await self._next(self.pair)
        await looking
        path = f"{AT}/pairs/{self.pair}/decision"
        said = await self._asked(path, {"answer": self.dice.choice(ANSWERS), "took_s": 1.0})
        if said and said.body["type"] in ("recorded", "recorded_before"):
            self.met.decide_ms.append(said.took_ms)
        elif said:
            self.met.errors[f"decision: {said.status} {said.body.get('type')}"] += 1
        self.pair = self.ahead

    async def _next(self, holding: str | None) -> str:
        said = await self._asked(f"{AT}/next", {"holding": holding} if holding else None)
        if not said:
            return ""
        if said.body["type"] != "pair_to_judge":
            self.met.errors[f"next: {said.status} {said.body['type']}"] += 1
            return ""
        self.met.next_ms.append(said.took_ms)
        return said.body["pair"]

    async def _asked(self, path: str, told: object) -> Said | None:
        try:
            return await self.own.ask(path, told)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as problem:
            self.met.errors[type(problem).__name__] += 1
            self.own.writer.close()
            await asyncio.sleep(AFTER_ERROR_S)
            return None


async def open_class(house: House, essays: int, judges: int, seed: int) -> list[str]:
    """A batch of so many essays that so many judges are to judge; returns the judges' keys."""
    batch, judgings = uuid4(), judgings_of(house)
    texts = essays_of(essays, seed)
    kept = await house.contents.keep([next(texts).encode() for _ in range(essays)])
    dice = random.Random(seed)
    scripts = [
        Script(
            essay=UUID(int=dice.getrandbits(128)),
            name=f"{number}.txt",
            text=at,
            measures={"words": float(dice.randint(150, 500))},
            pupil=f"Anna {number}son",
        )
        for number, at in enumerate(kept)
    ]
    await judgings.open(batch, scripts, "A challenge")
    enrolled = [
        await judgings.enrol(batch, f"judge {number}", Kind.PERSON) for number in range(judges)
    ]
    return [one.key for one in enrolled if isinstance(one, Enrolled)]


async def sit_down(stack: AsyncExitStack, url: str, keys: Sequence[str], met: Met) -> list[Judge]:
    """A judge for each key, with a connection of their own."""
    judges: list[Judge] = []
    for number, key in enumerate(keys):
        own = await stack.enter_async_context(connection(url, {"Authorization": f"Bearer {key}"}))
        judges.append(Judge(own, random.Random(number), met))
    return judges
