"""Draw a ranking: each essay on the scale with its interval, anchors, and where grades begin."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from huleedu.gateway.report.sanitised import one_line
from huleedu.gateway.report.summary import grade
from huleedu.gateway.words.words import Words
from huleedu.services.results.api import BoundaryLine, RankedEssay, RankingPicture

ROW, TOP, LEFT, WIDE, RIGHT, LEGEND = 22, 64, 206, 590, 250, 60
NAME_WIDE, SAID_WIDE = 186.0, 118.0
SURE_90 = 1.645
"""Standard errors to each side that hold 90 % of a normal distribution."""
NAMED_MAX = 400
"""With more essays no name could be read: the rows get thin, and the whole TALL."""
TALL = 4000.0
LABEL_WIDE = 30.0
TICKS_MAX = 14
FONT = "Noto Sans"

# the ground is painted, so that it can be read on a dark page as well as on a white one
STYLE = (
    f".ground{{fill:#fff}}text{{font:13px '{FONT}',system-ui,sans-serif;fill:#1f232b}}"
    ".bar{stroke:#8fc3d2;stroke-width:7;stroke-linecap:round}.thin{stroke-width:1}"
    ".dot{fill:#17566a}.anchor{fill:#7b4a00;stroke:#fff;stroke-width:1}"
    ".edge{fill:#7b4a00;opacity:.1}.begins{stroke:#7b4a00;stroke-dasharray:3 3}"
    ".soft{fill:#595e69}.care{fill:#7b4a00}.line{stroke:#e0dbcf}.strong{font-weight:600}"
)


@dataclass(frozen=True, slots=True)
class Scale:
    """From abilities in logits to places in a drawing `wide` units wide, with a rim."""

    low: float
    high: float
    wide: float
    rim: float = 6.0

    def x(self, ability: float) -> float:
        """Where an ability lies; what is beyond the scale lies at its end."""
        inside = min(max(ability, self.low), self.high)
        unit = (self.wide - 2 * self.rim) / max(self.high - self.low, 1e-9)
        return round(self.rim + (inside - self.low) * unit, 1)

    def interval(self, essay: RankedEssay) -> tuple[float, float, float]:
        """The two ends of an essay's 90 % interval, and its ability between them."""
        left, middle, right = (
            self.x(essay.ability + side * SURE_90 * essay.error) for side in (-1, 0, 1)
        )
        return left, middle, right

    def edges(self, boundaries: Sequence[BoundaryLine]) -> list[tuple[float, float, float]]:
        """Where each boundary's interval begins, how wide it is, and where its middle lies."""
        return [
            (self.x(one.low), round(self.x(one.high) - self.x(one.low), 1), self.x(one.place))
            for one in boundaries
        ]


def scale_of(ranking: RankingPicture, wide: float) -> Scale:
    """The scale on which all essays and the middles of all boundaries have room."""
    ends = [e.ability + side * SURE_90 * e.error for e in ranking.essays for side in (-1, 1)]
    places = [one.place for one in ranking.boundaries]
    return Scale(min(*ends, *places), max(*ends, *places), wide)


def diamond(x: float, y: float, size: float = 6.0) -> str:
    """The outline of an anchor's mark."""
    return f"M{x} {y - size}L{x + size} {y}L{x} {y + size}L{x - size} {y}Z"


def svg(ranking: RankingPicture, names: Mapping[str, str], words: Words) -> str:
    """An SVG image that needs nothing else. `names`: what each essay is called."""
    scale, count = scale_of(ranking, WIDE), len(ranking.essays)
    row = ROW if count <= NAMED_MAX else TALL / count
    bottom = TOP + row * count
    width, height = LEFT + WIDE + RIGHT, round(bottom + LEGEND)
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" role="img" '
            f'aria-label="{escape(_in_words(ranking, words), {chr(34): "&quot;"})}">'
        ),
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{width}" height="{height}"/>',
        *_axis(ranking, scale, bottom, words),
    ]
    for number, essay in enumerate(ranking.essays):
        y = round(TOP + row * (number + 0.5), 1)
        name = names.get(essay.essay, essay.essay)
        lines.append(_row(scale, essay, name, y, words) if row == ROW else _thin(scale, essay, y))
    return "\n".join([*lines, *_legend(ranking, round(bottom + 36, 1), words), "</svg>", ""])


def _in_words(ranking: RankingPicture, words: Words) -> str:
    anchors = sum(essay.is_anchor for essay in ranking.essays)
    said = [words.say("drawing.ranking", n=len(ranking.essays))]
    if anchors:
        said.append(words.say("drawing.anchors", n=anchors))
    if ranking.boundaries:
        said.append(words.say("drawing.where_grades_begin"))
    if not ranking.for_grading:
        said.append(words.say("ranking.not_for_grading"))
    return ", ".join(said)


def _axis(ranking: RankingPicture, scale: Scale, bottom: float, words: Words) -> list[str]:
    place, above = words.say("drawing.place"), TOP - 8
    warning = "" if ranking.for_grading else words.say("ranking.not_for_grading").upper()
    lines = [
        f'<text class="care strong" x="16" y="22">{warning}</text>' if warning else "",
        f'<text class="soft" x="{LEFT + WIDE + 14}" y="{above}">{place}</text>',
    ]
    if any(essay.grade_said or essay.band for essay in ranking.essays):
        what = words.say("drawing.grade" if ranking.boundaries else "drawing.band")
        lines.append(f'<text class="soft" x="{LEFT + WIDE + 112}" y="{TOP - 8}">{what}</text>')
    for left, wide, _ in scale.edges(ranking.boundaries):
        lines.append(
            f'<rect class="edge" x="{LEFT + left}" y="{TOP}" width="{wide}" '
            f'height="{bottom - TOP:.1f}"/>'
        )
    for at in _ticks(scale):
        x = LEFT + scale.x(at)
        lines.append(
            f'<line class="line" x1="{x}" x2="{x}" y1="{TOP}" y2="{bottom:.1f}"/>'
            f'<text class="soft" x="{x}" y="{bottom + 15:.1f}" text-anchor="middle">'
            f"{words.short(at)}</text>"
        )
    lines.extend(_labels(ranking.boundaries, scale, bottom))
    return [line for line in lines if line]


def _ticks(scale: Scale) -> list[float]:
    """Round numbers along the scale, not too many to be read."""
    size = max(scale.high - scale.low, 1e-9) / TICKS_MAX
    tens = 10.0 ** math.floor(math.log10(size))
    step = next(one * tens for one in (1, 2, 5, 10) if one * tens >= size)
    first, last = math.ceil(scale.low / step), math.floor(scale.high / step)
    return [round(at * step, 9) for at in range(first, last + 1)]


def _labels(boundaries: Sequence[BoundaryLine], scale: Scale, bottom: float) -> list[str]:
    """The name of each grade where it begins; two that are near stand one above the other."""
    lines: list[str] = []
    before, raised = -math.inf, False
    for one in boundaries:
        x = LEFT + scale.x(one.place)
        raised = x - before < LABEL_WIDE and not raised
        before = x
        lines.append(
            f'<line class="begins" x1="{x}" x2="{x}" y1="{TOP - 4}" y2="{bottom:.1f}"/>'
            f'<text class="care" x="{x + 2}" y="{TOP - (24 if raised else 8)}">'
            f"{escape(one_line(one.to))} ›</text>"
        )
    return lines


def _row(scale: Scale, essay: RankedEssay, name: str, y: float, words: Words) -> str:
    left, middle, right = (LEFT + each for each in scale.interval(essay))
    said = grade(essay, words) or one_line(essay.band)
    certain = essay.chances.get(essay.grade or essay.band)
    if essay.known_grade:
        said = words.say("ranking.known", grade=said)
    elif said and certain is not None:
        said = f"{said} · {words.percent(certain)}"
    return (
        f'<text x="{LEFT - 12}" y="{y + 4.5}" text-anchor="end">{escape(_short(name))}</text>'
        f'<line class="bar" x1="{left:.1f}" x2="{right:.1f}" y1="{y}" y2="{y}"/>'
        f"{_mark(essay, middle, y)}"
        f'<text x="{LEFT + WIDE + 14}" y="{y + 4.5}">{essay.place} ({essay.low}–{essay.high})'
        f'</text><text x="{LEFT + WIDE + 112}" y="{y + 4.5}">{escape(said)}</text>'
    )


def _mark(essay: RankedEssay, x: float, y: float) -> str:
    if not essay.is_anchor:
        return f'<circle class="dot" cx="{x:.1f}" cy="{y}" r="4.5"/>'
    known = escape(one_line(essay.known_grade))
    return (
        f'<path class="anchor" d="{diamond(round(x, 1), y)}"/>'
        f'<text class="care strong" x="{x + 9:.1f}" y="{y + 4.5}">{known}</text>'
    )


def _thin(scale: Scale, essay: RankedEssay, y: float) -> str:
    left, middle, right = (LEFT + each for each in scale.interval(essay))
    kind, radius = ("anchor", 3) if essay.is_anchor else ("dot", 1)
    return (
        f'<line class="bar thin" x1="{left:.1f}" x2="{right:.1f}" y1="{y}" y2="{y}"/>'
        f'<circle class="{kind}" cx="{middle:.1f}" cy="{y}" r="{radius}"/>'
    )


def _legend(ranking: RankingPicture, y: float, words: Words) -> list[str]:
    x = 16.0
    told = words.say("drawing.ability")
    lines = [
        (
            f'<line class="bar" x1="{x + 4}" x2="{x + 34}" y1="{y - 4}" y2="{y - 4}"/>'
            f'<circle class="dot" cx="{x + 19}" cy="{y - 4}" r="4.5"/>'
            f'<text class="soft" x="{x + 46}" y="{y}">{told}</text>'
        )
    ]
    if any(essay.is_anchor for essay in ranking.essays):
        x = 440.0
        graded = bool(ranking.boundaries)
        what = words.say("drawing.anchor_grade" if graded else "drawing.anchor_place")
        lines.append(
            f'<path class="anchor" d="{diamond(x, y - 4)}"/>'
            f'<text class="soft" x="{x + 12}" y="{y}">{what}</text>'
        )
    if ranking.boundaries:
        x = 650.0
        lines.append(
            f'<rect class="edge" x="{x}" y="{y - 11}" width="26" height="14"/>'
            f'<line class="begins" x1="{x + 13}" x2="{x + 13}" y1="{y - 11}" y2="{y + 3}"/>'
            f'<text class="soft" x="{x + 34}" y="{y}">{words.say("drawing.begins")}</text>'
        )
    return lines


def _short(name: str, room: float = NAME_WIDE) -> str:
    """As much of a name as there is room for, by rough widths of letters."""
    name = one_line(name)
    for at, letter in enumerate(name):
        room -= _wide(letter)
        if room < 0:
            return f"{name[: max(at - 1, 1)]}…"
    return name


def _wide(letter: str) -> float:
    if letter in "ijlt.,:;'|I! ()[]fr":
        return 4.7
    return 13.0 if letter in "mwMW@%" or letter > "\u2e80" else 9.2 if letter.isupper() else 7.5
