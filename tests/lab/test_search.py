"""The general search gives up rather than guess, and knows what stood in the store."""

from collections.abc import Callable

from huleedu.lab.history import History
from huleedu.lab.search import search
from huleedu.lab.verdict import Allowed, Unknown, Violated

Tell = Callable[..., History]


def test_it_gives_up_after_so_many_steps(tell: Tell) -> None:
    silent = [(0, None, f"c{n}", None) for n in range(12)]
    assert isinstance(search(tell(*silent, (5, 6, "x", "replayed", 1)), 50), Unknown)


def test_it_names_the_first_answer_too_many(tell: Tell) -> None:
    verdict = search(tell((0, 1, "a", "assigned", 1), (2, 3, "b", "assigned", 1)))
    assert isinstance(verdict, Violated)
    assert verdict.lines == (5, 6)


def test_rows_in_the_end_must_come_about(tell: Tell) -> None:
    silent = (0, None, "a", None)
    assert isinstance(search(tell(silent, after=[("a", 2)])), Allowed)
    assert isinstance(search(tell(silent, after=[])), Allowed)
    assert isinstance(search(tell(silent, after=[("b", 2)])), Violated)
    assert isinstance(search(tell(silent, after=[("a", 2), ("a", 2)])), Violated)


def test_an_impossible_beginning_is_a_violation(tell: Tell) -> None:
    for held in ([("a", None)], [("a", 9)], [("a", 1), ("b", 1)], [("a", 1), ("a", 2)]):
        assert isinstance(search(tell(held=held)), Violated)
