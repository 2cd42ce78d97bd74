"""The highest sum of scores, and which of its matches could as well be others."""

from huleedu.services.classes.domain.matching import sure_matches


def test_the_sum_counts_and_not_the_first_that_fits() -> None:
    scores = {(0, 0): 90.0, (0, 1): 80.0, (1, 0): 85.0}
    assert sure_matches(scores, [0, 1], [0, 1], 3.0) == {0: 1, 1: 0}


def test_two_that_could_change_places_are_not_sure() -> None:
    scores = {(0, 0): 90.0, (0, 1): 89.0, (1, 0): 89.0, (1, 1): 90.0}
    assert sure_matches(scores, [0, 1], [0, 1], 3.0) == {}
    assert sure_matches(scores, [0, 1], [0, 1], 1.0) == {0: 0, 1: 1}


def test_who_is_named_by_nobody_gets_nothing() -> None:
    assert sure_matches({(0, 0): 90.0}, [0, 1], [0, 1], 3.0) == {0: 0}
