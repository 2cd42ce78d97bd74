"""`huleedu lab story` writes the page that stands in the documentation."""

from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from huleedu.app.cli import program

DOCS = Path(__file__).parents[3] / "docs"


@dataclass(frozen=True)
class Result:
    """How a command ended, and what it said."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        return self.stdout + self.stderr


Ran = Callable[..., Result]


@pytest.fixture(scope="module")
def run() -> Ran:
    def run(*words: object) -> Result:
        with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            code = program().main(["lab", *map(str, words)], "huleedu", standalone_mode=False)
        return Result(code or 0, out.getvalue(), err.getvalue())

    return run


@pytest.fixture(scope="module")
def out(run: Ran, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("story") / "out"
    done = run("story", "--out", out)
    assert done.exit_code == 0, done.output
    assert "17: placeholders read back: violated" in done.output
    return out


def test_the_documentation_is_what_the_command_writes(out: Path) -> None:
    page = (out / "seventeen.md").read_text(encoding="utf-8")
    kept = (DOCS / "evidence" / "seventeen.md").read_text(encoding="utf-8")
    assert kept == page.replace("(seventeen.svg)", "(../images/seventeen.svg)"), (
        "run `huleedu lab story --out DIR` and put its page and picture into docs"
    )
    assert (out / "seventeen.svg").read_bytes() == (DOCS / "images/seventeen.svg").read_bytes()


def test_each_way_leaves_its_history_and_a_report(out: Path) -> None:
    folders = sorted(path for path in out.iterdir() if path.is_dir())
    assert len(folders) == 6
    for folder in folders:
        assert {path.name for path in folder.iterdir()} == {"history.jsonl", "report.html"}


def test_what_the_page_shows_is_what_its_commands_print(run: Ran, out: Path) -> None:
    lines = (out / "seventeen.md").read_text(encoding="utf-8").splitlines()
    typed = [at for at, line in enumerate(lines) if line.startswith("    $ huleedu lab ")]
    assert len(typed) == 12
    for at in typed:
        name, history, *more = lines[at].removeprefix("    $ huleedu lab ").split()
        printed = run(name, out / history, *more).stdout.splitlines()
        shown = lines[at + 1 : at + 1 + len(printed)]
        assert [line.removeprefix("    ") for line in shown] == printed


def test_a_folder_that_cannot_be_written_is_told(run: Ran, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run("story", "--out", tmp_path / "file" / "in")
    assert done.exit_code == 3
    assert "cannot be written" in done.output
