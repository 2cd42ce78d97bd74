"""A small proxy between processes and an engine, whose connections can be made to fail."""

import asyncio
import os
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from huleedu.kit import tasks

Way = tuple[asyncio.StreamReader, asyncio.StreamWriter]
CHUNK = 1 << 16


class Proxy:
    """Passes on what comes; `dial` opens a connection to the engine."""

    def __init__(self, dial: Callable[[], Awaitable[Way]]) -> None:
        self._dial = dial
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._open: set[asyncio.StreamWriter] = set()
        self._silent: set[asyncio.StreamWriter] = set()
        self._cut = asyncio.Event()
        self._doubling = False
        self._tasks: set[asyncio.Task[None]] = set()

    def cut(self) -> None:
        """Break every connection at once: the engine may carry out what it has got."""
        for writer in list(self._open):
            writer.transport.abort()
        self._cut.set()
        self._cut = asyncio.Event()

    def hold(self) -> None:
        """Let nothing pass."""
        self._flowing.clear()

    def go_on(self) -> None:
        """Let pass what was held back, and what comes."""
        self._flowing.set()

    def half_open(self) -> None:
        """Connections that are open pass nothing on from now on, and do not end; new ones work."""
        self._silent |= self._open

    def double(self) -> None:
        """What is sent on new connections is sent on another one as well."""
        self._doubling = True

    def single(self) -> None:
        """New connections are one again."""
        self._doubling = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it."""
        try:
            there, back = await self._dial()
            others = [await self._dial()] if self._doubling else []
        except OSError:
            writer.transport.abort()
            return
        ends = [writer, back, *(other for _, other in others)]
        self._open |= {*ends}
        ways = [
            asyncio.ensure_future(self._pass_on(reader, ends[1:])),
            asyncio.ensure_future(self._pass_on(there, [writer])),
        ]
        deaf = [asyncio.ensure_future(self._pass_on(answers, [])) for answers, _ in others]
        self._tasks.update(ways, deaf)
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await tasks.end(*ways, *deaf)
            self._tasks.difference_update(ways, deaf)
            for end in ends:
                end.transport.abort()
            self._open.difference_update(ends)
            self._silent.difference_update(ends)

    async def aclose(self) -> None:
        """Break what is left."""
        self._flowing.set()
        self.cut()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _pass_on(
        self, reader: asyncio.StreamReader, writers: Sequence[asyncio.StreamWriter]
    ) -> None:
        with suppress(OSError):
            while said := await reader.read(CHUNK):
                await self._flowing.wait()
                for writer in writers:
                    if writer not in self._silent:
                        writer.write(said)
                        await writer.drain()
        if self._silent.intersection(writers):
            await self._cut.wait()  # nobody hears of the end either


@asynccontextmanager
async def before_socket(engine: Path, entrance: Path) -> AsyncGenerator[Proxy]:
    """A proxy on the Unix socket `entrance`, before that of an engine."""
    proxy = Proxy(lambda: asyncio.open_unix_connection(str(engine)))
    server = await asyncio.start_unix_server(proxy.serve, str(entrance))
    try:
        yield proxy
    finally:
        await _end(server, proxy)
        with suppress(FileNotFoundError):
            os.unlink(entrance)  # noqa: PTH108 - a moment, in the end


@asynccontextmanager
async def before_port(engine: int, host: str = "127.0.0.1") -> AsyncGenerator[tuple[Proxy, int]]:
    """A proxy on a port of its own of this machine, which is told, before an engine's port."""
    proxy = Proxy(lambda: asyncio.open_connection(host, engine))
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    try:
        yield proxy, server.sockets[0].getsockname()[1]
    finally:
        await _end(server, proxy)


async def _end(server: asyncio.Server, proxy: Proxy) -> None:
    server.close()
    await proxy.aclose()
    await server.wait_closed()
