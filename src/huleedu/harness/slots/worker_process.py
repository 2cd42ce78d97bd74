"""The processes of a run, and what is done to them."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

import msgspec

from huleedu.harness.slots.worker import WorkerJob, WorkerSetup

LINE_BYTES_MAX = 1 << 26
CRASHES_MAX = 3
PROGRAM = (sys.executable, "-P", "-m", "huleedu.harness.slots.worker")


class BreaksDown(Exception):
    """No process can do a job."""


class WorkerProcess:
    """A place at which always a process is at work: if it dies, the next does its job anew."""

    def __init__(self, part: WorkerSetup, *, spare: bool) -> None:
        self._part = part
        self._keeps_spare = spare
        self._process: Process | None = None
        self._spare: asyncio.Task[Process] | None = None
        self._begun = 0
        self._killed: set[int] = set()
        self.crashes = 0
        """How often a process ended that nobody had killed."""

    async def ready(self) -> None:
        """Have a process, and one in reserve if it may be killed."""
        if self._process is None:
            self._process = await (self._spare or self._begin())
            self._spare = None
        if self._keeps_spare and self._spare is None:
            self._spare = asyncio.create_task(self._begin())

    async def do(self, job: WorkerJob) -> None:
        """Have a job done; after a crash all of it is done again by the next process.

        Raises `BreaksDown`.
        """
        before = self.crashes
        while self.crashes < before + CRASHES_MAX:
            await self.ready()
            process = self._process
            assert process
            assert process.stdin
            assert process.stdout
            with suppress(ConnectionError):
                process.stdin.write(msgspec.json.encode(job) + b"\n")
                await process.stdin.drain()
            if await process.stdout.readline():
                return
            await process.wait()
            self.crashes += process.pid not in self._killed
            self._process = None
        raise BreaksDown(f"{self._part.name} breaks down at the same job again and again")

    def kill(self) -> None:
        """kill -9."""
        if self._process:
            self._killed.add(self._process.pid)
        self._signal(signal.SIGKILL)

    def pause(self) -> None:
        """SIGSTOP."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT."""
        self._signal(signal.SIGCONT)

    def set_clock_back(self) -> None:
        """Its wall clock goes back."""
        self._signal(signal.SIGUSR1)

    async def aclose(self) -> None:
        """End the processes."""
        processes = [self._process] if self._process else []
        if self._spare:
            processes.append(await self._spare)
        for process in processes:
            assert process.stdin
            process.stdin.close()
        await asyncio.gather(*(process.wait() for process in processes))

    def _signal(self, number: int) -> None:
        if self._process and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, number)

    async def _begin(self) -> Process:
        self._begun += 1
        name = self._part.name if self._begun == 1 else f"{self._part.name} ({self._begun})"
        told = msgspec.json.encode(msgspec.structs.replace(self._part, name=name)).decode()
        process = await asyncio.create_subprocess_exec(
            *PROGRAM, told, stdin=PIPE, stdout=PIPE, limit=LINE_BYTES_MAX
        )
        assert process.stdout
        if not await process.stdout.readline():
            raise RuntimeError("a process of the run did not start")
        return process
