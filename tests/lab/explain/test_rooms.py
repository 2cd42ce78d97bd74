"""How many slots there were, and when."""

from collections.abc import Callable

from huleedu.lab.check.claims import gather
from huleedu.lab.explain.rooms import Rooms
from huleedu.lab.history import History, OperationKind
from huleedu.lab.history.operations import FOR_EVER

Tell = Callable[..., History]
ADD, REGISTER = OperationKind.ADD_SLOTS, OperationKind.REGISTER


def rooms(history: History) -> Rooms:
    [batch] = history.batches()
    return Rooms(gather(batch))


def test_a_slot_is_there_once_somebody_was_told_so(tell: Tell) -> None:
    found = rooms(
        tell(
            (0, 5, REGISTER, "registered", 3),
            (6, 9, ADD, "added", 2),
            (9, None, ADD, None, 4),
            slots=None,
        )
    )
    assert [found.size_at(at) for at in (5, 6, 9, 10, FOR_EVER)] == [0, 3, 3, 5, 5]
    assert (found.added.count, found.added.lines) == (2, {5, 6})
    assert found.size_in_the_end({1}) == 5
    # it was given, so slots were added though nobody heard of it
    assert found.size_in_the_end({1, 7}) == 7


def test_a_batch_of_whose_registration_nobody_heard_has_slots_once_one_is_given(tell: Tell) -> None:
    found = rooms(tell((0, None, REGISTER, None, 3), slots=None))
    assert found.size_in_the_end(()) == 0
    assert found.size_in_the_end({2}) == 3
