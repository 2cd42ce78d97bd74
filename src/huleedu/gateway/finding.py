"""Find the files that a teacher names, whatever else lies there."""

import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import msgspec

from huleedu.contracts.reason import Reason, Why
from huleedu.kit.names import alike, display_name, told_apart, with_letters
from huleedu.services.files.api import OWN_RESULT_HEAD_BYTES, is_own_result, may_be_own_result

OURS = "huleedu-"
"""Folders that begin so hold results of ours, not essays."""
NO_ESSAYS = frozenset({"thumbs.db", "desktop.ini"})
_DOCUMENTS = frozenset(
    {".doc", ".docm", ".docx", ".odt", ".pages", ".pdf", ".rtf", ".rtfd", ".txt"}
)
_PARTS = frozenset({"[Content_Types].xml", "content.xml", "Index.zip", "Index", "TXT.rtf"})
"""What a folder has in it that is a document to some program, or was unpacked of one."""
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opening a FIFO to which nobody writes would else wait for ever."""


class FoundFile(msgspec.Struct, frozen=True):
    """A file on disk, or what stands in one's place, and the name the teacher knows it by."""

    path: Path
    name: str
    note: Why = ""
    """What a teacher should know of the name."""


class Found(msgspec.Struct, frozen=True):
    """In the order of their names. `passed_over`: results of ours that lay among them."""

    files: tuple[FoundFile, ...]
    passed_over: tuple[str, ...] = ()


def find(paths: Sequence[Path], leave_out: Iterable[Path] = ()) -> Found:
    """Every file that is named, or lies in a folder that is.

    Hidden files, those in `leave_out` and results of ours are passed over; a file that is reached
    twice counts once. Raises FileNotFoundError for a path that is not there.
    """
    skip = {_real(path) for path in leave_out}
    seen: set[Path] = set()
    raw: list[tuple[Path, str]] = []
    results: list[str] = []
    for root in paths:
        for path in _walk(root, skip):
            real = _real(path)
            if real in seen or real in skip:
                continue
            seen.add(real)
            name = str(path.relative_to(root)) if path != root else path.name
            if _is_our_result(path):
                results.append(display_name(name))
            else:
                raw.append((path, name))
    files = sorted(_named(raw), key=lambda file: _natural(file.name))
    return Found(tuple(files), tuple(sorted(results, key=_natural)))


def opened(path: Path) -> BinaryIO:
    """The file, open for reading; what is no file does not hold us up. Raises OSError."""
    return os.fdopen(os.open(path, _OPEN), "rb")


def is_package(path: Path) -> bool:
    """Whether this folder is a document to the program that made it."""
    if not os.path.isdir(path) or path.suffix.casefold() not in _DOCUMENTS:  # noqa: PTH112
        return False
    try:
        names = os.listdir(path)  # noqa: PTH208
    except OSError:
        return False
    return not names or not _PARTS.isdisjoint(names)


def _named(raw: Sequence[tuple[Path, str]]) -> Iterator[FoundFile]:
    taken: set[str] = set()
    meant: list[str] = []
    folders = with_letters([path.absolute().parent.name for path, _ in raw])
    names = with_letters([name for _, name in raw])
    for raw_name, folder in zip(names, folders, strict=True):
        name = display_name(raw_name)
        if alike(name) in taken:  # two folders may have a file of this name
            name = display_name(f"{folder}/{raw_name.rpartition('/')[2]}")
        taken.add(alike(name))
        meant.append(name)
    for (path, _), wanted, name in zip(raw, meant, told_apart(meant), strict=True):
        note = "" if name == wanted else Reason("same_name", {"name": wanted})
        yield FoundFile(path, name, note)


def _is_our_result(path: Path) -> bool:
    if path.name == "ranking.png":  # says nothing of its maker; the drawing beside it does
        path = path.with_suffix(".svg")
    if not may_be_own_result(path.name):
        return False
    try:
        with opened(path) as file:
            return stat.S_ISREG(os.fstat(file.fileno()).st_mode) and is_own_result(
                path.name, file.read(OWN_RESULT_HEAD_BYTES)
            )
    except OSError:
        return False  # it appears in the result, with the reason


def _real(path: Path) -> Path:
    """Where a path leads; of links in a circle, the first (`Path.resolve` raises until 3.12)."""
    return Path(os.path.realpath(path))


def _walk(root: Path, skip: set[Path]) -> Iterator[Path]:
    """Files below a root, however deep; a folder that may not be entered stands for itself.

    A link to a folder within the root leads to what is found anyway; one that leads elsewhere is
    told of rather than followed, for it may lead to anything.
    """
    # os.path answers where Path raises: in a folder that may be listed and not entered
    if not os.path.isdir(root) or is_package(root):  # noqa: PTH112
        root.lstat()  # raises for what is not there
        yield root
        return
    top = _real(root)
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            # a file before a link to it, so that it has its own name
            listed = sorted(folder.iterdir(), key=lambda path: (os.path.islink(path), path))  # noqa: PTH114
        except OSError:
            yield folder  # it appears in the result, as refused
            continue
        for path in listed:
            if _is_hidden(path) or _real(path) in skip:
                continue
            if not os.path.isdir(path) or is_package(path):  # noqa: PTH112
                yield path
            elif not os.path.islink(path):  # noqa: PTH114
                folders += [path] * (not path.name.startswith(OURS))
            elif not _real(path).is_relative_to(top):
                yield path


def _is_hidden(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.name.casefold() in NO_ESSAYS


def _natural(name: str) -> list[tuple[int, int, str]]:
    """Sorts "essay 2" before "essay 10"."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in re.split(r"(\d+)", name.casefold())
        if part
    ]
