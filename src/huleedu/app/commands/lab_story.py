"""`huleedu lab story`: 30 tasks, 15 slots, and how 17, 25 and 30 of them came to be counted."""

from pathlib import Path
from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, fail
from huleedu.kit import extras

Out = Annotated[Path, typer.Option("--out", file_okay=False, help="A folder; made if need be.")]


def story_command(out: Out) -> None:
    """Tell how a count of 15 became 17, 25 and 30, each from a seed, with what the lab says of it.

    Leaves a page, its picture, and for each way its history and its report. Takes seconds, and
    needs no engine.
    """
    extras.need("valkey", "Valkey's client, which the wrong ways of the story use,")
    from huleedu.lab.story import PAGE, tell  # noqa: PLC0415 - Valkey's client is an extra

    try:
        story = tell(out)
    except OSError as error:
        raise fail(f"{out} cannot be written: {error}", Exit.COULD_NOT_RUN) from error
    for told in story:
        causes = "" if told.sum == "none" else f" ({told.sum})"
        typer.echo(f"{told.chapter.title}: {told.head}{causes}")
    typer.echo(f"The whole story: {out / PAGE}")
