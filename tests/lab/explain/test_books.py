"""The books of any history balance."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from huleedu.lab.explain import explain
from huleedu.lab.generate import Workload, generate
from huleedu.lab.history import Outcome


@given(
    st.builds(
        Workload,
        calls=st.integers(1, 60),
        silent=st.sampled_from([0, 0.2]),
        held=st.integers(0, 3),
        state=st.booleans(),
        nameless=st.sampled_from([0, 1]),
    ),
    st.integers(0, 2**32),
)
@settings(max_examples=150)
def test_the_books_of_a_played_history_balance(wanted: Workload, seed: int) -> None:
    history = generate(wanted, seed)
    dice = random.Random(seed)
    counted = {Outcome.ASSIGNED, *dice.sample([Outcome.REPLAYED, Outcome.NO_SLOT], k=1)}
    claimed = sum(operation.outcome in counted for operation in history.operations)
    explanation = explain(history, wanted.slots, claimed)
    assert explanation.counted is not None
    assert explanation.unexplained == 0
