"""A suspect is a test that ended otherwise after others than alone."""

from huleedu.lab.isolate import Ran, suspects


def test_a_test_that_a_run_did_not_come_to_has_died_there() -> None:
    (suspect,) = suspects({"a": "passed", "b": "passed"}, [Ran("x", ("a", "b"), {"a": "passed"})])
    assert (suspect.test, suspect.after) == ("b", "died")
    assert suspect.run.before("b") == ("a",)


def test_a_test_that_fails_everywhere_is_no_suspect() -> None:
    assert suspects({"a": "failed"}, [Ran("x", ("a",), {"a": "failed"})]) == []
