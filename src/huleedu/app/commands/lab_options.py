"""Options that commands of the lab share."""

import random
from pathlib import Path
from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, fail

Repeat = Annotated[int, typer.Option(min=1, help="Repetitions, each with a batch of its own.")]
Seed = Annotated[int | None, typer.Option(help="The same seed asks the same; printed.")]
Out = Annotated[Path, typer.Option("--out", file_okay=False, help="A new or empty folder.")]


def chosen(seed: int | None) -> int:
    """The seed, or one of chance."""
    return random.randrange(2**32) if seed is None else seed


def new_folder(out: Path) -> None:
    """The folder has to be new or empty."""
    if out.exists() and any(out.iterdir()):
        raise fail(f"{out} is not empty: a run wants a folder of its own.", Exit.WRONG_USAGE)
