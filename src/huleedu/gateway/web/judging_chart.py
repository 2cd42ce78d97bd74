"""Draw how the typical error became smaller, judgement by judgement, as SVG without styles."""

from collections.abc import Sequence

from markupsafe import Markup

from huleedu.gateway.words.words import Words
from huleedu.services.judging.api.steering import RankingFigures

WIDTH, HEIGHT = 640, 190
LEFT, RIGHT, TOP, BOTTOM = 44, 16, 14, 34
POINTS_MAX = 60
"""More would lie upon one another."""

DRAWING = Markup("""\
<svg class="line" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">
<line class="axis" x1="{left}" y1="{base}" x2="{end}" y2="{base}"/>
{ticks}<polyline class="stroke" points="{points}"/>
{dots}<text class="tick" x="{end}" y="{under}" text-anchor="end">{of}</text>
</svg>""")
TICK = Markup(
    '<line class="grid" x1="{left}" y1="{y}" x2="{end}" y2="{y}"/>'
    '<text class="tick" x="{at}" y="{down}" text-anchor="end">{told}</text>\n'
)
DOT = Markup('<circle class="dot" cx="{x}" cy="{y}" r="3"><title>{told}</title></circle>\n')


def error_line(made: Sequence[RankingFigures], wanted: int, words: Words) -> Markup:
    """The typical error over the judgements; nothing while there are not two figures."""
    known = [(one.judgements, one.typical_error) for one in made if one.typical_error is not None]
    last_of = dict(known)  # of several rankings of as many judgements, the last
    points = _thinned(sorted(last_of.items()))
    if len(points) < 2:
        return Markup()
    most = max(wanted, points[-1][0])
    top = max(error for _, error in points) * 1.1
    ends, base = WIDTH - RIGHT, HEIGHT - BOTTOM

    def x(judgements: int) -> float:
        return round(LEFT + (ends - LEFT) * judgements / most, 1)

    def y(error: float) -> float:
        return round(base - (base - TOP) * error / top, 1)

    (few, wide), (many, narrow) = points[0], points[-1]
    dots = [DOT.format(x=x(n), y=y(error), told=_told(n, error, words)) for n, error in points]
    return DRAWING.format(
        width=WIDTH,
        height=HEIGHT,
        label=words.say(
            "judging.line.told",
            few=few,
            wide=words.number(wide, 1),
            many=many,
            narrow=words.number(narrow, 1),
        ),
        left=LEFT,
        base=base,
        end=ends,
        under=HEIGHT - 10,
        ticks=Markup().join(_tick(y(value), value, ends, words) for value in _values(top)),
        points=" ".join(f"{x(n)},{y(error)}" for n, error in points),
        dots=Markup().join(dots),
        of=words.say("judging.line.judgements", n=most),
    )


def _told(judgements: int, error: float, words: Words) -> str:
    return words.say("judging.line.point", n=judgements, error=words.number(error, 1))


def _tick(y: float, value: int, end: int, words: Words) -> Markup:
    told = f"±{words.number(value)}"
    return TICK.format(left=LEFT, y=y, end=end, at=LEFT - 6, down=y + 4, told=told)


def _values(top: float) -> list[int]:
    """A few whole numbers below the top."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if top / step <= 5)
    return [*range(step, int(top) + 1, step)]


def _thinned(points: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """So many of them that they can be told apart; the first and the last among them."""
    if len(points) <= POINTS_MAX:
        return [*points]
    step = (len(points) - 1) / (POINTS_MAX - 1)
    return [points[round(at * step)] for at in range(POINTS_MAX)]
