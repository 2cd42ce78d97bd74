"""Compare the parts of the running system with one another, and mend what has one right answer."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from huleedu.harness.audit import Disagreement, Mendable, OnlyTold, disagreements, plan
from huleedu.harness.audit.mending import Mended, mend
from huleedu.harness.audit.reading import all_batches, look
from huleedu.wiring.modules import HEARERS
from huleedu.wiring.program import House

LOOK_AGAIN_S = 0.3
LOOKS_AT_LEAST = 3
"""So many at a batch that holds still, however long a look takes."""
ROUNDS_MAX = 5
TOGETHER = 100
"""So many batches are read at a time."""

__all__ = ["Finding", "Mended", "all_batches", "audit", "repair"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one batch; `moving`: messages were under way to the end.

    `planned`: whether a repair may begin, or what it leaves to a person.
    """

    batch: UUID
    found: tuple[Disagreement, ...]
    planned: Mendable | OnlyTold
    moving: bool = False


async def audit(house: House, batches: Sequence[UUID], patience_s: float) -> list[Finding]:
    """Compare these batches; returns those with a disagreement, or without an answer.

    A disagreement counts when two looks in a row have seen it. Messages under way are given
    `patience_s` to arrive; a batch that they still change then has no answer.
    """
    findings: list[Finding] = []
    for at in range(0, len(batches), TOGETHER):
        findings += await _audit(house, batches[at : at + TOGETHER], patience_s)
    return findings


async def _audit(house: House, batches: Sequence[UUID], patience_s: float) -> list[Finding]:
    loop = asyncio.get_running_loop()
    until = loop.time() + patience_s + 2 * LOOK_AGAIN_S
    before: dict[UUID, list[Disagreement]] = {}
    held_still = Counter[UUID]()
    findings: list[Finding] = []
    open_ones = list(batches)
    while open_ones:
        facts = await look(house, open_ones, patience_s)
        late = loop.time() > until
        still_open: list[UUID] = []
        for batch in open_ones:
            found = disagreements(facts[batch])
            settled = facts[batch].quiet and (not found or found == before.get(batch))
            held_still[batch] += facts[batch].quiet
            if not settled and (not late or 0 < held_still[batch] < LOOKS_AT_LEAST):
                before[batch] = found
                still_open.append(batch)
            elif found or not settled:
                again = [one for one in found if one in before.get(batch, [])]
                planned = plan(facts[batch])
                findings.append(Finding(batch, tuple(again), planned, moving=not settled))
        open_ones = still_open
        if open_ones:
            await asyncio.sleep(LOOK_AGAIN_S)
    return findings


async def repair(
    house: House, findings: Sequence[Finding], patience_s: float
) -> tuple[list[Mended], list[Finding]]:
    """Mend what is proven to have one right answer; returns what was mended, and what is left.

    A batch in which anything is for a person to decide is left as it is. Services that nobody runs
    are run here meanwhile. One mend may bring another disagreement to light, so these batches are
    audited anew until nothing can be mended; only what the last audit no longer finds is mended.
    """
    if not any(isinstance(finding.planned, Mendable) for finding in findings):
        return [], list(findings)
    served = {one.consumer for one in await house.bus.served()}
    await house.start(["gateway", *(name for name in HEARERS if name not in served)])
    done: list[Mended] = []
    for _ in range(ROUNDS_MAX):
        before = len(done)
        for finding in findings:
            if isinstance(finding.planned, Mendable):
                done += await mend(house, finding.batch, finding.found, patience_s)
        findings = await audit(house, [finding.batch for finding in findings], patience_s)
        if len(done) == before:
            break
    still = {
        (finding.batch, one.kind, one.subject) for finding in findings for one in finding.found
    }
    mended = [one for one in done if (one.batch, one.one.kind, one.one.subject) not in still]
    return mended, list(findings)
