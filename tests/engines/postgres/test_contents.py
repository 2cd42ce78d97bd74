"""A content that comes in pieces is kept whole or not at all, and comes out in pieces."""

import tracemalloc
from collections.abc import AsyncIterator
from hashlib import sha256

import pytest

from huleedu.kit.content import ContentLost, address_of
from huleedu.wiring.program import House

LARGE_BYTES = 20 << 20
PIECE_BYTES = 512 * 1024


async def pieces_of(content: bytes, size: int) -> AsyncIterator[bytes]:
    for at in range(0, len(content), size):
        yield content[at : at + size]


@pytest.mark.parametrize("size", [0, 1, 6, 7, 8, 100])
async def test_pieces_are_put_together_and_come_out_in_pieces(house: House, size: int) -> None:
    content = bytes(range(97, 97 + size % 26)) * max(1, size // 26)
    address = await house.contents.keep_stream(pieces_of(content, 7))
    assert address == address_of(content)
    assert await house.contents.fetch(address) == content
    assert b"".join([piece async for piece in house.contents.stream(address, 7)]) == content


async def test_a_content_that_is_kept_already_is_no_other(house: House) -> None:
    await house.contents.keep([b"the sea is blue"])
    address = await house.contents.keep_stream(pieces_of(b"the sea is blue", 4))
    assert address == address_of(b"the sea is blue")


async def test_what_broke_off_is_no_content_and_is_forgotten_in_an_hour(house: House) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"the sea "
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await house.contents.keep_stream(broken())
    with pytest.raises(ContentLost):
        await house.contents.fetch(address_of(b"the sea "))
    async with house.database("content").session() as sql:
        assert await sql.fetchval("select count(*) from piece") == 1
        await sql.execute("update piece set came_at = now() - interval '61 min'")
        await house.contents.keep_stream(pieces_of(b"the sea is blue", 4))
        assert await sql.fetchval("select count(*) from piece") == 0


async def test_there_is_nothing_to_stream_of_what_was_never_kept(house: House) -> None:
    with pytest.raises(ContentLost):
        async for _ in house.contents.stream(address_of(b"never"), 7):
            pass


async def test_a_large_content_is_never_held_here(house: House) -> None:
    async def large() -> AsyncIterator[bytes]:
        for number in range(LARGE_BYTES // PIECE_BYTES):
            yield number.to_bytes(4, "big") * (PIECE_BYTES // 4)

    await house.contents.keep_stream(pieces_of(b"warm", 2))
    tracemalloc.start()
    try:
        address = await house.contents.keep_stream(large())
        digest = sha256()
        async for piece in house.contents.stream(address, PIECE_BYTES):
            digest.update(piece)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert digest.hexdigest() == address
    assert peak < 4_000_000, f"{peak} bytes"
