"""The language in which a command speaks: `--lang`, HULEEDU_LANG, or the system's locale."""

import os
from contextvars import ContextVar
from enum import StrEnum
from typing import Annotated

import typer
from typer.core import TyperCommand

from huleedu.gateway.words.choice import Language, choose
from huleedu.gateway.words.words import Words
from huleedu.gateway.words.words import words as words_of

_asked: ContextVar[Language | None] = ContextVar("asked", default=None)


class Lang(StrEnum):
    """What `--lang` takes."""

    EN = "en"
    SV = "sv"


def words() -> Words:
    """The words of the command that was typed."""
    return words_of(_asked.get() or choose(os.environ))


def speaking(command: TyperCommand) -> TyperCommand:
    """The command, which takes `--lang` now."""
    options = typer.Typer(add_completion=False)
    options.command()(_option)
    command.params += typer.main.get_command(options).params[:1]
    return command


def _ask(context: typer.Context, lang: Lang | None) -> Lang | None:
    if lang:
        asked = _asked.set(lang.value)
        context.call_on_close(lambda: _asked.reset(asked))
    return lang


def _option(
    lang: Annotated[
        Lang | None,
        typer.Option(
            callback=_ask,
            expose_value=False,
            is_eager=True,
            help="The language to speak to you; else HULEEDU_LANG, or the system's.",
        ),
    ] = None,
) -> None:
    """Bears the option."""
