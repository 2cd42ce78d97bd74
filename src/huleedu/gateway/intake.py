"""Take in a teacher's files: find them, keep their bytes, and give each its id."""

import asyncio
import errno
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid5

import msgspec

from huleedu.contracts.gateway import OfferedFile
from huleedu.contracts.reason import Reason, Why
from huleedu.gateway.own_results import HEAD_BYTES, is_ours, may_be_ours
from huleedu.kit.content import Contents
from huleedu.kit.names import alike, display_name, told_apart, with_letters

OURS = "huleedu-"
"""Folders that begin so hold results of ours, not essays."""
NO_ESSAYS = frozenset({"thumbs.db", "desktop.ini"})
# Codes of the files service's refusals.
TOO_LARGE = "too_large"
UNREADABLE = "unreadable"
NO_PERMISSION = "no_permission"
NO_FILE = "no_file"
LEADS_NOWHERE = "leads_nowhere"
_CODES = {
    errno.EACCES: NO_PERMISSION,
    errno.EPERM: NO_PERMISSION,
    errno.ENOENT: LEADS_NOWHERE,
    errno.ENOTDIR: LEADS_NOWHERE,
    errno.ELOOP: LEADS_NOWHERE,
    errno.EISDIR: NO_FILE,
    errno.ENXIO: NO_FILE,  # a socket
}
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opening a FIFO to which nobody writes would else wait for ever."""
KEEP_AT_ONCE_BYTES = 4_000_000
KEEP_AT_ONCE = 200
HULEEDU = UUID("6f1f3c0e-6f5c-5f0e-9b53-9d5a3d1f8a11")
"""The namespace of our ids: the same files under the same options are the same batch."""


class FoundFile(msgspec.Struct, frozen=True):
    """A file on disk, and the name under which the teacher knows it."""

    path: Path
    name: str
    note: Why = ""
    """What a teacher should know of the name."""


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


def find(paths: Sequence[Path], leave_out: Iterable[Path] = ()) -> list[FoundFile]:
    """Every file that is named, or lies in a folder that is; in the order of their names.

    Hidden files, those in `leave_out` and results of ours are passed over; a file that is reached
    twice counts once. Raises FileNotFoundError for a path that is not there.
    """
    skip = {_real(path) for path in leave_out}
    seen: set[Path] = set()
    raw: list[tuple[Path, str]] = []
    for root in paths:
        for path in _walk_named(root, skip):
            real = _real(path)
            if real in seen or real in skip or _is_our_result(path):
                continue
            seen.add(real)
            raw.append((path, str(path.relative_to(root)) if path != root else path.name))
    taken: set[str] = set()
    named: list[tuple[Path, str]] = []
    folders = with_letters([path.absolute().parent.name for path, _ in raw])
    names = with_letters([name for _, name in raw])
    for (path, _), raw_name, folder in zip(raw, names, folders, strict=True):
        name = display_name(raw_name)
        if alike(name) in taken:  # two folders may have a file of this name
            name = display_name(f"{folder}/{raw_name.rpartition('/')[2]}")
        taken.add(alike(name))
        named.append((path, name))
    apart = told_apart([name for _, name in named])
    found = [
        FoundFile(path, name, "" if name == meant else Reason("same_name", {"name": meant}))
        for (path, meant), name in zip(named, apart, strict=True)
    ]
    return sorted(found, key=lambda file: _natural(file.name))


def _is_our_result(path: Path) -> bool:
    if path.name == "ranking.png":  # says nothing of its maker; the drawing beside it does
        path = path.with_suffix(".svg")
    if not may_be_ours(path):
        return False
    try:
        with _opened(path) as file:
            return stat.S_ISREG(os.fstat(file.fileno()).st_mode) and is_ours(
                path, file.read(HEAD_BYTES)
            )
    except OSError:
        return False  # it appears in the result, with the reason


def _opened(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, _OPEN), "rb")


def _real(path: Path) -> Path:
    """Where a path leads; of links in a circle, the first (`Path.resolve` raises until 3.12)."""
    return Path(os.path.realpath(path))


def _walk(root: Path, skip: set[Path]) -> Iterator[Path]:
    # os.path answers where Path raises: in a folder that may be listed and not entered
    if not os.path.isdir(root):  # noqa: PTH112
        root.lstat()  # raises for what is not there
        yield root
        return
    for path in sorted(root.iterdir()):
        hidden = path.name.startswith((".", "~$")) or path.name.casefold() in NO_ESSAYS
        if hidden or _real(path) in skip:
            continue
        if os.path.isdir(path):  # noqa: PTH112
            if not os.path.islink(path) and not path.name.startswith(OURS):  # noqa: PTH114
                yield from _walk_named(path, skip)
        else:
            yield path


def _walk_named(folder: Path, skip: set[Path]) -> Iterator[Path]:
    try:
        yield from _walk(folder, skip)
    except PermissionError:
        yield folder  # it appears in the result, as refused


def _natural(name: str) -> list[tuple[int, int, str]]:
    """Sorts "essay 2" before "essay 10"."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.split(r"(\d+)", name.casefold())
        if part
    ]


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
        return TakenIn(file.name, 0, None, _CODES.get(error.errno or 0, UNREADABLE)), None
    if isinstance(content, NotTakenIn):
        return TakenIn(file.name, content.size_bytes, None, content.code), None
    address = sha256(content).hexdigest()
    files = count(file.name, content)
    return TakenIn(file.name, len(content), address, None, files, file.note), content


def _content(path: Path, size_bytes_max: int) -> bytes | NotTakenIn:
    """The bytes of a regular file, and of nothing that would wait or never end; raises OSError."""
    with _opened(path) as file:
        told = os.fstat(file.fileno())
        if not stat.S_ISREG(told.st_mode):
            return NotTakenIn(NO_FILE)
        if told.st_size > size_bytes_max:
            return NotTakenIn(TOO_LARGE, told.st_size)
        return file.read()


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
