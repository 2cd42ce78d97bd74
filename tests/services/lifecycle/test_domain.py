"""The rule of slots as far as it is decided in Python: moves, settling, corrections."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from huleedu.services.lifecycle.domain import (
    ALLOWED,
    HOLDING,
    Overdue,
    Settled,
    Settling,
    State,
    StillOpen,
    TakesPlace,
    TimeIsUp,
    may_become,
    replaced_by,
    replacing,
    settle,
    time_is_up,
)


def test_time_is_up_for_intake_before_it_is_up_for_the_batch() -> None:
    batch = UUID(int=1)
    ends: list[tuple[bool, bool, bool, TimeIsUp]] = [
        (False, False, False, "close"),
        (False, False, True, "close"),
        (False, True, False, "end intake"),
        (False, True, True, "close"),
        (True, False, False, "end intake"),
        (True, True, False, "end intake"),
        (True, True, True, "give up unread"),
    ]
    for is_open, due, ended, expected in ends:
        assert time_is_up(Overdue(batch, is_open, due, ended)) == expected


settlings = st.builds(
    Settling,
    slots=st.none() | st.integers(1, 5),
    assigned=st.integers(0, 5),
    refused=st.integers(0, 5),
    unanswered=st.integers(0, 5),
    intake_ended=st.booleans(),
    closed=st.booleans(),
    revision=st.integers(0, 2),
    assigned_then=st.integers(0, 5),
)


def test_every_state_is_in_the_table_of_moves() -> None:
    assert set(ALLOWED) == set(State)


def test_a_slot_once_given_is_never_taken_back_but_by_another_text() -> None:
    for state in HOLDING:
        assert ALLOWED[state] - HOLDING == {State.REPLACED}
    assert not ALLOWED[State.REPLACED]


@given(st.sampled_from(State), st.none() | st.sampled_from(State))
def test_only_who_has_a_place_gives_it_and_only_who_has_none_takes_it(
    old: State, new: State | None
) -> None:
    verdict = replacing(UUID(int=1), old, new)
    if isinstance(verdict, TakesPlace):
        assert old in HOLDING
        assert new not in HOLDING
    elif old in HOLDING:
        assert new in HOLDING | {State.REFUSED, State.REPLACED, State.UNPACKED}


def test_only_a_text_in_line_is_given_a_slot() -> None:
    assert may_become(State.ASSIGNED) == {State.WAITING}


@given(st.sampled_from(State), st.sampled_from(State))
def test_what_may_come_before_is_the_table_read_backwards(a: State, b: State) -> None:
    assert (a in may_become(b)) == (b in ALLOWED[a])


@given(settlings)
def test_a_batch_that_nobody_registered_is_never_settled(facts: Settling) -> None:
    if facts.slots is None:
        assert settle(facts) == StillOpen()


@given(settlings)
def test_settled_is_said_again_only_when_more_essays_have_a_slot(facts: Settling) -> None:
    if facts.revision and facts.assigned == facts.assigned_then:
        assert settle(facts) == StillOpen()


@given(settlings)
def test_an_open_batch_is_not_settled_while_a_file_is_unanswered(facts: Settling) -> None:
    if facts.unanswered and not facts.closed:
        assert settle(facts) == StillOpen()


def facts(**changes: int | bool | None) -> Settling:
    basis: dict[str, int | bool | None] = {
        "slots": 3,
        "assigned": 0,
        "refused": 0,
        "unanswered": 0,
        "intake_ended": False,
        "closed": False,
        "revision": 0,
        "assigned_then": 0,
    }
    return Settling(**{**basis, **changes})  # pyright: ignore[reportArgumentType]


def test_assigned_and_open_rejections_together_settle_a_batch() -> None:
    assert settle(facts(assigned=2)) == StillOpen()
    assert settle(facts(assigned=2, refused=1)) == Settled("complete")
    assert settle(facts(assigned=2, refused=1, unanswered=1)) == StillOpen()


def test_a_batch_whose_intake_has_ended_goes_on_with_what_it_has() -> None:
    assert settle(facts(assigned=1, intake_ended=True)) == Settled("intake ended")
    assert settle(facts(assigned=1, intake_ended=True, unanswered=1)) == StillOpen()


def test_a_batch_closed_short_waits_for_nothing() -> None:
    assert settle(facts(closed=True, unanswered=2)) == Settled("closed short")


def test_a_late_slot_settles_the_batch_anew() -> None:
    assert settle(facts(assigned=3, revision=1, assigned_then=2)) == Settled("complete")


def test_an_upload_of_the_same_name_replaces_a_rejection_whatever_its_ending() -> None:
    old, new, other = uuid4(), uuid4(), uuid4()
    refused = [(old, "9b/Åsa.PDF")]
    assert replaced_by(refused, [(new, "9b/åsa.docx"), (other, "9c/Åsa.pdf")]) == {old: new}


def test_the_same_file_again_replaces_nothing() -> None:
    old = uuid4()
    assert replaced_by([(old, "a.txt")], [(old, "a.txt")]) == {}


@given(st.lists(st.tuples(st.uuids(), st.text(min_size=1))))
def test_nothing_is_replaced_when_nothing_was_refused(offered: list[tuple[UUID, str]]) -> None:
    assert replaced_by([], offered) == {}
