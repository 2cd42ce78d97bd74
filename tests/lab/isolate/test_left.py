"""What is otherwise after a test was left behind by it."""

from huleedu.lab.isolate import Surroundings, left_behind


def test_what_is_otherwise_is_left_behind() -> None:
    before = Surroundings({"row": {"essay": 3, "batch": 1}, "variable": {"HOME": "x"}})
    after = Surroundings({"row": {"essay": 5, "batch": 1}, "variable": {"NEW": "y"}, "key": {}})
    told = [str(left) for left in left_behind(before, after)]
    assert told == ["row essay: +2", "variable HOME: gone", "variable NEW: new"]
