"""`huleedu bench reading` tells what was read, and what was not."""

import json
from pathlib import Path

import pytest

from huleedu.app.commands.bench_reading import reading_command


def test_it_tells_each_formats_figures_and_the_words_that_are_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "one.txt").write_text("Det var sommar överallt.", encoding="utf-8")
    essay = {"text": ["Det var vinter"], "asides": [], "left_out": [], "marks": []}
    truth = {
        "essays": {"key": essay},
        "documents": [{"file": "one.txt", "layout": "plain", "essay": "key"}],
    }
    (tmp_path / "truth.json").write_text(json.dumps(truth), encoding="utf-8")
    page = tmp_path / "reading.md"
    reading_command(
        tmp_path, beside=True, markitdown=None, wrong=True, further=[tmp_path], out=page
    )
    told = capsys.readouterr().out
    for name in ("pandoc", "pdftotext", "markitdown"):
        assert f"{name}: not installed" in told
    row = next(line.split() for line in told.splitlines() if line.startswith(".txt"))
    assert row[:-1] == [".txt", "huleedu", "1", "0", "66.67%", "50.00%", "50.00%"]
    assert "1 documents in all" in page.read_text("utf-8")
    assert "| .txt | huleedu | 1 | 0 | 66.67% | 50.00% | 50.00% |" in page.read_text("utf-8")
    assert "missing vinter; foreign sommar överallt" in told
