"""Every command ends with a code that says how it went, and a sentence that says why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.program import PROGRAM

from huleedu.app.commands.ending import CannotTell, Exit, NobodyReads, told
from huleedu.kit.database import EngineUnable

MODULES = " ".join(f"'{word}'" for word in PROGRAM) + " modules"


def shell(line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
        timeout=120,
    )


def of(work: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """How a program ends that does this."""
    code = f"import sys; from huleedu.app.commands.ending import ended\ndef work():\n {work}\n"
    return subprocess.run(
        [sys.executable, "-c", f"{code}sys.exit(ended(work))"],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (EngineUnable("The disk of PostgreSQL is full."), 3, "The disk of PostgreSQL is full."),
        (PermissionError(13, "Permission denied", "/x"), 3, "Permission denied: /x"),
        (OSError(28, "No space left on device"), 3, "No space left on device"),
        (MemoryError(), 3, "There is no memory left"),
        (ExceptionGroup("", [EngineUnable("It is full."), ValueError()]), 3, "It is full."),
        (KeyboardInterrupt(), 130, "Nothing is lost"),
        (ZeroDivisionError("division"), 70, "ZeroDivisionError: division"),
    ],
)
def test_what_ends_the_program_is_told_in_words(
    error: BaseException, code: int, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(error) == code
    said = capsys.readouterr().err
    assert sentence in said
    assert said.startswith("huleedu: ")
    assert ("Traceback" in said or "bug" in said) == (code == Exit.A_BUG)


def test_a_reader_that_left_is_no_fault_and_nothing_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert told(NobodyReads()) == Exit.NOBODY_READS
    assert capsys.readouterr().err == ""


def test_a_bug_ends_with_70_and_all_that_its_report_needs() -> None:
    ended = of("return [][1]")
    assert ended.returncode == 70
    assert "This is a bug in HuleEdu" in ended.stderr
    assert "IndexError: list index out of range" in ended.stderr


def test_codes_of_commands_stay() -> None:
    assert [of(f"sys.exit({code})").returncode for code in range(4)] == [0, 1, 2, 3]
    assert shell(f"{MODULES} --nonsense").returncode == 2


def test_a_closed_pipe_ends_quietly_as_the_system_ends_others() -> None:
    for ended in (
        shell(f"{MODULES} | true"),
        of("import os, signal; r, w = os.pipe(); os.dup2(w, 1); os.close(r); print('x')"),
    ):
        assert (ended.returncode, ended.stderr) == (141, "")
    ended = of("[print(n) for n in range(100_000)]")
    assert ended.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_an_output_that_cannot_be_written_is_told_once() -> None:
    ended = shell(f"{MODULES} > /dev/full")
    assert ended.returncode == 3
    assert ended.stderr == "huleedu: The output cannot be written: No space left on device.\n"
    ended = shell(f"{MODULES} 2> /dev/full > /dev/full")
    assert ended.returncode == 3


def test_a_closed_output_is_told_and_its_number_is_given_to_nothing_else(tmp_path: Path) -> None:
    ended = shell(f"{MODULES} >&-")
    assert (ended.returncode, ended.stderr) == (
        3,
        "huleedu: The output cannot be written: Bad file descriptor.\n",
    )
    assert shell(f"{MODULES} >&- 2>&-").returncode == 3
    kept = tmp_path / "file"
    opened = f"ended(lambda: open('{kept}', 'w').write(str(open('{kept}').fileno() > 2)))"
    work = f"from huleedu.app.commands.ending import ended; {opened}"
    shell(f"'{sys.executable}' -c \"{work}\" >&- <&- 2>&-")
    assert kept.read_text() == "True"


@pytest.mark.parametrize("letters", ["ascii", "latin-1"])
def test_letters_that_the_output_lacks_are_told(letters: str) -> None:
    ended = of("print('Stefan Łuczak')", PYTHONIOENCODING=letters)
    assert ended.returncode == 3
    assert r"The output has no sign for '\u0141'" in ended.stderr
    assert "PYTHONIOENCODING=utf-8" in ended.stderr


def test_our_own_signs_give_way_to_plain_ones() -> None:
    ended = of("print('a … b → c – d')", PYTHONIOENCODING="ascii")
    assert (ended.returncode, ended.stdout) == (0, "a ~ b > c - d\n")


def test_a_plain_locale_writes_utf_8() -> None:
    ended = of("print('Åsa')", LC_ALL="C", PYTHONIOENCODING="")
    assert (ended.returncode, ended.stdout) == (0, "Åsa\n")


def test_what_cannot_be_told_still_has_its_code() -> None:
    assert issubclass(CannotTell, Exception)
    ended = shell(f"{MODULES} 2>&1 >/dev/full | true")
    assert ended.returncode in (3, 141)
