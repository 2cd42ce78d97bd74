"""Why two counts differ is named, shown, and adds up."""

from collections.abc import Callable
from typing import Any

import pytest

from huleedu.lab.explain import explain
from huleedu.lab.history import History, OperationKind

Tell = Callable[..., History]
ADD, CLOSE = OperationKind.ADD_SLOTS, OperationKind.CLOSE
THREE = [(0, 1, "a", "assigned", 1), (2, 3, "b", "assigned", 2), (4, 5, "c", "assigned", 3)]
YESES = [(10 * n, 10 * n + 1, content, "handled") for n, content in enumerate("abcdef")]

CASES: list[tuple[str, int, int, dict[str, Any], list[Any], tuple[int, ...]]] = [
    # reason, claimed, effect, batch, calls, lines
    ("slot_given_twice", 4, 1, {}, [*THREE, (6, 7, "d", "assigned", 2)], (5, 6, 9, 10)),
    ("content_given_two_slots", 4, 1, {}, [*THREE, (6, 7, "a", "assigned", 1)], (3, 4, 9, 10)),
    ("placeholders_taken_for_slots", 4, 1, {}, [*THREE, (6, 7, "d", "assigned", "?")], (9, 10)),
    ("replays_counted", 4, 1, {}, [*THREE, (6, 7, "a", "replayed", 1)], (9, 10)),
    ("refusals_counted", 4, 1, {}, [*THREE, (6, 7, "d", "no_slot")], (9, 10)),
    ("exceptions_counted", 4, 1, {}, [*THREE, (6, 7, "d", "error")], (9, 10)),
    (
        "handled_is_not_assigned",
        6,
        3,
        {"after": [("a", 1), ("b", 2), ("c", 3)]},
        YESES,
        (9, 10, 11, 12, 13, 14),
    ),
    ("handled_is_not_assigned", 6, 3, {}, YESES, tuple(range(3, 15))),
    (
        "handled_is_not_assigned",
        4,
        1,
        {},
        [(n, n + 1, content, "assigned") for n, content in enumerate("abcd")],
        tuple(range(3, 11)),
    ),
    (
        "state_left_over",
        2,
        -1,
        {"held": [("old", 3)]},
        [*THREE[:2], (6, 7, "d", "no_slot")],
        (2,),
    ),
    ("state_left_over", 2, -1, {"after": [("a", 1), ("b", 2), ("old", 3)]}, THREE[:2], (7,)),
    (
        "state_left_over",
        4,
        1,
        {"after": [("a", 1), ("b", 2), ("c", 3), ("old", 1)]},
        THREE,
        (9,),
    ),
    (
        "lost_acknowledgements",
        2,
        -1,
        {},
        [*THREE[:2], (4, None, "c", None), (6, 7, "c", "replayed", 3)],
        (7, 9, 10),
    ),
    ("free_while_no_slot", 2, -1, {}, [*THREE[:2], (6, 7, "d", "no_slot")], (7, 8)),
    ("slots_nobody_took", 2, -1, {}, THREE[:2], ()),
    # a right refusal proves that the call of which nobody heard took the slot
    (
        "lost_acknowledgements",
        2,
        -1,
        {},
        [*THREE[:2], (4, None, "c", None), (5, 7, "d", "no_slot")],
        (7, 9, 10),
    ),
    (
        "assignment_not_in_store",
        2,
        -1,
        {"after": [("a", 1), ("b", 2)]},
        [*THREE, (6, 7, "d", "no_slot")],
        (7, 8, 11),
    ),
    (
        "slots_added",
        4,
        1,
        {},
        [*THREE, (6, 7, ADD, "added", 1), (8, 9, "d", "assigned", 4)],
        (9, 10),
    ),
    (
        "batch_closed",
        2,
        -1,
        {},
        [*THREE[:2], (4, 5, CLOSE, "closed"), (6, 7, "c", "batch_closed")],
        (7, 8, 9, 10),
    ),
    (
        "batch_closed",
        2,
        -1,
        {},
        [*THREE[:2], (4, 5, CLOSE, "closed"), (6, 7, "c", "refused")],
        (7, 8, 9, 10),
    ),
    ("more_slots_than_expected", 4, 1, {"slots": 4}, [*THREE, (6, 7, "d", "assigned", 4)], ()),
    ("fewer_slots_than_expected", 2, -1, {"slots": 2}, THREE[:2], ()),
]


@pytest.mark.parametrize(("reason", "claimed", "effect", "batch", "calls", "lines"), CASES)
def test_a_cause_is_named_shown_and_counted(
    tell: Tell,
    reason: str,
    claimed: int,
    effect: int,
    batch: dict[str, Any],
    calls: list[Any],
    lines: tuple[int, ...],
) -> None:
    explanation = explain(tell(*calls, **batch), 3, claimed)
    assert [(c.reason.value, c.effect) for c in explanation.causes] == [(reason, effect)]
    assert explanation.causes[0].lines == lines
    assert explanation.unexplained == 0
    assert explanation.counted is not None
    assert reason in explanation.text


def test_several_causes_add_up(tell: Tell) -> None:
    history = tell(
        *THREE[:2],
        (4, 5, "d", "assigned", 1),
        (6, 7, "a", "replayed", 1),
        (8, 9, "e", "no_slot"),
        (10, 11, "f", "error"),
    )
    explanation = explain(history, 3, 4)
    effects = {cause.reason.value: cause.effect for cause in explanation.causes}
    assert effects == {"slot_given_twice": 1, "free_while_no_slot": -1, "replays_counted": 1}
    # an exception or a refusal, one of each, would give the same number
    assert len(explanation.otherwise) == 2
    assert "add up" in explanation.text


def test_two_mistakes_that_cancel_out_are_still_named(tell: Tell) -> None:
    calls = [*THREE[:2], (4, 5, "d", "assigned", 1), (6, 7, "e", "no_slot")]
    explanation = explain(tell(*calls), 3, 3)
    assert explanation.difference == 0
    assert {c.effect for c in explanation.causes} == {1, -1}


def test_a_second_slot_of_one_content_is_missing_to_another(tell: Tell) -> None:
    calls = [(0, 1, "a", "assigned", 1), (2, 3, "a", "assigned", 2), (4, 5, "c", "assigned", 3)]
    explanation = explain(tell(*calls, (6, 7, "d", "no_slot")), 3, 3)
    causes = [(cause.reason.value, cause.count, cause.effect) for cause in explanation.causes]
    assert causes == [("content_given_two_slots", 1, 0)]


def test_a_false_no_slot_is_named_even_if_all_slots_were_taken_later(tell: Tell) -> None:
    explanation = explain(tell((-9, -8, "d", "no_slot"), *THREE), 3, 3)
    assert [(c.reason.value, c.effect) for c in explanation.causes] == [("free_while_no_slot", 0)]


def test_what_the_history_does_not_show_stays_unexplained(tell: Tell) -> None:
    explanation = explain(tell(*THREE), 3, 17)
    assert explanation.counted is None
    assert explanation.unexplained == 14
    assert "unexplained" in explanation.text
