"""The program as people run it: its command line, in processes of its own or in this one."""

import asyncio
import contextlib
import gc
import io
import json
import os
import signal
import sys
import warnings
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from huleedu.app.cli import program
from huleedu.app.commands.ending import told
from huleedu.kit import loops

TIME_S = 150
"""No command of a test takes so long, on the slowest machine."""
PROGRAM = (sys.executable, "-c", "from huleedu.app.cli import main; main()")


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        return json.loads(self.out)["report"]


@dataclass(frozen=True)
class Program:
    """The command line with settings of its own."""

    environment: dict[str, str]
    folder: Path

    async def start(self, *arguments: str) -> Process:
        return await asyncio.create_subprocess_exec(
            *PROGRAM,
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=PIPE,
            stderr=PIPE,
            env={**os.environ, **self.environment},
            cwd=self.folder,
        )

    async def run(self, *arguments: str) -> Ran:
        process = await self.start(*arguments)
        out, err = await finish(process)
        return Ran(process.returncode or 0, out.decode(), err.decode())

    async def run_until(self, sign: str, *arguments: str) -> None:
        """Run until it says `sign`, then kill it as a power cut would."""
        process = await self.start(*arguments)
        assert process.stderr
        while line := await process.stderr.readline():
            if sign in line.decode():
                break
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
        await process.communicate()


@dataclass(frozen=True)
class InThisProcess:
    """The same command line without a process for each command, for a test of many commands.

    Not from within a loop: a command runs one of its own, in the main thread as it is used to.
    """

    environment: dict[str, str]
    folder: Path

    def run(self, *arguments: str) -> Ran:
        out, err = (
            io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)
        )
        with (
            patch.dict(os.environ, self.environment),
            patch.object(loops, "uvloop", None),  # hangs where one process closes loop after loop
            contextlib.chdir(self.folder),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            warnings.catch_warnings(action="ignore", category=ResourceWarning),
        ):
            code = _ended(arguments)
            gc.collect()  # what a process leaves open is closed by its end
        return Ran(code, *(each.buffer.getvalue().decode() for each in (out, err)))


def _ended(arguments: tuple[str, ...]) -> int:
    """Run a command to its end, as `huleedu.app.cli.main` does; returns its exit code."""
    try:
        program().main(arguments, prog_name="huleedu")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except Exception as error:  # noqa: BLE001 - as in a process: it ends with a code and words
        return told(error)
    return 0


async def finish(process: Process) -> tuple[bytes, bytes]:
    """Wait for the process's end; one that hangs is killed, and fails the test."""
    try:
        async with asyncio.timeout(TIME_S):
            return await process.communicate()
    except TimeoutError:
        process.kill()
        raise
