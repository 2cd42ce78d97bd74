"""Files of decisions are read in whatever letters they are stored."""

from pathlib import Path

import pytest
import typer

from huleedu.app.commands.decision_files import text_of, told_of
from huleedu.services.judging.api.ranking import Decisions, read_decisions

TEXT = "judge,winner,loser\nÅsa,Björk,Öberg\nÅsa,Björk,Öberg\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "mac-roman"])
def test_letters_are_read_as_those_of_class_lists(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "decisions.csv"
    file.write_bytes(TEXT.encode(encoding))
    assert text_of(file) == TEXT


def test_what_is_no_text_ends_the_program(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    file.write_bytes(bytes(range(256)) * 8)
    with pytest.raises(typer.Exit):
        text_of(file)
    with pytest.raises(typer.Exit):
        text_of(tmp_path / "missing.csv")


def test_how_a_file_was_understood_is_told_beside_the_outcome(
    capsys: pytest.CaptureFixture[str],
) -> None:
    decisions = read_decisions(TEXT)
    assert isinstance(decisions, Decisions)
    told_of(decisions)
    told = capsys.readouterr()
    assert told.out == ""
    assert "--once" in told.err
