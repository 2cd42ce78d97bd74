"""`huleedu lab simulate` plays as many schedules as it is asked for."""

from pathlib import Path

from tests.program import InThisProcess


def test_schedules_are_played_and_counted(tmp_path: Path) -> None:
    ran = InThisProcess({}, tmp_path).run(
        *("lab", "simulate", "--schedules", "40", "--seed", "7", "--workers", "1")
    )
    assert ran.code == 0, ran.out
    assert ran.out.startswith("40 schedules from seed 7, ")
    assert "0 schedules wrong" in ran.out
