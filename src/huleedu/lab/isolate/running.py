"""Run pytest in processes of its own, with the plugin, and read its notes."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import msgspec

from huleedu.lab.isolate import Ran, ground
from huleedu.lab.isolate.engines import CannotSetBack, KeptDatabase
from huleedu.lab.isolate.orders import file_of
from huleedu.lab.isolate.plugin import TASK, IsolationTask, Listed, Note

__all__ = ["CannotCollect", "CannotSetBack", "RunOutcome", "Suite", "listed"]

PLUGIN = "huleedu.lab.isolate.plugin"
OURS = ("-p", PLUGIN, "-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider", "-q")
"""The order is ours, and so are the processes."""
TOLD_MAX = 4000


class CannotCollect(Exception):
    """pytest does not find the tests; the message is what it said."""


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How one run of pytest ended: its exit code, what it said, and its notes, a line each."""

    code: int
    said: str
    notes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Suite:
    """A suite as pytest has listed it.

    `options` are pytest's arguments but for the paths; `databases` are PostgreSQL's that the tests
    use, each to be set back after every run; `at_once` files run alone at the same time.
    """

    tests: tuple[str, ...]
    root: Path
    options: tuple[str, ...]
    databases: tuple[KeptDatabase, ...] = ()
    at_once: int = 1

    async def alone(self, tests: Sequence[str], tell: Callable[[Note], None]) -> None:
        """How each of these ends in a process that has run no other; each is told once it ended.

        Files run at the same time, unless they share a database.
        """
        room = asyncio.Semaphore(1 if self.databases else self.at_once)

        async def one_file(chosen: Sequence[str]) -> None:
            async with room:
                for note in await self._run("alone", chosen):
                    tell(note)

        # a database is set back between two runs, so with one each test is a run
        alike = None if self.databases else file_of
        await asyncio.gather(*(one_file(list(group)) for _, group in groupby(tests, key=alike)))

    async def in_order(self, name: str, order: Sequence[str]) -> Ran:
        """Run these in this order, in one process."""
        notes = await self._run("order", order)
        return Ran(name, tuple(order), {note.test: note.outcome for note in notes})

    async def leavings(self, order: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """What each of these leaves behind when they run in this order."""
        notes = await self._run("order", order, look=True)
        return {note.test: note.left for note in notes if note.left}

    async def _run(self, way: str, tests: Sequence[str], *, look: bool = False) -> list[Note]:
        files = [str(self.root / file) for file in dict.fromkeys(map(file_of, tests))]
        found = await _pytest(
            [*self.options, *files],
            way=way,
            tests=tuple(tests),
            engines=tuple(database.url for database in self.databases),
            look=look,
        )
        for database in self.databases:
            await database.set_back()
        return [msgspec.json.decode(line, type=Note) for line in found.notes]


async def listed(arguments: Sequence[str], urls: Sequence[str], at_once: int) -> Suite:
    """Let pytest find the tests; raises `CannotCollect`."""
    found = await _pytest([*arguments, "--collect-only"], way="list")
    if found.code or not found.notes:
        raise CannotCollect(found.said)
    suite = msgspec.json.decode(found.notes[0], type=Listed)
    options = tuple(word for word in arguments if word not in suite.paths)
    return Suite(suite.tests, Path(suite.root), options, tuple(map(KeptDatabase, urls)), at_once)


async def _pytest(arguments: Sequence[str], **task: object) -> RunOutcome:
    with tempfile.TemporaryDirectory(prefix="huleedu-isolate-") as folder:
        notes, told = Path(folder) / "notes.jsonl", Path(folder) / "task.json"
        kept = Path(folder) / "ground"
        kept.mkdir()
        places = {"notes": str(notes), "ground": str(kept), "own": folder}
        told.write_bytes(msgspec.json.encode(msgspec.convert({**task, **places}, IsolationTask)))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "pytest",
            *OURS,
            f"--basetemp={Path(folder) / 'tmp'}",
            *arguments,
            env={**os.environ, TASK: str(told)},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            said, _ = await process.communicate()
        finally:
            with suppress(ProcessLookupError):  # what a test has left running, too
                os.killpg(process.pid, signal.SIGKILL)
            ground.set_back(kept)
        lines = notes.read_bytes().splitlines() if notes.exists() else []
        code = process.returncode or 0
        return RunOutcome(code, said.decode(errors="replace")[-TOLD_MAX:], tuple(lines))
