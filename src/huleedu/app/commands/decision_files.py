"""Read files that other tools write, in whatever letters they are stored."""

from pathlib import Path

import typer

from huleedu.app.commands.program import Exit, fail
from huleedu.app.language import words
from huleedu.kit.encodings import Letters, read_letters
from huleedu.services.judging.api.judgings import Decisions


def text_of(file: Path) -> str:
    """A file's text; one that cannot be read, or is no text, ends the program."""
    try:
        read = read_letters(file.read_bytes(), names=True)
    except OSError as error:
        raise fail(f"{file} cannot be read: {error}", Exit.COULD_NOT_RUN) from error
    if not isinstance(read, Letters):
        raise fail(
            f"{file} cannot be read as text: save it as CSV UTF-8 and try again.",
            Exit.COULD_NOT_RUN,
        )
    return read.text


def told_of(decisions: Decisions) -> None:
    """Tell, beside the outcome, how a file of decisions was understood."""
    for note in decisions.notes:
        typer.echo(words().explain(note), err=True)
