"""Take in a teacher's files: keep their bytes, and give each its id."""

import asyncio
import errno
import os
import stat
from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid5

import msgspec

from huleedu.contracts.gateway import OfferedFile
from huleedu.contracts.reason import Why
from huleedu.gateway.finding import FoundFile, is_package, opened
from huleedu.kit.content import Contents

# Codes of the files service's refusals.
TOO_LARGE = "too_large"
NO_PERMISSION = "no_permission"
NO_FILE = "no_file"
LEADS_NOWHERE = "leads_nowhere"
FOLDER_LINK = "folder_link"
FOLDER_OF_PARTS = "folder_of_parts"
PATH_TOO_LONG = "path_too_long"
READ_FAILED = "read_failed"
STILL_WRITTEN = "still_written"
VANISHED = "vanished"
_CODES = {
    errno.EACCES: NO_PERMISSION,
    errno.EPERM: NO_PERMISSION,
    errno.ENOENT: VANISHED,
    errno.ENOTDIR: VANISHED,
    errno.ESTALE: VANISHED,
    errno.ELOOP: LEADS_NOWHERE,
    errno.EISDIR: NO_FILE,
    errno.ENXIO: NO_FILE,  # a socket
    errno.ENAMETOOLONG: PATH_TOO_LONG,
}
KEEP_AT_ONCE_BYTES = 4_000_000
KEEP_AT_ONCE = 200
HULEEDU = UUID("6f1f3c0e-6f5c-5f0e-9b53-9d5a3d1f8a11")
"""The namespace of our ids: the same files under the same options are the same batch."""


class TakenIn(msgspec.Struct, frozen=True):
    """A file whose bytes are kept, or why they are not."""

    name: str
    size_bytes: int
    content: str | None
    refused: str | None = None
    files: int = 1
    """How many files stand in its place: those of an archive."""
    note: Why = ""


class NotTakenIn(msgspec.Struct, frozen=True):
    """Why a file's bytes are not taken in."""

    code: str
    size_bytes: int = 0


async def take_in(
    files: Sequence[FoundFile],
    contents: Contents,
    size_bytes_max: int,
    count: Callable[[str, bytes], int],
) -> list[TakenIn]:
    """Keep the files' bytes; they are stored and checked when this returns.

    Args:
        count: how many files a file (its name and bytes) stands for.
    """
    taken: list[TakenIn] = []
    waiting: list[bytes] = []
    size_bytes = 0
    for file in files:
        one, content = await asyncio.to_thread(_read, file, size_bytes_max, count)
        taken.append(one)
        if content is not None:
            waiting.append(content)
            size_bytes += len(content)
        if size_bytes > KEEP_AT_ONCE_BYTES or len(waiting) >= KEEP_AT_ONCE:
            await contents.keep(waiting)
            waiting.clear()
            size_bytes = 0
    if waiting:
        await contents.keep(waiting)
    return taken


def _read(
    file: FoundFile, size_bytes_max: int, count: Callable[[str, bytes], int]
) -> tuple[TakenIn, bytes | None]:
    try:
        content = _content(file.path, size_bytes_max)
    except OSError as error:
        code = _CODES.get(error.errno or 0, READ_FAILED)
        if code == VANISHED and os.path.islink(file.path):  # noqa: PTH114
            code = LEADS_NOWHERE
        return TakenIn(file.name, 0, None, code), None
    if isinstance(content, NotTakenIn):
        return TakenIn(file.name, content.size_bytes, None, content.code), None
    address = sha256(content).hexdigest()
    files = count(file.name, content)
    return TakenIn(file.name, len(content), address, None, files, file.note), content


def _content(path: Path, size_bytes_max: int) -> bytes | NotTakenIn:
    """The bytes of a regular file, and of nothing that would wait or never end; raises OSError."""
    if os.path.isdir(path):  # noqa: PTH112
        return NotTakenIn(_folder(path))
    with opened(path) as file:
        told = os.fstat(file.fileno())
        if not stat.S_ISREG(told.st_mode):
            return NotTakenIn(NO_FILE)
        if told.st_size > size_bytes_max:
            return NotTakenIn(TOO_LARGE, told.st_size)
        content = file.read(size_bytes_max + 1)
        after = os.fstat(file.fileno())
    if (after.st_size, after.st_mtime_ns) != (told.st_size, told.st_mtime_ns):
        return NotTakenIn(STILL_WRITTEN, after.st_size)
    return content


def _folder(path: Path) -> str:
    """Why a folder stands among the files; raises OSError for one that may not be entered."""
    if is_package(path):
        return FOLDER_OF_PARTS
    if os.path.islink(path):  # noqa: PTH114
        return FOLDER_LINK
    os.listdir(path)  # noqa: PTH208
    return NO_FILE


def batch_id(*options: object) -> UUID:
    """The same options give the same id, so that asking again goes on instead of beginning anew."""
    return uuid5(HULEEDU, msgspec.json.encode(options).hex())


def offered(batch: UUID, files: Iterable[TakenIn]) -> tuple[OfferedFile, ...]:
    """Give each file its id: the same name and bytes in a batch are the same essay."""
    return tuple(
        OfferedFile(
            essay=uuid5(batch, f"{file.name}\0{file.content}"),
            name=file.name,
            size_bytes=file.size_bytes,
            content=file.content,
            refused=file.refused,
            note=file.note,
        )
        for file in files
    )
