"""The command line: `huleedu assess`, `huleedu run`, and what operators need."""

import sys

import typer
from typer.completion import get_completion_inspect_parameters
from typer.core import TyperGroup
from typer.main import get_command

from huleedu import __version__
from huleedu.app.commands.ending import Exit, ended
from huleedu.app.late import fill, plain_typer
from huleedu.app.table import TABLE

__all__ = ["main", "program"]

PURPOSE = "Turn a stack of essays into a fair, explained result."
RUNS_ON = ("linux", "darwin")
ELSEWHERE = (
    "huleedu: HuleEdu runs on Linux and macOS. On Windows it runs in WSL: `wsl --install` in a "
    "terminal sets that up; then use huleedu there."
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"huleedu {__version__}")
        raise typer.Exit


def _program(
    version: bool = typer.Option(False, "--version", callback=_version, is_eager=True),
) -> None:
    """Turn a stack of essays into a fair, explained result."""


def program() -> TyperGroup:
    """The program `huleedu`, with all its commands; none of them is imported yet."""
    group = get_command(
        plain_typer(name="huleedu", help=PURPOSE, no_args_is_help=True, callback=_program)
    )
    assert isinstance(group, TyperGroup)
    fill(group, TABLE)
    get_completion_inspect_parameters()  # makes the shells known that ask by _HULEEDU_COMPLETE
    return group


def main() -> None:
    """Run the command that was typed, and end as it ended."""
    if not sys.platform.startswith(RUNS_ON):
        typer.echo(ELSEWHERE, err=True)
        sys.exit(Exit.COULD_NOT_RUN)
    sys.exit(ended(program()))
