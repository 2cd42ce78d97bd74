"""What a batch wants is shared as evenly as can be, and never more than there are pairs."""

import pytest

from huleedu.services.judging.domain.shares import evenly, judgements_for, minutes_each


@pytest.mark.parametrize(
    ("essays", "per_essay", "judgements"),
    [(30, 10, 150), (3, 10, 3), (5, 3, 8), (2, 1, 1), (1, 10, 0), (0, 10, 0)],
)
def test_how_many_judgements_there_are_to_be(essays: int, per_essay: int, judgements: int) -> None:
    assert judgements_for(essays, per_essay) == judgements


@pytest.mark.parametrize(
    ("judgements", "judges", "shares"),
    [(12, 2, [6, 6]), (13, 3, [5, 4, 4]), (1, 3, [1, 0, 0]), (5, 0, [])],
)
def test_shares_are_even_and_make_the_whole(
    judgements: int, judges: int, shares: list[int]
) -> None:
    assert evenly(judgements, judges) == shares


def test_minutes_are_told_kindly() -> None:
    assert [minutes_each(words) for words in ([], [10], [400, 400], [1000])] == [1, 1, 3, 8]
