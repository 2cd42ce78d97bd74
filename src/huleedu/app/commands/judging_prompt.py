"""`huleedu judging prompt`: what language models are told."""

from pathlib import Path
from typing import Annotated

import typer

from huleedu.app.commands.program import Exit, fail, settings
from huleedu.kit.folders import make_private
from huleedu.wiring.language_model import prompt_of


def prompt_command(
    out: Annotated[
        Path | None, typer.Option(file_okay=False, help="Write system.txt and criterion.txt here.")
    ] = None,
) -> None:
    """Show what language models are told: their task, and the criterion; both can be changed."""
    try:
        prompt = prompt_of(settings().llm)
        if out is None:
            typer.echo(f"{prompt.system}\n\nThe criterion: {prompt.criterion}")
            return
        make_private(out)
        for name, text in (("system", prompt.system), ("criterion", prompt.criterion)):
            file = out / f"{name}.txt"
            file.write_text(f"{text}\n", encoding="utf-8")
            typer.echo(f"HULEEDU_LLM_{name.upper()}={file}")
    except OSError as error:
        raise fail(str(error), Exit.COULD_NOT_RUN) from error
