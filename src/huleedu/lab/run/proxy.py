"""A small proxy between processes and an engine: it can cut every connection, or hold them back."""

import asyncio
import os
from collections.abc import AsyncGenerator, Awaitable, Callable
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
        self._tasks: set[asyncio.Task[None]] = set()

    def cut(self) -> None:
        """Break every connection at once: the engine may carry out what it has got."""
        for writer in list(self._open):
            writer.transport.abort()

    def hold(self) -> None:
        """Let nothing pass."""
        self._flowing.clear()

    def go_on(self) -> None:
        """Let pass what was held back, and what comes."""
        self._flowing.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, until either side ends it."""
        try:
            there, back = await self._dial()
        except OSError:
            writer.transport.abort()
            return
        self._open |= {writer, back}
        ways = [
            asyncio.ensure_future(self._pass_on(reader, back)),
            asyncio.ensure_future(self._pass_on(there, writer)),
        ]
        self._tasks.update(ways)
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await tasks.end(*ways)
            self._tasks.difference_update(ways)
            for end in (writer, back):
                end.transport.abort()
            self._open -= {writer, back}

    async def aclose(self) -> None:
        """Break what is left."""
        self._flowing.set()
        self.cut()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while said := await reader.read(CHUNK):
                await self._flowing.wait()
                writer.write(said)
                await writer.drain()


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
async def before_port(engine: int) -> AsyncGenerator[tuple[Proxy, int]]:
    """A proxy on a port of its own, which is told, before an engine's port on this machine."""
    proxy = Proxy(lambda: asyncio.open_connection("127.0.0.1", engine))
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    try:
        yield proxy, server.sockets[0].getsockname()[1]
    finally:
        await _end(server, proxy)


async def _end(server: asyncio.Server, proxy: Proxy) -> None:
    server.close()
    await proxy.aclose()
    await server.wait_closed()
