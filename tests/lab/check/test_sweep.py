"""A sweep stops where several changes might come next, and goes on from each by itself."""

from collections.abc import Callable

from huleedu.lab.check.claims import gather
from huleedu.lab.check.moments import Batch
from huleedu.lab.check.sweep import Choice, Impossible, Sweep
from huleedu.lab.history import History, OperationKind

Tell = Callable[..., History]


def test_a_copy_goes_its_own_way(tell: Tell) -> None:
    history = tell(
        (0, 9, OperationKind.CLOSE, "closed"),
        (0, 9, OperationKind.ADD_SLOTS, "added", 1),
        (3, 4, "a", "batch_closed"),
        (5, 6, "b", "assigned", 4),
    )
    [batch] = history.batches()
    first = Sweep(Batch(gather(batch)))
    stopped = first.go_on()
    assert isinstance(stopped, Choice)
    choices = {alike.kind: alike for alike in stopped.of}
    closes, adds = choices[OperationKind.CLOSE], choices[OperationKind.ADD_SLOTS]
    second = first.copy()
    assert second.key() == first.key()
    second.make(adds)
    assert second.key() != first.key()
    assert isinstance(second.go_on(), Impossible), "closed last, it is shut for b"
    first.make(closes)
    assert first.go_on() is None
