"""Run pytest in processes of its own, with the plugin, and read its notes."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import msgspec

from huleedu.lab.isolate import Outcome, Ran
from huleedu.lab.isolate.orders import file_of
from huleedu.lab.isolate.plugin import TASK, IsolationTask, Listed, Note

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

    `options` are pytest's arguments but for the paths; `engines` URLs of engines that the tests
    use; `at_once` files run alone at the same time.
    """

    tests: tuple[str, ...]
    root: Path
    options: tuple[str, ...]
    engines: tuple[str, ...] = ()
    at_once: int = 1

    async def alone(self, tests: Sequence[str]) -> dict[str, Outcome]:
        """How each of these ends in a process that has run no other."""
        room = asyncio.Semaphore(self.at_once)

        async def one_file(chosen: list[str]) -> list[Note]:
            async with room:
                return await self._run("alone", chosen)

        files = [list(group) for _, group in groupby(tests, key=file_of)]
        found = await asyncio.gather(*map(one_file, files))
        return {note.test: note.outcome for notes in found for note in notes}

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
            [*self.options, *files], way=way, tests=tuple(tests), engines=self.engines, look=look
        )
        return [msgspec.json.decode(line, type=Note) for line in found.notes]


async def listed(arguments: Sequence[str], engines: Sequence[str], at_once: int) -> Suite:
    """Let pytest find the tests; raises `CannotCollect`."""
    found = await _pytest([*arguments, "--collect-only"], way="list")
    if found.code or not found.notes:
        raise CannotCollect(found.said)
    suite = msgspec.json.decode(found.notes[0], type=Listed)
    options = tuple(word for word in arguments if word not in suite.paths)
    return Suite(suite.tests, Path(suite.root), options, tuple(engines), at_once)


async def _pytest(arguments: Sequence[str], **task: object) -> RunOutcome:
    with tempfile.TemporaryDirectory(prefix="isolate-") as folder:
        notes, told = Path(folder) / "notes.jsonl", Path(folder) / "task.json"
        told.write_bytes(
            msgspec.json.encode(msgspec.convert({**task, "notes": str(notes)}, IsolationTask))
        )
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
        lines = notes.read_bytes().splitlines() if notes.exists() else []
        code = process.returncode or 0
        return RunOutcome(code, said.decode(errors="replace")[-TOLD_MAX:], tuple(lines))
