"""Write archives of which the same facts give the same bytes."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest that an archive can name: when its files were written is no fact of the batch."""


@contextmanager
def archive(out: BinaryIO, mode: str = "w") -> Generator[ZipFile]:
    """An archive that is whole when the block has ended."""
    with ZipFile(out, "a" if mode == "a" else "w", ZIP_DEFLATED, allowZip64=True) as packed:
        yield packed


def member(packed: ZipFile, name: str) -> IO[bytes]:
    """A file of it, to be written piece by piece."""
    info = ZipInfo(name, FIRST_DAY)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return packed.open(info, "w")
