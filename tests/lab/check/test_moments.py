"""What is asked at an instant stands before what is due."""

from collections.abc import Callable

from huleedu.lab.check.claims import gather
from huleedu.lab.check.moments import Batch, What
from huleedu.lab.history import History, OperationKind

Tell = Callable[..., History]


def test_everything_is_asked_once_and_due_when_it_was_answered(tell: Tell) -> None:
    history = tell(
        (0, 5, OperationKind.ADD_SLOTS, "added", 1),
        (5, 7, "a", "assigned", 4),
        (1, 5, "b", "no_slot"),
        (2, None, OperationKind.CLOSE, None),
    )
    [batch] = history.batches()
    moments = [(at, what) for at, what, _ in Batch(gather(batch)).moments]
    assert moments == [
        (0, What.CHANGE),
        (1, What.NO),
        (2, What.CHANGE),
        (5, What.TURN),
        (5, What.NO_DUE),
        (5, What.CHANGE_DUE),
        (7, What.TURN_DUE),
    ]
