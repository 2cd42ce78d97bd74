"""What a test leaves around itself is seen: a variable, files, a thread."""

import tempfile
import threading
from pathlib import Path

import pytest

from huleedu.lab.isolate import left_behind
from huleedu.lab.isolate.surroundings import look


def test_variables_files_and_threads_are_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "other"))
    before = look([])
    end = threading.Event()
    thread = threading.Thread(target=end.wait, name="lasts")
    thread.start()
    monkeypatch.setenv("LEFT", "1")
    Path("here").touch()
    (tmp_path / "other" / "there").touch()
    (tmp_path / "other" / "huleedu-isolate-x").touch()
    told = [str(left) for left in left_behind(before, look([]))]
    # a process that a test before this one has ended may be gone only now
    told = [each for each in told if not each.startswith("process (ended)")]
    end.set()
    thread.join()
    assert told == [
        "file here: +1",
        "temporary file there: +1",
        "thread lasts: +1",
        "variable LEFT: new",
    ]


def test_an_engine_that_does_not_answer_is_left_out() -> None:
    assert "row" not in look(["postgresql://nobody@/nothing?host=/nonexistent"]).things
