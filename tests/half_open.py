"""A network that fails silently: a relay that passes nothing on, and tells nobody."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from enum import Enum, auto

from huleedu.kit import tasks

Way = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Cut(Enum):
    """What no longer arrives on the connections that are open when the network fails."""

    BOTH = auto()
    TO_ENGINE = auto()
    FROM_ENGINE = auto()


class HalfOpen:
    """Stands between us and an engine, at `port` of this machine."""

    def __init__(self, dial: Callable[[], Awaitable[Way]]) -> None:
        self.port = 0
        self._dial = dial
        self._to_engine: list[asyncio.Event] = []
        self._from_engine: list[asyncio.Event] = []
        self._serving: set[asyncio.Task[object]] = set()
        self._pumps: list[asyncio.Task[None]] = []
        self._writers: list[asyncio.StreamWriter] = []

    def fail(self, cut: Cut) -> None:
        """From now on what is open is half open: no byte, no FIN, no RST. New ones work."""
        if cut is not Cut.FROM_ENGINE:
            for silent in self._to_engine:
                silent.set()
        if cut is not Cut.TO_ENGINE:
            for silent in self._from_engine:
                silent.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        task = asyncio.current_task()
        assert task
        self._serving.add(task)
        try:
            there, back = await self._dial()
            self._writers.append(back)
        finally:
            self._serving.discard(task)
        for source, sink, silences in (
            (reader, back, self._to_engine),
            (there, writer, self._from_engine),
        ):
            silences.append(silent := asyncio.Event())
            self._pumps.append(asyncio.create_task(_pump(source, sink, silent)))

    async def aclose(self) -> None:
        if self._serving:
            await asyncio.wait(self._serving)
        await tasks.end(*self._pumps)
        for writer in self._writers:
            writer.transport.abort()


async def _pump(
    source: asyncio.StreamReader, sink: asyncio.StreamWriter, silent: asyncio.Event
) -> None:
    with suppress(OSError):
        while said := await source.read(1 << 16):
            if not silent.is_set():
                sink.write(said)
        if not silent.is_set():
            sink.close()


@asynccontextmanager
async def half_open(dial: Callable[[], Awaitable[Way]]) -> AsyncGenerator[HalfOpen]:
    relay = HalfOpen(dial)
    server = await asyncio.start_server(relay.serve, "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        await relay.aclose()
        await server.wait_closed()


@asynccontextmanager
async def before_postgres(arguments: dict[str, object]) -> AsyncGenerator[HalfOpen]:
    """Before the tests' PostgreSQL."""
    socket = f"{arguments['host']}/.s.PGSQL.{arguments['port']}"
    async with half_open(lambda: asyncio.open_unix_connection(socket)) as relay:
        yield relay
