"""What proves a violation is small, and nothing in it could be left out."""

from collections.abc import Callable

from huleedu.lab.check import check
from huleedu.lab.history import History, OperationKind
from huleedu.lab.verdict import Violated

Tell = Callable[..., History]


def test_a_proof_needs_no_answer_that_could_be_forgotten(tell: Tell) -> None:
    given_ = [(0, 5, f"given {n}", "assigned", n) for n in (1, 2)]
    no = [(0, 5, f"turned away {n}", "no_slot") for n in range(5)]
    calls = [no[0], given_[0], no[1], given_[1], *no[2:]]
    verdict = check(tell(*calls, (8, 9, OperationKind.CLOSE, "closed")))
    assert isinstance(verdict, Violated)
    assert verdict.rule == "slot_was_free"
    # that five of seven had none leaves two, whoever they were; the closing came later
    assert verdict.lines == (2, 3, 4, 7, 8, *range(11, 17))


def test_a_proof_among_many_answers_stays_small(tell: Tell) -> None:
    given_ = [(10 * n, 10 * n + 15, f"c{n}", "assigned", n + 1) for n in range(500)]
    turned_away = (50, 60, "x", "no_slot")
    closed = (9000, 9001, OperationKind.CLOSE, "closed")
    verdict = check(tell(*given_, turned_away, closed, slots=500))
    assert isinstance(verdict, Violated)
    assert len(verdict.found) == 1
    assert set(verdict.lines) <= {2, *range(1003, 1007)}
