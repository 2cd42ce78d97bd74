"""A process of a run: offers what it is told, and writes down what it asked and was answered.

Jobs come on standard input, a line each; each is answered by an empty line when all of its offers
were answered.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import msgspec

from huleedu.harness.slots.clients import Endpoints, opened
from huleedu.harness.slots.over_bus import Make, OverBus, name_of
from huleedu.kit.loops import loop_factory
from huleedu.lab.history import Outcome, Writer
from huleedu.lab.run import NotAnswered, Offer, System

LOOK_FOR_BATCH_S = 0.005
ASK_AGAIN_S = (0.005, 0.02, 0.05, 0.1)
TRIES_MAX = 600
CLOCK_BACK_S = 3600.0

Ask = Callable[[str, Offer, bool], Awaitable[None]]


class WorkerSetup(msgspec.Struct, frozen=True):
    """Who the process is, which ledger it asks, and where it writes."""

    name: str
    ledger: str
    endpoints: Endpoints
    history: str
    bus: str
    """How offers travel; empty: they are made where they are asked for."""
    number: int
    processes: int


class WorkerJob(msgspec.Struct, frozen=True):
    """A process's share of a round; `patient`: the batch may be registered later."""

    batch: str
    offers: tuple[Offer, ...]
    patient: bool


async def _offer(system: System, writer: Writer, batch: str, content: str, patient: bool) -> None:
    """Ask until there is an answer: what was not answered is asked again, as a call of its own."""
    for tried in range(TRIES_MAX):
        call = writer.offer(batch, content)
        try:
            answer = await system.offer(batch, content)
        except NotAnswered:
            writer.answer(call, Outcome.ERROR)
            await asyncio.sleep(ASK_AGAIN_S[min(tried, len(ASK_AGAIN_S) - 1)])
            continue
        writer.answer(call, answer.outcome, answer.slot)
        if answer.outcome is not Outcome.UNKNOWN_BATCH or not patient:
            return
        await asyncio.sleep(LOOK_FOR_BATCH_S)


async def _straight(make: Make, batch: str, offer: Offer, patient: bool) -> None:
    await asyncio.sleep(offer.after_ms / 1000)
    await make(batch, offer.content, patient)


def _set_clock_back(_signal: int, _frame: object) -> None:
    """The wall clock of this process goes back; the clock of the history does not."""
    real = time.time
    time.time = lambda: real() - CLOCK_BACK_S


async def _main(part: WorkerSetup) -> None:
    signal.signal(signal.SIGUSR1, _set_clock_back)
    system = await opened(part.ledger, part.endpoints)
    loop = asyncio.get_running_loop()
    with Writer(Path(part.history), part.name) as writer:
        make = partial(_offer, system, writer)
        ask: Ask = partial(_straight, make)
        over_bus = None
        if part.bus:
            asker = name_of(part.number)
            over_bus = OverBus(part.bus, part.endpoints, asker, part.processes, make)
            ask = over_bus.ask
        print(os.getpid(), flush=True)  # noqa: T201 - ready
        while line := await loop.run_in_executor(None, sys.stdin.buffer.readline):
            if over_bus:
                await over_bus.open()  # not before: one in reserve must not hear another's answers
            job = msgspec.json.decode(line, type=WorkerJob)
            await asyncio.gather(*(ask(job.batch, offer, job.patient) for offer in job.offers))
            print(flush=True)  # noqa: T201 - done
        if over_bus:
            await over_bus.aclose()
    await system.aclose()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(_main(msgspec.json.decode(sys.argv[1], type=WorkerSetup)))
