"""The program as people run it: its command line, in processes of its own."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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


async def finish(process: Process) -> tuple[bytes, bytes]:
    """Wait for the process's end; one that hangs is killed, and fails the test."""
    try:
        async with asyncio.timeout(TIME_S):
            return await process.communicate()
    except TimeoutError:
        process.kill()
        raise
