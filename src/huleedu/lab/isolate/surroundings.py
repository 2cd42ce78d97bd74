"""See what is around a test: variables, files, processes, and what lies in the engines."""

import asyncio
import os
import tempfile
import threading
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

from huleedu.lab.isolate.engines import lying_there
from huleedu.lab.isolate.left import Surroundings

PYTEST_VARIABLES = frozenset({"PYTEST_CURRENT_TEST", "PYTEST_VERSION"})
ITS_OWN = ("pytest-of-", "huleedu-isolate-")
"""What pytest and we ourselves keep among the temporary files."""


def look(engines: Sequence[str]) -> Surroundings:
    """What can be seen now. `engines` are URLs; one that does not answer is left out."""
    things: dict[str, dict[str, str | int]] = {
        "variable": {k: v for k, v in os.environ.items() if k not in PYTEST_VARIABLES},
        "working directory": {"cwd": os.getcwd()},  # noqa: PTH109 - as it is, not as it is named
        "temporary file": _names(Path(tempfile.gettempdir())),
        "file": _names(Path.cwd()),
        "process": _children(os.getpid()),
        "thread": {t.name: 1 for t in threading.enumerate() if not t.daemon},
    }
    for url in engines:
        for kind, found in _apart(lying_there(url)).items():
            things.setdefault(kind, {}).update(found)
    return Surroundings(things)


def _names(folder: Path) -> dict[str, str | int]:
    with suppress(OSError):
        return {p.name: 1 for p in folder.iterdir() if not p.name.startswith(ITS_OWN)}
    return {}


def _children(parent: int) -> dict[str, str | int]:
    """This process's descendants, by what they run; nothing where /proc is not to be had."""
    of: dict[int, list[tuple[int, str]]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            status = (entry / "stat").read_text()
            words = (entry / "cmdline").read_bytes().split(b"\0")
            named = Path(words[0].decode(errors="replace")).name or "(ended)"
            above = int(status.rpartition(")")[2].split()[1])
            of.setdefault(above, []).append((int(entry.name), named))
    found: dict[str, str | int] = {}
    todo = [parent]
    while todo:
        for child, named in of.get(todo.pop(), []):
            todo.append(child)
            found[named] = int(found.get(named, 0)) + 1
    return found


def _apart(work: Coroutine[Any, Any, dict[str, dict[str, str | int]]]) -> dict[str, Any]:
    """Run it in another thread: the test's own loop may be at work in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
