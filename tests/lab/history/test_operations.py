"""What an answer tells of the moment at which a call took effect."""

import pytest
from msgspec.structs import replace

from huleedu.lab.history import Outcome
from huleedu.lab.history.lines import OperationKind
from huleedu.lab.history.operations import FOR_EVER, History, Operation

OFFER = Operation(
    process="p",
    kind=OperationKind.OFFER,
    batch="b",
    content="A",
    called=10,
    answered=20,
    outcome=Outcome.ASSIGNED,
    slot=1,
    call_line=3,
    answer_line=4,
)


@pytest.mark.parametrize("outcome", [None, Outcome.ERROR, Outcome.TIMEOUT, Outcome.HANDLED])
def test_who_was_not_told_what_happened_may_have_it_happen_at_any_time(
    outcome: Outcome | None,
) -> None:
    unsure = replace(OFFER, outcome=outcome)
    assert unsure.is_open
    assert unsure.until == FOR_EVER


def test_what_was_answered_happened_before() -> None:
    assert not OFFER.is_open
    assert OFFER.until == 20
    assert OFFER.lines == (3, 4)


def test_a_forgotten_answer_leaves_the_call() -> None:
    call = OFFER.forgotten()
    assert (call.content, call.lines, call.until) == ("A", (3,), FOR_EVER)


def test_batches_are_apart_and_calls_widened_by_the_clocks_error() -> None:
    other = replace(OFFER, batch="c", answered=None)
    history = History(clock_error_ns=5, operations=[OFFER, other])
    one, two = history.batches()
    assert (one.before.batch, one.before.slots) == ("b", None)
    assert [(o.called, o.answered) for o in one.operations] == [(5, 25)]
    assert [(o.called, o.answered) for o in two.operations] == [(5, None)]
