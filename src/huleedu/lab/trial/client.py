"""A place at which a program on trial runs: what is asked of it, and what is done to it."""

import asyncio
import os
import shutil
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from huleedu.lab.history import OperationKind, Outcome, Row, Slot, Writer
from huleedu.lab.trial.lines import LINE_BYTES_MAX, Reply, Request, WrongLine, read_reply

ANSWER_WITHIN_S = 5.0
"""A program that says nothing for so long is ended, and the next one begins."""
CRASHES_MAX = 20
FAKETIME = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib*/faketime/libfaketime.so.1")
"""Where libfaketime lies, by which a program sees another clock."""


class CannotTry(Exception):
    """The program cannot be tried; the message says why and what to do."""


class _Gone(Exception):
    """The program ended before it answered."""


class Client:
    """Asks one thing after the other; a program that ends is followed by another.

    Args:
        command: the program and its arguments.
        environment: what it finds besides our own environment.
        writer: where each call and each answer is written down.
    """

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], writer: Writer
    ) -> None:
        self.name = name
        self.crashes = 0
        """How often it ended by itself."""
        self._command = [*command]
        self._environment = {**os.environ, **environment}
        self._writer = writer
        self._process: Process | None = None
        self._killed: set[int] = set()
        self._ids = 0

    async def offer(self, batch: str, content: str) -> Outcome | None:
        """Ask for a slot once; None: nobody knows what became of it."""
        request = self._request(OperationKind.OFFER, batch, content=content)
        return await self._called(request, self._writer.offer(batch, content))

    async def register(self, batch: str, slots: int) -> Outcome | None:
        """Have a batch registered; None: nobody knows whether it was."""
        request = self._request(OperationKind.REGISTER, batch, slots=slots)
        return await self._called(request, self._writer.register(batch, slots))

    async def rows(self, batch: str) -> tuple[Row, ...] | None:
        """What its store holds of the batch; None: it cannot tell."""
        while True:
            try:
                return (await self._ask(self._request("rows", batch))).rows
            except _Gone:
                await self._bury()

    async def _called(self, request: Request, call: str) -> Outcome | None:
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                reply = await self._ask(request)
        except TimeoutError:
            self._writer.answer(call, Outcome.TIMEOUT)
            await self._end()
            return None
        except _Gone:
            await self._bury()
            return None
        outcome = _outcome(reply, request)
        self._writer.answer(call, outcome, _slot(reply, outcome))
        return None if outcome in (Outcome.ERROR, Outcome.TIMEOUT) else outcome

    def _request(
        self,
        operation: OperationKind | str,
        batch: str,
        *,
        content: str | None = None,
        slots: int | None = None,
    ) -> Request:
        self._ids += 1
        return Request(id=self._ids, operation=operation, batch=batch, content=content, slots=slots)

    async def _ask(self, request: Request) -> Reply:
        process = await self._running()
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(msgspec.json.encode(request) + b"\n")
            await process.stdin.drain()
            while line := await process.stdout.readline():
                reply = read_reply(line)
                if reply.id == request.id:
                    return reply
                if reply.id > request.id:
                    raise WrongLine(f"the program answered {reply.id}, which nobody asked")
        except ConnectionError:
            pass
        except ValueError as error:
            raise WrongLine(f"an answer is longer than {LINE_BYTES_MAX} bytes") from error
        raise _Gone

    async def _running(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            try:
                self._process = await asyncio.create_subprocess_exec(
                    *self._command,
                    stdin=PIPE,
                    stdout=PIPE,
                    env=self._environment,
                    limit=LINE_BYTES_MAX,
                    start_new_session=True,
                )
            except OSError as error:
                raise CannotTry(
                    f"{self._command[0]} cannot be started: {error.strerror}"
                ) from error
        return self._process

    async def _bury(self) -> None:
        """The process has ended; who ended by itself too often is no program to try."""
        process, self._process = self._process, None
        if process:
            await process.communicate()
            self.crashes += process.pid not in self._killed
        if self.crashes > CRASHES_MAX:
            raise CannotTry(
                f"{self.name} ended by itself {self.crashes} times. Try it by hand: give it a line"
                ' such as {"id":1,"operation":"register","batch":"b","slots":2}.'
            )

    # --- what is done to it ---

    def kill(self) -> None:
        """kill -9, it and all that it has started."""
        if self._process:
            self._killed.add(self._process.pid)
        self._signal(signal.SIGKILL)

    def pause(self) -> None:
        """SIGSTOP."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT."""
        self._signal(signal.SIGCONT)

    async def aclose(self) -> None:
        """End it: its input ends, and a while later it is killed."""
        process = self._process
        if process is None:
            return
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                await process.communicate()
        except TimeoutError:
            await self._end()

    async def _end(self) -> None:
        self.kill()
        process, self._process = self._process, None
        if process:
            await process.communicate()

    def _signal(self, number: int) -> None:
        if self._process and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)


def _outcome(reply: Reply, request: Request) -> Outcome:
    said = reply.outcome
    if isinstance(said, bool):
        return Outcome.HANDLED if said else Outcome.REFUSED
    if said is None:
        raise WrongLine(f"the program's answer to `{request.operation}` has no `outcome`")
    return said


def _slot(reply: Reply, outcome: Outcome) -> Slot | None:
    if reply.slot is not None and outcome not in (Outcome.ASSIGNED, Outcome.REPLAYED):
        raise WrongLine(f"the program answered `{outcome}` with a slot, {reply.slot!r}")
    return reply.slot


def clock_library() -> Path | None:
    """libfaketime, if this machine has it."""
    found = (path for pattern in FAKETIME for path in Path("/").glob(pattern.lstrip("/")))
    return next(found, None)


def program_of(command: Sequence[str]) -> list[str]:
    """The command with its program found; raises `CannotTry`."""
    if not command:
        raise CannotTry("--client wants a command, such as 'python3 booking.py'.")
    found = shutil.which(command[0])
    if found is None:
        raise CannotTry(f"There is no program {command[0]} here: --client wants one that runs.")
    return [found, *command[1:]]
