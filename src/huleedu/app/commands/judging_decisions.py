"""`huleedu judging decisions`: all that was handed out, and what became of it."""

from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from huleedu.app.commands.batches import BatchId, with_batch
from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
from huleedu.kit import spreadsheet
from huleedu.services.judging.api.kept import COLUMNS, all_pairs
from huleedu.wiring.program import House


def decisions_command(
    batch: BatchId, out: Annotated[Path | None, typer.Option(dir_okay=False)] = None
) -> None:
    """Write all that was handed out, and what became of it, as CSV."""

    async def work(house: House, found: UUID) -> Exit:
        rows = await all_pairs(house.database("judging"), found)
        cells = ([row[column] for column in COLUMNS] for row in rows)
        text = spreadsheet.written([COLUMNS, *cells])
        if out:
            try:
                out.write_text(text, encoding="utf-8-sig", newline="")
            except OSError as error:
                raise fail(
                    words().say("desk.not_written", file=str(out), why=str(error)),
                    Exit.COULD_NOT_RUN,
                ) from error
        else:
            typer.echo(text, nl=False)
        return Exit.WELL

    run(lambda house: with_batch(house, batch, work))
