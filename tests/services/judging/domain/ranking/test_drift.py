"""An anchor that stands elsewhere than it was known to is named; one that does not is not."""

import pytest
from tests.services.judging.domain.ranking.test_ranking import judged

from huleedu.services.judging.domain.ranking.described import described
from huleedu.services.judging.domain.ranking.ranking import Asked, rank

HERE = 7.0
"""Where the middle of this class lies on the scale of the anchors."""
FIVE = (0, 3, 6, 9, 11)


def anchored(moved: dict[int, float], numbers: tuple[int, ...] = FIVE) -> dict[str, float | None]:
    """Where each anchor of a class is found that stands elsewhere; None: where it was known to."""
    truth, decisions = judged(count=400)
    places = {
        f"s{n:02}": (float(truth[n]) + HERE + moved.get(n, 0.0), 0.2 * (n % 2)) for n in numbers
    }
    essays = described(rank(decisions, 1, Asked(places=places))).essays
    return {each.essay: each.found_place for each in essays if each.is_anchor}


def test_who_stands_where_it_was_known_to_is_not_named() -> None:
    assert set(anchored({}).values()) == {None}


@pytest.mark.parametrize(("which", "by"), [(6, 3.0), (0, -3.0), (9, 3.5)])
def test_who_has_drifted_is_named_alone_with_where_it_stands(which: int, by: float) -> None:
    found = anchored({which: by})
    [(name, place)] = [(name, place) for name, place in found.items() if place is not None]
    assert name == f"s{which:02}"
    assert place == pytest.approx(judged(count=400)[0][which] + HERE, abs=1.2)


def test_of_two_that_disagree_both_are_named() -> None:
    assert all(anchored({0: -4.0}, (0, 11)).values())


def test_one_alone_is_held_against_nothing() -> None:
    assert set(anchored({6: 5.0}, (6,)).values()) == {None}
