"""`huleedu batch remarks`: which kinds of remarks are looked for in a batch."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
from huleedu.gateway.remark_rules import known, rule_lines, switched
from huleedu.services.results.api import remarks
from huleedu.wiring.program import House


def remarks_command(
    batch: BatchId,
    off: Annotated[list[str] | None, typer.Option(help="Do not look for this kind.")] = None,
    on: Annotated[list[str] | None, typer.Option(help="Look for this kind again.")] = None,
) -> None:
    """Tell which kinds of remarks are looked for, or look for others."""

    async def work(house: House, found: UUID) -> Exit:
        return await _remarks(house, found, off or [], on or [])

    run(lambda house: with_batch(house, batch, work))


async def _remarks(house: House, batch: UUID, off: Sequence[str], on: Sequence[str]) -> Exit:
    say, database, of = words().say, house.database("results"), [*off, *on]
    strange = [code for code in of if code not in known(of)] or sorted({*off} & {*on})
    if strange:
        raise fail(say("remarks.no_such_kind", names=", ".join(strange)), Exit.WRONG_USAGE)
    if of:
        await remarks.change(database, batch, switched(of, on))
    kept = await remarks.of_batch(database, batch)
    lines = rule_lines(kept, words())
    typer.echo(say("remarks.heading", n=sum(line.on for line in lines), of=len(lines)))
    for line in lines:
        found = say("remarks.found", n=line.found)
        typer.echo(f"  {'+' if line.on else '-'} {line.code:<17} {line.name} ({found})")
    return Exit.WELL
