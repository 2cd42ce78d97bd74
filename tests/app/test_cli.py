"""The command line knows its commands without importing them."""

import inspect
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import pytest

from huleedu.app.cli import main, program
from huleedu.app.late import Group, Late, LateCommand
from huleedu.app.table import COMMANDS, TABLE

FOLDER = Path(__file__).parents[2] / "src/huleedu/app/commands"
HEAVY = ("asyncio", "asyncpg", "httpx", "lxml", "msgspec", "numpy", "openpyxl", "rich", "scipy")
GROUPS = [one for one in TABLE if isinstance(one, Group)]


def late(commands: Sequence[Late | Group] = TABLE) -> Iterator[Late]:
    for one in commands:
        if isinstance(one, Group):
            yield from late(one.commands)
        else:
            yield one


@pytest.mark.parametrize("command", [*late()], ids=lambda one: one.place.removeprefix(COMMANDS))
def test_a_line_of_help_is_what_the_command_says_of_itself(command: Late) -> None:
    module, _, function = command.place.partition(":")
    said = inspect.getdoc(getattr(import_module(module), function)) or ""
    assert " ".join(said.partition("\n\n")[0].split()) == command.line
    itself = LateCommand(command).command()
    assert itself.name == command.name
    assert itself.get_short_help_str(70) == LateCommand(command).get_short_help_str(70)


def test_every_command_that_is_written_stands_in_the_table() -> None:
    written = {
        f"{COMMANDS}.{path.stem}:{line.removeprefix('def ').partition('(')[0]}"
        for path in FOLDER.glob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("def ") and line.partition("(")[0].endswith("_command")
    }
    listed = [one.place for one in late()]
    assert len(listed) == len(set(listed))
    assert set(listed) == written


@pytest.mark.parametrize("group", ["", *(group.name for group in GROUPS)])
def test_help_imports_no_command_and_nothing_heavy(group: str) -> None:
    done = ran([*group.split(), "--help"], "-X", "importtime")
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert done.returncode == 0
    assert "huleedu.app.late" in loaded
    rooms = ("app.commands", "wiring", "engines", "services", "gateway", "harness", "bench", "lab")
    behind = tuple(f"huleedu.{room}." for room in rooms)
    strange = {name for name in loaded if name.startswith(behind)}
    assert strange <= {f"{COMMANDS}.ending"}
    assert not loaded & set(HEAVY)


def test_the_table_of_help_has_every_command() -> None:
    said = ran(["--help"]).stdout
    lines = said.partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in lines] == [one.name for one in TABLE]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("huleedu la", ["lab"]),
        ("huleedu lab s", ["soak", "simulate", "story"]),
        ("huleedu judging decide pair judge mu", ["much-better", "much-worse"]),
        ("huleedu lab run slots --led", ["--ledger"]),
    ],
)
def test_a_shell_completes_commands_and_what_follows_them(typed: str, offered: list[str]) -> None:
    words = {"COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    done = ran([], _HULEEDU_COMPLETE="complete_bash", **words)
    assert done.stdout.split() == offered, done.stderr


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("asess x", "No such command 'asess'. Did you mean 'assess', 'essay'?"),
        ("lab chek", "No such command 'chek'. Did you mean 'check'?"),
        ("assess", "Usage: huleedu assess [OPTIONS] {paths}..."),
        ("lab run slots --tasks 3", "Usage: huleedu lab run slots [OPTIONS]"),
        ("bench bus --wrong", "Try 'huleedu bench bus --help' for help."),
    ],
)
def test_what_is_typed_wrong_is_told_in_the_words_of_the_command(typed: str, said: str) -> None:
    done = ran(typed.split())
    assert done.returncode == 2
    assert said in done.stderr


def test_each_program_is_made_anew() -> None:
    assert program() is not program()


def ran(
    typed: Sequence[str], *python: str, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """A command line in a process of its own, called as people call it."""
    code = "import sys; sys.argv[0] = 'huleedu'; from huleedu.app.cli import main; main()"
    return subprocess.run(
        [sys.executable, *python, "-c", code, *typed],
        capture_output=True,
        text=True,
        check=False,
        timeout=150,
        env={**os.environ, **environment},
    )


def test_on_another_system_it_says_at_once_where_it_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 3
    assert "WSL" in capsys.readouterr().err
