"""`huleedu essay`: an essay's life."""

from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, fail, run
from huleedu.app.language import words
from huleedu.services.lifecycle.api import NotOneEssay, essay_life
from huleedu.wiring.program import House


def show_command(essay: Annotated[str, typer.Argument(help="Its id, or the beginning.")]) -> None:
    """Tell an essay's life: every move, with its time and cause."""
    run(lambda house: _essay(house, essay))


async def _essay(house: House, beginning: str) -> Exit:
    life = await essay_life(house.database("lifecycle"), beginning)
    if isinstance(life, NotOneEssay):
        raise fail(
            f"There is not just one essay whose id begins with {beginning}; "
            "results.json has the ids.",
            Exit.WRONG_USAGE,
        )
    found = life.essay
    slot = f", slot {found.slot}" if found.slot else ""
    typer.echo(f"{found.name} ({found.id}) in batch {found.batch}: {found.state}{slot}")
    for move in life.moves:
        when = move.at.astimezone().strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        typer.echo(
            f"  {when}  {move.was or '':<17} → {move.became:<17}  {words().explain(move.cause)}"
        )
    return Exit.WELL
