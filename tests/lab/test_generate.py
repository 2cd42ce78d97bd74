"""A played history can be played again, and holds what was asked for."""

from itertools import pairwise

from huleedu.lab.generate import BATCH, Workload, generate
from huleedu.lab.history import Outcome


def test_the_same_seed_plays_the_same_history() -> None:
    wanted = Workload(silent=0.1, changes=0.1, named=True, state=True)
    assert generate(wanted, 7) == generate(wanted, 7)
    assert generate(wanted, 7) != generate(wanted, 8)


def test_thirty_contents_get_fifteen_slots_exactly() -> None:
    history = generate(Workload(calls=400, state=True), 1)
    given = [o for o in history.operations if o.outcome is Outcome.ASSIGNED]
    assert len(given) == len(history.after[BATCH][1].rows) == 15


def test_calls_overlap() -> None:
    operations = generate(Workload(calls=200, processes=8), 3).operations
    pairs = pairwise(operations)
    assert sum(one.until > other.called for one, other in pairs) > 100
