"""Judge what happened in a run: a verdict, a report and a manifest beside its history."""

import os
import platform
import shlex
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from huleedu.lab.check import check
from huleedu.lab.explain import explain
from huleedu.lab.history import History, Malformed, Outcome, read
from huleedu.lab.report import make_manifest, report
from huleedu.lab.run.faults import Fault
from huleedu.lab.run.plan import Plan, rounds
from huleedu.lab.verdict import Verdict, Violated, in_words

HISTORY = "history.jsonl"
ACKNOWLEDGED = frozenset({Outcome.ASSIGNED, Outcome.REPLAYED, Outcome.NO_SLOT})


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """What a run has shown."""

    system: str
    """What was on trial: one of our ledgers, or a command."""
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
class Met:
    """What a run met with: faults, crashes of its own, and how many seconds its rounds took."""

    faults: Mapping[Fault, int]
    crashes: int
    lasted_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is judged: which system, by which plan; `command` repeats it."""

    system: str
    title: str
    plan: Plan
    command: str
    versions: Mapping[str, str]


def judge(trial: Trial, folder: Path, met: Met) -> Judged:
    """Judge the history in this folder, and leave verdict, report and manifest beside it."""
    plan = trial.plan
    history = read(folder / HISTORY)
    assert not isinstance(history, Malformed), in_words(history)
    verdict = check(history)
    judged = _judged(trial, history, verdict, met)
    raw = msgspec.json.format(msgspec.json.encode(judged), indent=2)
    (folder / "verdict.json").write_bytes(raw + b"\n")
    counts = Counter(judged.answers)
    told = None
    if isinstance(verdict, Violated) and plan.repeat == 1:
        expected = min(plan.slots, next(rounds(plan)).contents)
        claimed = counts[Outcome.ASSIGNED] + counts[Outcome.REPLAYED] + counts[Outcome.HANDLED]
        told = explain(history, expected, claimed, verdict)
    facts = {
        "system": trial.system,
        "seed": str(plan.seed),
        "repeat it": judged.command,
        "exact": f"{judged.exact} of {judged.repetitions} repetitions",
        "faults": ", ".join(f"{n} {fault}" for fault, n in judged.faults.items()) or "none",
    }
    page = report(history, verdict, title=trial.title, facts=facts, explanation=told)
    (folder / "report.html").write_text(page, encoding="utf-8")
    make_manifest(
        folder,
        commit=_commit(),
        versions=dict(trial.versions),
        seed=plan.seed,
        machine={
            "system": platform.platform(),
            "python": platform.python_version(),
            "processors": str(os.cpu_count()),
        },
        command=tuple(shlex.split(judged.command)),
    )
    return judged


def _judged(trial: Trial, history: History, verdict: Verdict, met: Met) -> Judged:
    plan = trial.plan
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
        system=trial.system,
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
        command=trial.command,
    )


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
