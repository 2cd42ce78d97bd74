"""Write archives of which the same facts give the same bytes."""

import asyncio
from collections.abc import AsyncIterable, Generator, Sequence
from contextlib import contextmanager
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from huleedu.kit import spreadsheet

ROWS_AT_ONCE = 500
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that an archive can name: when its files were written is no fact of the batch."""


@contextmanager
def archive(out: BinaryIO, mode: str = "w") -> Generator[ZipFile]:
    """An archive that is whole when the block has ended."""
    with ZipFile(out, "a" if mode == "a" else "w", ZIP_DEFLATED, allowZip64=True) as packed:
        yield packed


def member(packed: ZipFile, name: str, *, packed_before: bool = False) -> IO[bytes]:
    """A file of it, to be written piece by piece; `packed_before`: it is small already."""
    info = ZipInfo(name, FIRST_DAY)
    info.compress_type = ZIP_STORED if packed_before else ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return packed.open(info, "w")


async def add_table(
    packed: ZipFile, name: str, head: Sequence[str], rows: AsyncIterable[Sequence[object]]
) -> int:
    """Add a table that no spreadsheet runs, some rows at a time; how many rows it has."""
    count = 0
    some: list[Sequence[object]] = [head]
    with member(packed, name) as file:
        file.write("\ufeff".encode())
        async for row in rows:
            some.append(row)
            count += 1
            if len(some) >= ROWS_AT_ONCE:
                await asyncio.to_thread(file.write, spreadsheet.written(some).encode())
                some = []
        file.write(spreadsheet.written(some).encode())
    return count


def add_file(packed: ZipFile, name: str, content: bytes) -> None:
    """Add a small file."""
    with member(packed, name) as file:
        file.write(content)
