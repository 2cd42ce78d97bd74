"""Commands and groups of commands from a table, each imported when it is typed."""

import gc
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

SPEAKING = "huleedu.app.language:speaking"
"""Gives a command `--lang`; loaded with the command, for it brings the catalogues' reader."""


@dataclass(frozen=True, slots=True)
class Late:
    """A command: its name, where its function is ("module:function"), and its line of help.

    One that `speaks` has its sentences in several languages, and takes `--lang`.
    """

    name: str
    place: str
    line: str
    speaks: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Commands with a name before them, and that group's line of help.

    `before` is where the function is ("module:function") that is called before any of them.
    """

    name: str
    line: str
    commands: "Sequence[Late | Group]"
    before: str = ""


class LateCommand(TyperCommand):
    """Stands for a command in its group; whoever types it gets the command itself."""

    def __init__(self, late: Late) -> None:
        super().__init__(late.name, help=late.line, rich_markup_mode=None)
        self._late = late

    def make_context(self, *args: Any, **kwargs: Any) -> Any:
        """Import the command; everything from here on is said and done by it."""
        return self.command().make_context(*args, **kwargs)

    def command(self) -> TyperCommand:
        """The command itself."""
        alone = plain_typer()
        alone.command(self.name)(function_at(self._late.place))
        command = get_command(alone)
        assert isinstance(command, TyperCommand)
        return function_at(SPEAKING)(command) if self._late.speaks else command


def function_at(place: str) -> Callable[..., Any]:
    """Import a function; the place is "module:function"."""
    module, _, function = place.partition(":")
    with _no_garbage():
        return getattr(import_module(module), function)


@contextmanager
def _no_garbage() -> Generator[None]:
    """Look for none while modules are imported: they leave none, and looking is a sixth of it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def plain_typer(**more: Any) -> typer.Typer:
    """A Typer that needs no rich, and leaves exceptions to us."""
    return typer.Typer(
        add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None, **more
    )


def group_of(group: Group) -> TyperGroup:
    """The group with its commands, none of them imported yet."""

    def before() -> None:
        function_at(group.before)()

    made = TyperGroup(
        name=group.name,
        help=group.line,
        callback=before if group.before else None,
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    fill(made, group.commands)
    return made


def fill(group: TyperGroup, commands: Sequence[Late | Group]) -> None:
    """Make commands known to a group."""
    for one in commands:
        group.add_command(group_of(one) if isinstance(one, Group) else LateCommand(one))
