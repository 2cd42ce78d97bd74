"""The model answers as the rule of slots says, one call after the other."""

from hypothesis import given
from hypothesis import strategies as st

from huleedu.lab.history import OperationKind, Outcome
from huleedu.lab.model import Call, ModelState, Room, Step, room_of, steps


def only_step(state: ModelState, call: Call) -> Step:
    (step,) = steps(state, call)
    return step


def offered(state: ModelState, content: str) -> Step:
    return next(steps(state, Call(OperationKind.OFFER, content)))


@given(n=st.integers(1, 6), contents=st.lists(st.sampled_from("abcdefgh"), max_size=12))
def test_exactly_the_smaller_of_contents_and_slots_are_given(n: int, contents: list[str]) -> None:
    state = ModelState(room_of(n))
    given_ = 0
    for content in contents:
        step = offered(state, content)
        given_ += step.outcome is Outcome.ASSIGNED
        state = step.after
    assert given_ == len(state.held) == min(n, len(set(contents)))
    assert len({slot for _, slot in state.held}) == given_


def test_any_free_slot_will_do() -> None:
    state = ModelState(room_of(("a1", "b2", "c3")), frozenset({("x", "b2")}))
    answers = [(step.outcome, step.slot) for step in steps(state, Call(OperationKind.OFFER, "y"))]
    assert answers == [(Outcome.ASSIGNED, "a1"), (Outcome.ASSIGNED, "c3")]


def test_a_replay_answers_the_same_slot_and_changes_nothing_even_if_the_batch_is_closed() -> None:
    state = ModelState(room_of(2, closed=True), frozenset({("x", 2)}))
    step = only_step(state, Call(OperationKind.OFFER, "x"))
    assert (step.outcome, step.slot, step.after) == (Outcome.REPLAYED, 2, state)


def test_an_unknown_a_closed_and_a_full_batch_say_so() -> None:
    call = Call(OperationKind.OFFER, "x")
    assert only_step(ModelState(), call).outcome is Outcome.UNKNOWN_BATCH
    assert only_step(ModelState(room_of(2, closed=True)), call).outcome is Outcome.BATCH_CLOSED
    full = ModelState(room_of(1), frozenset({("y", 1)}))
    assert only_step(full, call).outcome is Outcome.NO_SLOT


def test_registering_again_changes_nothing() -> None:
    first = only_step(ModelState(), Call(OperationKind.REGISTER, asked=3))
    assert (first.outcome, first.after.room) == (Outcome.REGISTERED, room_of(3))
    again = only_step(first.after, Call(OperationKind.REGISTER, asked=3))
    assert (again.outcome, again.after) == (Outcome.KNOWN, first.after)
    other = only_step(first.after, Call(OperationKind.REGISTER, asked=4))
    assert (other.outcome, other.after) == (Outcome.REFUSED, first.after)


def test_an_empty_registration_is_refused() -> None:
    for empty in (0, ()):
        step = only_step(ModelState(), Call(OperationKind.REGISTER, asked=empty))
        assert (step.outcome, step.after) == (Outcome.REFUSED, ModelState())


def test_added_slots_open_a_closed_batch_and_make_room() -> None:
    closed = only_step(
        ModelState(room_of(1), frozenset({("x", 1)})), Call(OperationKind.CLOSE)
    ).after
    added = only_step(closed, Call(OperationKind.ADD_SLOTS, asked=2))
    assert (added.outcome, added.total, added.after.room.closed) == (Outcome.ADDED, 3, False)
    assert offered(added.after, "y").slot == 2


def test_nothing_is_added_to_or_closed_in_an_unknown_batch() -> None:
    for call in (Call(OperationKind.ADD_SLOTS, asked=2), Call(OperationKind.CLOSE)):
        step = only_step(ModelState(), call)
        assert (step.outcome, step.after) == (Outcome.UNKNOWN_BATCH, ModelState())


def test_a_slot_is_known_by_its_name_and_kind() -> None:
    assert room_of(3).has(3)
    assert not any(room_of(3).has(slot) for slot in (0, 4, "3", None))
    assert room_of(("3",)).has("3")
    assert not room_of(("3",)).has(3)
    assert not Room().has(1)
