"""The judges of the benchmarks ask as the page does, and count what is no answer."""

import asyncio
import random
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import msgspec

from huleedu.bench.judges import AT, Judge, Met, connection

Reply = Callable[[str, dict[str, Any]], tuple[int, dict[str, Any]]]


@asynccontextmanager
async def replying(reply: Reply) -> AsyncGenerator[str]:
    """A server that says what the test wants; its address."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            told = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:-2])
            body = await reader.readexactly(int(told["Content-Length"]))
            path = head.split(b" ", 2)[1].decode()
            status, said = reply(path, msgspec.json.decode(body) if body else {})
            content = msgspec.json.encode(said)
            answer = f"HTTP/1.1 {status} x\r\ncontent-length: {len(content)}\r\n\r\n"
            writer.write(answer.encode() + content)

    talks: set[asyncio.Task[None]] = set()

    def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.create_task(until_left(reader, writer)))

    async def until_left(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):
            await talk(reader, writer)
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(meet, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        await asyncio.gather(*talks)


async def test_the_pair_after_is_asked_for_before_the_one_in_hand_is_decided() -> None:
    asked: list[tuple[str, dict[str, Any]]] = []

    def reply(path: str, sent: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        asked.append((path.removeprefix(AT), sent))
        if path.endswith("/next"):
            return 200, {"type": "pair_to_judge", "pair": f"p{len(asked)}"}
        return 200, {"type": "recorded"}

    async with replying(reply) as url, connection(url, {"Authorization": "Bearer k"}) as own:
        met = Met()
        judge = Judge(own, random.Random(1), met)
        await judge.begin()
        await judge.decide(0.0)
    assert [path for path, _ in asked] == ["/next", "/next", "/pairs/p1/decision"]
    assert [sent.get("holding") for _, sent in asked[:2]] == [None, "p1"]
    assert (judge.pair, len(met.next_ms), len(met.decide_ms)) == ("p2", 2, 1)
    assert not met.errors


async def test_what_is_no_answer_is_counted_by_kind() -> None:
    def reply(path: str, sent: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if path.endswith("/next") and not sent:
            return 200, {"type": "pair_to_judge", "pair": "p"}
        return 503, {"type": "away"}

    async with replying(reply) as url, connection(url, {}) as own:
        judge = Judge(own, random.Random(1), Met())
        await judge.begin()
        await judge.decide(0.0)
    assert judge.met.errors == {"next: 503 away": 1, "decision: 503 away": 1}
    assert not judge.met.decide_ms


async def test_a_connection_that_the_server_has_ended_is_opened_again() -> None:
    async def once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 x\r\ncontent-length: 2\r\n\r\n{}")
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(once, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with connection(url, {}) as own:
            for _ in range(3):
                assert (await own.ask("/")).status == 200
                assert await own.reader.read() == b"", "the server has ended it"
