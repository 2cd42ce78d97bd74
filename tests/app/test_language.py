"""A command speaks the language that is asked for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ENGLISH, SWEDISH = "There is no name in the class list.", "Det finns inget namn i klasslistan."


@pytest.mark.parametrize(
    ("option", "environment", "said"),
    [
        ([], {}, ENGLISH),
        (["--lang", "sv"], {}, SWEDISH),
        ([], {"HULEEDU_LANG": "sv"}, SWEDISH),
        (["--lang", "en"], {"HULEEDU_LANG": "sv"}, ENGLISH),
        ([], {"HULEEDU_LANG": "", "LC_ALL": "sv_SE.UTF-8"}, SWEDISH),
    ],
)
def test_a_command_speaks_as_it_is_asked_to(
    tmp_path: Path, option: list[str], environment: dict[str, str], said: str
) -> None:
    roster = tmp_path / "class.csv"
    roster.write_text("Namn\n")
    command = ["assess", str(tmp_path), "--roster", str(roster), *option]
    done = subprocess.run(
        [sys.executable, "-m", "huleedu", *command],
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == f"huleedu: {said}\n"


def test_a_language_that_nobody_speaks_here_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "huleedu", "assess", str(tmp_path), "--lang", "de"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "--lang" in done.stderr
