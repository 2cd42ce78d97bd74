"""`huleedu bench matching` tells what it measured, and writes it down."""

from pathlib import Path

import pytest

from huleedu.app.commands.bench_matching import matching_command


def test_it_tells_of_both_kinds_of_classes_and_writes_the_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "matching.md"
    matching_command(2, 1, wrong=True, out=page)
    told = capsys.readouterr().out
    assert "2 Swedish and English classes" in told
    assert "1 classes with many like names" in told
    assert "| 2 Swedish and English classes |" in page.read_text(encoding="utf-8")
