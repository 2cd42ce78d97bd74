"""What is written can be read again, from several processes too."""

import os
from multiprocessing import get_context
from pathlib import Path

import pytest

from huleedu.lab.history import History, MarkLine, Outcome, Writer, read


def _write_some(path: Path, process: str) -> None:
    with Writer(path, process) as writer:
        for n in range(300):
            writer.answer(writer.offer("b", f"{process}: {n} åäö" * 20), Outcome.NO_SLOT)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "h.jsonl"
    with Writer(path, "p", clock=iter(range(100)).__next__) as writer:
        writer.head(clock_error_ns=3)
        writer.before("b", ("Å", 2), held=(("old", "Å"),))
        writer.answer(writer.register("c", 3), Outcome.REGISTERED)
        writer.answer(writer.add_slots("c", 1), Outcome.ADDED, slots=4)
        writer.close("c")
        writer.mark("kill -9", "p2")
        writer.after("b", (("old", None),))
    history = read(path)
    assert isinstance(history, History)
    assert history.clock_error_ns == 3
    assert [o.total for o in history.operations] == [None, 4, None]
    assert history.before["b"][1].held == (("old", "Å"),)
    assert history.after["b"][1].rows == (("old", None),)
    assert history.marks == [MarkLine(at=6, what="kill -9", process="p2")]


def test_lines_of_several_processes_never_mix(tmp_path: Path) -> None:
    path = tmp_path / "h.jsonl"
    with Writer(path, "first") as writer:
        writer.head()
    spawn = get_context("spawn")
    processes = [spawn.Process(target=_write_some, args=(path, f"p{n}")) for n in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    history = read(path)
    assert isinstance(history, History)
    assert len(history.operations) == 900
    assert not any(operation.is_open for operation in history.operations)


def test_instants_of_a_process_rise_on_a_coarse_clock(tmp_path: Path) -> None:
    with Writer(tmp_path / "h", "p", clock=lambda: 7) as writer:
        writer.head()
        for _ in range(2):
            writer.answer(writer.offer("b", "x"), Outcome.UNKNOWN_BATCH)
    history = read(tmp_path / "h")
    assert isinstance(history, History)
    assert [(o.called, o.answered) for o in history.operations] == [(7, 8), (9, 10)]


def test_a_line_that_was_cut_off_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    with Writer(tmp_path / "h", "p") as writer:
        monkeypatch.setattr(os, "write", lambda file, raw: real(file, raw[:10]))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
        with pytest.raises(OSError, match="middle of a line"):
            writer.head()
