"""Files come out of a form piece by piece, however its bytes are cut on their way."""

import tracemalloc
from collections.abc import AsyncIterator
from typing import Any

import pytest
from starlette.requests import Request

from huleedu.gateway.web.multipart import NoForm, files_of

FORM = (
    b'--x\r\nContent-Disposition: form-data; name="note"\r\n\r\nno file\r\n'
    b'--x\r\nContent-Disposition: form-data; name="files"; filename="\xc3\x85sa.txt"\r\n'
    b"Content-Type: text/plain\r\n\r\nthe sea\r\n--is blue\r\n"
    b'--x\r\nContent-Disposition: form-data; name="files"; filename="Bo.txt"\r\n\r\n\r\n--x--\r\n'
)


def request_of(
    chunks: AsyncIterator[bytes], kind: str = "multipart/form-data; boundary=x"
) -> Request:
    async def receive() -> dict[str, Any]:
        async for chunk in chunks:
            return {"type": "http.request", "body": chunk, "more_body": True}
        return {"type": "http.request", "body": b"", "more_body": False}

    headers = [(b"content-type", kind.encode())]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive)


async def cut(content: bytes, size: int) -> AsyncIterator[bytes]:
    for at in range(0, len(content), size):
        yield content[at : at + size]


@pytest.mark.parametrize("size", [1, 2, 7, 64, 1000])
async def test_files_come_out_whole_and_fields_are_passed_over(size: int) -> None:
    found = [
        (name, b"".join([piece async for piece in pieces]))
        async for name, pieces in files_of(request_of(cut(FORM, size)), 5)
    ]
    assert found == [("Åsa.txt", b"the sea\r\n--is blue"), ("Bo.txt", b"")]


async def read(request: Request) -> list[str]:
    names: list[str] = []
    async for name, pieces in files_of(request, 5):
        names.append(name)
        async for _ in pieces:
            pass
    return names


@pytest.mark.parametrize("end", [0, 60, 190, 220, len(FORM) - 6])
async def test_what_breaks_off_is_no_form(end: int) -> None:
    with pytest.raises(NoForm):
        await read(request_of(cut(FORM[:end], 30)))


async def test_a_form_without_a_file_has_none() -> None:
    assert await read(request_of(cut(FORM.partition(b"\r\n--x")[0] + b"\r\n--x--\r\n", 30))) == []


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "multipart/form-data", "multipart/mixed; boundary=x"]
)
async def test_what_is_of_another_kind_is_no_form(kind: str) -> None:
    with pytest.raises(NoForm):
        await read(request_of(cut(FORM, 30), kind))


async def test_a_large_file_is_never_held_whole() -> None:
    async def large() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.pdf"\r\n\r\n'
        for _ in range(320):
            yield bytes(64 * 1024)
        yield b"\r\n--x--\r\n"

    tracemalloc.start()
    try:
        size = 0
        async for _, pieces in files_of(request_of(large()), 512 * 1024):
            async for piece in pieces:
                size += len(piece)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size == 20 << 20
    assert peak < 4_000_000
