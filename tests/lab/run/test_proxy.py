"""The proxy passes on what comes, holds it back, and cuts every connection."""

import asyncio
import contextlib
from pathlib import Path

from tests.patience import LONG_S

from huleedu.lab.run.proxy import before_port, before_socket


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while said := await reader.read(100):
        writer.write(said.upper())
    writer.close()


async def test_what_is_held_back_comes_when_it_may_go_on(tmp_path: Path) -> None:
    engine, entrance = tmp_path / "engine", tmp_path / "entrance"
    async with (
        await asyncio.start_unix_server(echo, str(engine)),
        before_socket(engine, entrance) as proxy,
        asyncio.timeout(LONG_S),
    ):
        reader, writer = await asyncio.open_unix_connection(str(entrance))
        writer.write(b"one")
        assert await reader.readexactly(3) == b"ONE"
        proxy.hold()
        writer.write(b"two")
        answer = asyncio.create_task(reader.readexactly(3))
        for _ in range(20):
            await asyncio.sleep(0)
        assert not answer.done()
        proxy.go_on()
        assert await answer == b"TWO"
        writer.close()
    assert not entrance.exists()


async def test_a_cut_ends_every_connection_and_lets_new_ones_come() -> None:
    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        engine = server.sockets[0].getsockname()[1]
        async with before_port(engine) as (proxy, port), asyncio.timeout(LONG_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"one")
            assert await reader.readexactly(3) == b"ONE"
            proxy.cut()
            with contextlib.suppress(ConnectionResetError):
                assert await reader.read() == b""
            writer.close()
            again, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"two")
            assert await again.readexactly(3) == b"TWO"
            writer.close()


async def test_an_engine_that_is_not_there_ends_the_connection(tmp_path: Path) -> None:
    entrance = tmp_path / "entrance"
    async with before_socket(tmp_path / "engine", entrance), asyncio.timeout(LONG_S):
        reader, writer = await asyncio.open_unix_connection(str(entrance))
        with contextlib.suppress(ConnectionResetError):
            assert await reader.read() == b""
        writer.close()


async def test_what_is_half_open_hears_nothing_not_even_the_end() -> None:
    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        engine = server.sockets[0].getsockname()[1]
        async with before_port(engine) as (proxy, port), asyncio.timeout(LONG_S):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"one")
            assert await reader.readexactly(3) == b"ONE"
            proxy.half_open()
            writer.write(b"two")
            writer.write_eof()
            heard = asyncio.create_task(reader.read())
            again, other = await asyncio.open_connection("127.0.0.1", port)
            other.write(b"new")
            assert await again.readexactly(3) == b"NEW"
            assert not heard.done()
            proxy.cut()
            with contextlib.suppress(ConnectionResetError):
                assert await heard == b""
            writer.close()
            other.close()


async def test_what_is_doubled_reaches_the_engine_twice_and_is_answered_once() -> None:
    came: list[bytes] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.read(100):
            came.append(said)
            writer.write(said.upper())
        writer.close()

    async with await asyncio.start_server(listen, "127.0.0.1", 0) as server:
        engine = server.sockets[0].getsockname()[1]
        async with before_port(engine) as (proxy, port), asyncio.timeout(LONG_S):
            proxy.double()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"one")
            assert await reader.readexactly(3) == b"ONE"
            while len(came) < 2:
                await asyncio.sleep(0.01)
            assert came == [b"one", b"one"]
            writer.write_eof()
            assert await reader.read() == b""
            writer.close()
