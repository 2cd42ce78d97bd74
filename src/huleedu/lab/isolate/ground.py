"""Files that a process leaves: noted before it touches them, set back when it is gone.

`follow` listens to the interpreter's audit events, and keeps what was there before each first
touch. `set_back` then undoes it, in any process, however the first one ended. So nothing is removed
that another program on the machine has made. What drivers in C or child processes write is not
noted; new names among the temporary files are still seen by `surroundings`.
"""

import itertools
import os
import shutil
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

import msgspec

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
NO_GROUND = ("/dev", "/proc", "/sys")
CACHES = frozenset({"__pycache__", ".pytest_cache"})
"""What Python and pytest may keep changes no outcome."""
JOURNAL = "touched.jsonl"


class Touched(msgspec.Struct, frozen=True):
    """A path, what was there before it was touched, and the copy that was taken of it."""

    path: str
    was: Literal["nothing", "file", "folder", "link"]
    copy: str = ""


class Journal:
    """Notes in `folder` what is touched outside of `own`."""

    def __init__(self, folder: Path, own: Path) -> None:
        self._folder = folder
        self._spared = (*NO_GROUND, str(own.resolve()), str(folder.resolve()))
        self._known: set[Path] = set()
        self._numbers = itertools.count()
        self._thread = threading.local()

    def heard(self, event: str, arguments: tuple[object, ...]) -> None:
        """An audit hook (`sys.addaudithook`), which does not hear itself."""
        paths = PATHS.get(event)
        if paths is None or getattr(self._thread, "notes", False):
            return
        self._thread.notes = True
        try:
            for path in paths(arguments):
                self._note(path.parent.resolve() / path.name)
        finally:
            self._thread.notes = False

    def _note(self, path: Path) -> None:
        """Keep what lies there, once."""
        if path in self._known or str(path).startswith(self._spared) or CACHES & {*path.parts}:
            return
        self._known.add(path)
        with suppress(OSError):  # what cannot be read can hardly be changed either
            note = msgspec.json.encode(self._kept(path)) + b"\n"
            with (self._folder / JOURNAL).open("ab") as journal:
                journal.write(note)

    def _kept(self, path: Path) -> Touched:
        copy = self._folder / f"{os.getpid()}-{next(self._numbers)}"
        if path.is_symlink():
            return Touched(str(path), "link", str(path.readlink()))
        if path.is_dir():
            shutil.copytree(path, copy, symlinks=True)
            return Touched(str(path), "folder", str(copy))
        if path.is_file():
            shutil.copy2(path, copy)
            return Touched(str(path), "file", str(copy))
        return Touched(str(path), "nothing")


def follow(folder: Path, own: Path) -> None:
    """Note from now on what this process touches; there is no end to it but the process's.

    Args:
        folder: for the journal and the copies.
        own: what is the run's own, and goes with it.
    """
    sys.addaudithook(Journal(folder, own).heard)


def set_back(folder: Path) -> list[str]:
    """Make all as it was before it was touched; returns what was otherwise."""
    journal = folder / JOURNAL
    if not journal.exists():
        return []
    notes = [msgspec.json.decode(line, type=Touched) for line in journal.read_bytes().splitlines()]
    journal.unlink()
    # the last one first: a folder that was made is empty again when its turn comes
    return [note.path for note in reversed(notes) if _set_back(note)]


def _set_back(note: Touched) -> bool:
    path = Path(note.path)
    with suppress(OSError):
        match note.was:
            case "nothing":
                return _gone(path)
            case "link":
                if path.is_symlink() and str(path.readlink()) == note.copy:
                    return False
                _gone(path)
                path.symlink_to(note.copy)
            case "file":
                if path.is_file() and path.read_bytes() == Path(note.copy).read_bytes():
                    return False
                _gone(path)
                shutil.copy2(note.copy, path)
            case "folder":
                if path.is_dir():
                    return False  # what was in it was noted by itself
                _gone(path)
                shutil.copytree(note.copy, path, symlinks=True)
        return True
    return False


def _gone(path: Path) -> bool:
    """Remove it; false: there is nothing."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
        return True
    if not (path.exists() or path.is_symlink()):
        return False
    path.unlink()
    return True


def _opened(arguments: tuple[object, ...]) -> list[Path]:
    path, _mode, flags = arguments[:3]
    return _named(path) if isinstance(flags, int) and flags & WRITES else []


def _first(arguments: tuple[object, ...]) -> list[Path]:
    return _named(arguments[0])


def _seen_from(at: int) -> Callable[[tuple[object, ...]], list[Path]]:
    """A path, and where among the arguments the folder is from which it is seen."""
    return lambda arguments: _named(arguments[0], arguments[at])


def _both(arguments: tuple[object, ...]) -> list[Path]:
    return [*_named(arguments[0]), *_named(arguments[1])]


def _second(arguments: tuple[object, ...]) -> list[Path]:
    return _named(arguments[1])


def _named(path: object, folder: object = -1) -> list[Path]:
    """An absolute path, if it is one."""
    if not isinstance(path, str | bytes | Path):
        return []
    name = os.fsdecode(path)
    if name.startswith(("\0", ":memory:")) or not name:
        return []
    with suppress(OSError):
        if isinstance(folder, int) and folder >= 0:
            return [Path(f"/proc/self/fd/{folder}").readlink() / name]
        return [Path(name).absolute()]
    return []


PATHS: Mapping[str, Callable[[tuple[object, ...]], list[Path]]] = {
    "open": _opened,
    "os.chmod": _first,
    "os.link": _both,
    "os.mkdir": _seen_from(2),
    "os.remove": _seen_from(1),
    "os.rename": _both,
    "os.rmdir": _seen_from(1),
    "os.symlink": _second,
    "os.truncate": _first,
    "shutil.rmtree": _first,
    "socket.bind": _second,
    "sqlite3.connect": _first,
}
"""Event → the paths that it touches (docs.python.org/3/library/audit_events.html)."""
