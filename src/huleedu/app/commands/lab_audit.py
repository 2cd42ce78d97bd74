"""`huleedu lab audit`: do the parts of the live system agree, and what mends it if not?"""

from collections.abc import Sequence
from enum import IntEnum
from typing import Annotated
from uuid import UUID

import msgspec
import typer

from huleedu.app.commands.program import Exit, fail, run
from huleedu.harness.audit import Mendable
from huleedu.harness.audit.auditing import Finding, Mended, all_batches, audit, repair
from huleedu.wiring.program import House

PATIENCE_S = 10.0
FIRST = "Nothing of this batch is mended before the others are put right."


class AuditExit(IntEnum):
    """How an audit ends; 3 is as everywhere: it could not run."""

    ALL_AGREE = 0
    DISAGREE = 1
    UNKNOWN = 2


def audit_command(
    batch: Annotated[
        str | None, typer.Argument(help="A batch's id, or its beginning; all batches without it.")
    ] = None,
    mend: Annotated[
        bool,
        typer.Option(
            "--repair",
            help="Mend what is proven to have one right answer, and look again. A batch with "
            "anything that only a person can decide is not touched.",
        ),
    ] = False,
    patience: Annotated[
        float, typer.Option(min=0, help="So many seconds a message may be under way.")
    ] = PATIENCE_S,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Compare ledger, essays, outboxes, batches and results, and list every disagreement.

    Exit code 0: all agree (now); 1: they disagree; 2: unknown, for messages were under way all the
    time; 3: it could not be looked at. Nothing is changed without --repair.
    """

    async def work(house: House) -> AuditExit:
        batches = await _chosen(house, batch)
        findings = await audit(house, batches, patience)
        mended: list[Mended] | None = None
        if mend:
            mended, findings = await repair(house, findings, patience)
        tell = _tell_json if as_json else _tell
        tell(len(batches), findings, mended)
        if any(finding.found for finding in findings):
            return AuditExit.DISAGREE
        return AuditExit.UNKNOWN if findings else AuditExit.ALL_AGREE

    run(work)


async def _chosen(house: House, beginning: str | None) -> list[UUID]:
    batches = await all_batches(house)
    if beginning is None:
        return batches
    found = [batch for batch in batches if str(batch).startswith(beginning)]
    if len(found) != 1:
        raise fail(
            f"There is not just one batch whose id begins with {beginning}: see `batch list`.",
            Exit.COULD_NOT_RUN,
        )
    return found


def _tell(batches: int, findings: Sequence[Finding], mended: Sequence[Mended] | None) -> None:
    for one in mended or ():
        typer.echo(f"{one.batch}  mended: {one.one.kind} ({one.one.words}): {one.done}")
    for finding in findings:
        for one in finding.found:
            typer.echo(f"{finding.batch}  {one.kind}: {one.subject}: {one.words}")
            mendable = isinstance(finding.planned, Mendable)
            typer.echo(f"    {one.advice or ('--repair mends this' if mendable else FIRST)}")
        if finding.moving:
            typer.echo(f"{finding.batch}  unknown: messages about it were under way all the time")
    looked = f"{batches} {'batch' if batches == 1 else 'batches'} looked at"
    count = sum(len(finding.found) for finding in findings)
    done = "" if mended is None else f", {len(mended) or 'nothing'} mended"
    typer.echo(
        f"{looked}{done}, {count} disagreements" if findings else f"{looked}{done}: all agree"
    )


def _tell_json(batches: int, findings: Sequence[Finding], mended: Sequence[Mended] | None) -> None:
    told = {
        "batches": batches,
        "mended": [
            {
                "batch": str(one.batch),
                "kind": one.one.kind.name,
                "subject": one.one.subject,
                "words": one.one.words,
                "done": one.done,
            }
            for one in mended or ()
        ],
        "disagreements": [
            {
                "batch": str(finding.batch),
                "kind": one.kind.name,
                "subject": one.subject,
                "words": one.words,
                "can_be_mended": one.mend is not None and isinstance(finding.planned, Mendable),
                "advice": one.advice,
            }
            for finding in findings
            for one in finding.found
        ],
        "unknown": [str(finding.batch) for finding in findings if finding.moving],
    }
    typer.echo(msgspec.json.format(msgspec.json.encode(told)).decode())
