"""Places are shared by who is alike, and by nobody else."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from huleedu.services.judging.domain.ranking.ranks import ALIKE, places_shared, ranks


def test_who_is_alike_shares_the_best_of_their_places() -> None:
    ability = np.array([0.0, 1.0, -1e-16, 2.0, 1e-16, -3.0])
    assert places_shared(ability).tolist() == [3, 2, 3, 1, 3, 6]
    assert places_shared(np.zeros(4)).tolist() == [1, 1, 1, 1]
    assert places_shared(np.zeros(0)).tolist() == []


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=30))
def test_nobody_else_shares_one(whole: list[int]) -> None:
    ability = np.array(whole) * (10 * ALIKE)
    places = places_shared(ability)
    for at, place in enumerate(places):
        assert place == 1 + (ability > ability[at]).sum()
    if len(set(whole)) == len(whole):
        assert places.tolist() == ranks(ability[None])[0].tolist()
