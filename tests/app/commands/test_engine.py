"""The embedded PostgreSQL is started, looked at and stopped by command; another is not ours."""

from pathlib import Path

from tests.program import InThisProcess


def test_it_is_started_looked_at_and_stopped(home: Path, tmp_path: Path) -> None:
    run = InThisProcess({"HULEEDU_HOME": str(home)}, tmp_path).run
    assert run("engine", "status").code == 1
    assert str(home) in run("engine", "start").out
    assert run("engine", "status").code == 0
    assert run("engine", "migrate").code == 0
    assert run("engine", "stop").code == 0
    assert run("engine", "status").code == 1


def test_another_is_brought_up_to_date_and_left_running(in_this_process: InThisProcess) -> None:
    run = in_this_process.run
    assert run("engine", "migrate").code == 0
    for command in ("start", "stop", "status"):
        ran = run("engine", command)
        assert ran.code == 3
        assert "HULEEDU_DATABASE_URL" in ran.err
