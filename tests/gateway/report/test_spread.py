"""A class is drawn with a dot an essay, or with bars where that would be thousands."""

from hypothesis import given
from hypothesis import strategies as st

from huleedu.gateway.report.spread import DRAWING_HEIGHT, place_in, spread_of
from huleedu.services.results.api import MeasureInfo

LIX = MeasureInfo(key="lix")
VALUES = st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=3, max_size=300).map(sorted)


@given(VALUES)
def test_every_essay_is_drawn_once_and_inside(values: list[float]) -> None:
    spread = spread_of(2, LIX, values, many=False)
    assert len(spread.dots) == spread.count == len(values)
    assert not spread.bars
    for dot in spread.dots:
        assert 0 <= dot.x <= 240
        assert dot.y - dot.radius >= -0.01
        assert dot.y + dot.radius <= DRAWING_HEIGHT + 0.01
    assert 0 <= spread.band[0] <= spread.band[1] <= 100


@given(VALUES)
def test_many_are_drawn_as_bars_that_hold_them_all(values: list[float]) -> None:
    spread = spread_of(2, LIX, values, many=True)
    assert not spread.dots
    assert max(bar.height for bar in spread.bars) == DRAWING_HEIGHT
    assert len(spread.bars) <= 16


def test_where_all_are_alike_everybody_stands_in_the_middle() -> None:
    spread = spread_of(0, LIX, [4.0, 4.0, 4.0], many=False)
    assert place_in(4.0, spread.quartiles) == 50
    assert len({dot.x for dot in spread.dots}) == 1
