"""A benchmark's table tells each aim, what was reached, and whether that meets it."""

from huleedu.bench.table import Line, rendered


def test_a_line_tells_whether_its_aim_is_met() -> None:
    lines = [Line("a", "≤ 1", "0", True), Line("b", "≤ 1", "2", False), Line("c", "", "3", None)]
    assert rendered(lines, 4, 7, 1.2).splitlines() == [
        "4 seeds from 7; 1 s; ± is a standard error",
        "",
        "| what | aim | reached | |",
        "| --- | --- | --- | --- |",
        "| a | ≤ 1 | 0 | met |",
        "| b | ≤ 1 | 2 | missed |",
        "| c |  | 3 |  |",
    ]
