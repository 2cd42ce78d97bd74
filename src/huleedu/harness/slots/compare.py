"""The same load on our ledgers and on the controls."""

from collections.abc import AsyncGenerator, Sequence
from pathlib import Path

from huleedu.harness.slots.clients import LEDGERS, OURS
from huleedu.harness.slots.runner import run
from huleedu.lab.report.compared import Compared, compared
from huleedu.lab.run import Plan
from huleedu.lab.run.judging import Judged

IDENTICAL = 4
PAGE = "compare.html"
HEADING = ("", "exact", "verdict", "broken rules", "P50 ms", "P95 ms", "assigned/s")


async def compare(seed: int, repeat: int, folder: Path) -> AsyncGenerator[Judged]:
    """Run after run, each in a folder of its ledger's name; raises as `run`."""
    plan = Plan(repeat=repeat, identical=IDENTICAL, seed=seed)
    for ledger in LEDGERS:
        yield await run(plan, ledger, folder / ledger)


def row(judged: Judged) -> tuple[str, ...]:
    """A line of the table."""
    return (
        judged.system,
        f"{judged.exact} of {judged.repetitions}",
        judged.verdict,
        ", ".join(f"{rule} {count}" for rule, count in judged.rules.items()) or "none",
        f"{judged.p50_ms:.1f}",
        f"{judged.p95_ms:.1f}",
        f"{judged.assigned_per_s:,.0f}",
    )


def is_as_expected(judged: Judged) -> bool:
    """Ours pass, and no control does."""
    return judged.passed is (judged.system in OURS)


def write_page(folder: Path, seed: int, found: Sequence[Judged]) -> Path:
    """Draw them beside each other; raises OSError."""
    page = folder / PAGE
    drawn = compared(
        seed,
        HEADING,
        [
            Compared(
                name=judged.system,
                verdict=judged.verdict,
                exact=judged.exact / judged.repetitions,
                p95_ms=judged.p95_ms,
                cells=row(judged),
            )
            for judged in found
        ],
    )
    page.write_text(drawn, encoding="utf-8")
    return page
