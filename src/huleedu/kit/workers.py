"""Give work to processes that may hang, grow or die, and always get an answer."""

import asyncio
import os
import pickle
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import msgspec

from huleedu.kit.machine import MachineShort
from huleedu.kit.work import Died, Done, Outcome, OutOfMemory, TimedOut, Work, answered
from huleedu.kit.worker_process import OUT_OF_MEMORY

LAST_WORDS_MAX = 4000
GRACE_S = 2
# A C++ library that is refused memory ends by its own signal; it may say why.
_NO_MEMORY = ("bad_alloc", "MemoryError", "ut of memory", "annot allocate memory")

T = TypeVar("T")


class WorkerCannotStart(MachineShort):
    """A worker ended or hung before its first task: a fault of the machine, not of the work."""


class Workers:
    """A few processes, each a fresh interpreter, each with one task at a time.

    `memory_bytes` bounds the data of each process (Linux; elsewhere the system may not). `warm`
    ("module:function") is called in each worker at its start, to load what it will need. A task
    whose worker died or ran out of memory is tried `tries` times, each time in a fresh process,
    because the cause may have been an earlier task or the system. Answers are at most
    `answer_bytes_max` long.
    """

    def __init__(
        self,
        size: int,
        *,
        memory_bytes: int,
        warm: str | None = None,
        tries: int = 2,
        start_s: float = 60,
        answer_bytes_max: int = 1 << 30,
    ) -> None:
        assert size > 0
        assert tries > 0
        self._arguments = [str(memory_bytes), *([warm] if warm else [])]
        self._tries = tries
        self._start_s = start_s
        self._answer_bytes_max = answer_bytes_max
        self._living: set[_Worker] = set()
        self._closed = False
        # None is a seat whose worker is not started; the worker used last comes first.
        self._idle: asyncio.LifoQueue[_Worker | None] = asyncio.LifoQueue()
        for _ in range(size):
            self._idle.put_nowait(None)

    async def __aenter__(self) -> Self:
        """Start all workers."""
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all workers."""
        await self.aclose()

    @property
    def pids(self) -> frozenset[int]:
        """The processes that live now."""
        return frozenset(worker.process.pid for worker in self._living)

    async def start(self) -> None:
        """Start all workers without waiting until they are warm; else the first calls do.

        Those for whom the machine has no room now are left to the calls, which say so.
        """
        idle = [self._idle.get_nowait() for _ in range(self._idle.qsize())]
        starts = (self._start(worker) for worker in idle)
        for seat in await asyncio.gather(*starts, return_exceptions=True):
            self._idle.put_nowait(seat if isinstance(seat, _Worker) else None)

    async def call(self, work: Work[T], *args: object, time_s: float) -> Outcome[T]:
        """Do the work in a worker, within `time_s` seconds from when it begins.

        Raises `WorkerCannotStart`.
        """
        question = pickle.dumps((work.function, args, time_s), protocol=5)
        idle = await self._idle.get()
        at_work: _Worker | None = None
        try:
            for _ in range(self._tries):
                at_work, idle = await self._start(idle), None
                await at_work.ready(self._start_s)
                answer = await at_work.ask(question, time_s, self._answer_bytes_max)
                outcome = _understood(answer, work) if isinstance(answer, bytes) else answer
                if isinstance(outcome, Done):
                    at_work, idle = None, at_work
                    return outcome
                await self._end(at_work)
                at_work = None
                if isinstance(outcome, TimedOut):
                    break
            return outcome  # pyright: ignore[reportPossiblyUnboundVariable] - at least one try
        finally:
            try:
                if at_work:  # it may still be busy with a task that nobody waits for
                    await self._end(at_work)
            finally:
                self._idle.put_nowait(idle)

    async def aclose(self) -> None:
        """End all workers, at once."""
        self._closed = True
        await asyncio.gather(*(self._end(worker) for worker in list(self._living)))

    async def _start(self, worker: "_Worker | None") -> "_Worker":
        if worker:
            return worker
        if self._closed:
            raise WorkerCannotStart("the workers were sent home")
        worker = await _Worker.start(self._arguments)
        self._living.add(worker)
        return worker

    async def _end(self, worker: "_Worker") -> None:
        await worker.end()
        self._living.discard(worker)


class InThisProcess:
    """Does the work beside the event loop, for whom a process of its own is not worth its start.

    It takes the time that it takes, and raises what the function raises.
    """

    async def call(self, work: Work[T], *args: object, time_s: float) -> Outcome[T]:
        """Do the work; the answer comes as it would from another process."""
        answer = await asyncio.to_thread(lambda: answered(work.function, args))
        return Done(work.answer.decode(answer))


def _understood(answer: bytes, work: Work[T]) -> Done[T] | Died:
    try:
        return Done(work.answer.decode(answer))
    except msgspec.DecodeError as error:
        return Died(None, f"its answer was no answer: {error}")


class _Worker:
    """One process, seen from its parent."""

    def __init__(self, process: Process) -> None:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        self.process = process
        self._questions = process.stdin
        self._answers = process.stdout
        self._words = asyncio.create_task(_last_words(process.stderr))
        self._is_ready = False

    @classmethod
    async def start(cls, arguments: list[str]) -> Self:
        # A session of its own: Ctrl-C in the terminal is for the parent, which ends its workers.
        program = (sys.executable, "-P", "-m", "huleedu.kit.worker_process", str(os.getpid()))
        try:
            process = await asyncio.create_subprocess_exec(
                *program, *arguments, stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True
            )
        except OSError as error:
            raise WorkerCannotStart(f"No worker process can be started: {error}") from error
        return cls(process)

    async def ready(self, start_s: float) -> None:
        """Wait until it is warm."""
        if self._is_ready:
            return
        try:
            async with asyncio.timeout(start_s):
                await self._answer(0)
        except (TimeoutError, _EndedError) as error:
            await self.end()
            raise WorkerCannotStart(await self._words) from error
        self._is_ready = True

    async def ask(
        self, question: bytes, time_s: float, answer_bytes_max: int
    ) -> bytes | TimedOut | OutOfMemory | Died:
        """Its answer, or why there is none; in that case it is ended."""
        try:
            async with asyncio.timeout(time_s):
                self._questions.write(len(question).to_bytes(8))
                self._questions.write(question)
                await self._questions.drain()
                return await self._answer(answer_bytes_max)
        except TimeoutError:
            suspended = _is_stopped(self.process.pid)  # then the time was not the work's fault
            await self.end()
            return Died(signal.SIGSTOP, "it was suspended") if suspended else TimedOut()
        except (_EndedError, ConnectionError):
            # Its pipe closes a little before it ends by itself and leaves a code.
            with suppress(TimeoutError):
                async with asyncio.timeout(GRACE_S):
                    await self.process.wait()
            await self.end()
            return await self._cause()

    async def _answer(self, bytes_max: int) -> bytes:
        try:
            size = int.from_bytes(await self._answers.readexactly(8))
            if size > bytes_max:
                raise _EndedError
            return await self._answers.readexactly(size)
        except asyncio.IncompleteReadError as error:
            raise _EndedError from error

    async def _cause(self) -> TimedOut | OutOfMemory | Died:
        code, words = self.process.returncode or 0, await self._words
        if code == OUT_OF_MEMORY or any(sign in words for sign in _NO_MEMORY):
            return OutOfMemory()
        if sys.platform != "win32" and code == -signal.SIGXCPU:
            return TimedOut()
        return Died(-code if code < 0 else None, words)

    def kill(self) -> None:
        # One that has ended keeps the code it ended with.
        with suppress(ProcessLookupError):
            self.process.kill()

    async def end(self) -> None:
        """End it, and wait until nothing is left of it."""
        self.kill()
        await self.process.wait()
        await asyncio.wait([self._words])
        self._questions.close()
        with suppress(ConnectionError):
            await self._questions.wait_closed()


def _is_stopped(pid: int) -> bool:
    """Has somebody stopped this process with a signal? As far as the system tells."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (OSError, UnicodeDecodeError, IndexError):
        return False
    return state in ("T", "t")


class _EndedError(Exception):
    """It closed its side of the pipe, or said what no worker says."""


async def _last_words(stderr: asyncio.StreamReader) -> str:
    words = b""
    while more := await stderr.read(LAST_WORDS_MAX):
        words = (words + more)[-LAST_WORDS_MAX:]
    return words.decode("utf-8", "replace").strip()
