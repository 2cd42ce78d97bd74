"""Draw how a measure is spread over a class: a dot an essay, or bars for thousands."""

from collections import Counter

import msgspec

from huleedu.gateway.report import summary
from huleedu.services.results.api import MeasureInfo

BINS = 16
DOT_MAX = 11.0
"""In the units of the drawing, which is 240 wide and 66 high."""
DRAWING_HEIGHT = 60.0
SPREAD_FROM = 3
"""With fewer essays there is no class to compare with."""


class Dot(msgspec.Struct, frozen=True):
    """One essay in the drawing of a class: centre and radius."""

    x: float
    y: float
    radius: float


class Bar(msgspec.Struct, frozen=True):
    """Many essays in the drawing of a class."""

    x: float
    y: float
    width: float
    height: float


class Spread(msgspec.Struct, frozen=True):
    """How a measure is spread over the class. `band` is the middle half, from 0 to 100."""

    number: int
    info: MeasureInfo
    quartiles: summary.Quartiles
    count: int
    band: tuple[int, int]
    dots: tuple[Dot, ...]
    bars: tuple[Bar, ...]


def spread_of(number: int, info: MeasureInfo, values: list[float], *, many: bool) -> Spread:
    """The spread of sorted values, at least one.

    Args:
        number: of the measure among those that are shown.
        many: there are too many essays for a dot each.
    """
    of = summary.quartiles(values)
    band = (place_in(of.lower, of), place_in(of.upper, of))
    dots, bars = ((), _bars(values)) if many else (_dots(values), ())
    return Spread(number, info, of, len(values), band, dots, bars)


def place_in(value: float, of: summary.Quartiles) -> int:
    """Where a value lies between the lowest and the highest, from 0 to 100."""
    width = of.highest - of.lowest
    return round(100 * (value - of.lowest) / width) if width else 50


def _dots(values: list[float]) -> tuple[Dot, ...]:
    """One dot an essay, stacked in bins, so that the pile of a usual value is the highest."""
    low, width = values[0], values[-1] - values[0]
    piles: dict[int, int] = {}
    stacked: list[tuple[int, int]] = []
    for value in values:
        pile = min(BINS - 1, int(BINS * (value - low) / width)) if width else BINS // 2
        stacked.append((pile, piles.get(pile, 0)))
        piles[pile] = piles.get(pile, 0) + 1
    size = min(DOT_MAX, DRAWING_HEIGHT / max(piles.values()))
    return tuple(
        Dot(
            round((pile + 0.5) * 240 / BINS, 1),
            round(DRAWING_HEIGHT - (height + 0.5) * size, 1),
            round(min(size, DOT_MAX) * 0.44, 2),
        )
        for pile, height in stacked
    )


def _bars(values: list[float]) -> tuple[Bar, ...]:
    """The same as bars: a dot for each of thousands would take the browser seconds."""
    low, width = values[0], values[-1] - values[0]
    piles = Counter(
        min(BINS - 1, int(BINS * (value - low) / width)) if width else BINS // 2 for value in values
    )
    wide, unit = 240 / BINS, DRAWING_HEIGHT / max(piles.values())
    return tuple(
        Bar(
            round(pile * wide + 0.5, 1),
            round(DRAWING_HEIGHT - count * unit, 1),
            round(wide - 1, 1),
            round(count * unit, 1),
        )
        for pile, count in sorted(piles.items())
    )
