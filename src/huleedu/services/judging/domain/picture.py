"""Draw a ranking: each script on the scale, with the error of its place on it."""

import math
from xml.sax.saxutils import escape

from huleedu.services.judging.domain.ranking import Ranking

ROW, TOP, LEFT, WIDE, RIGHT = 22, 46, 190, 620, 90
SURE_90 = 1.645
"""Standard errors to each side that hold 90 % of a normal distribution."""
NAME_MAX = 26


def svg(ranking: Ranking) -> str:
    """An SVG image that needs nothing else; bars are 90 % intervals of the ability."""
    scripts = ranking.scripts
    low = min(s.ability - SURE_90 * s.error for s in scripts)
    high = max(s.ability + SURE_90 * s.error for s in scripts)
    unit = WIDE / max(high - low, 1e-9)

    def x(ability: float) -> float:
        return LEFT + (ability - low) * unit

    height, width = TOP + ROW * len(scripts) + 34, LEFT + WIDE + RIGHT
    lines = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            f'aria-label="Ranking of {len(scripts)} scripts with 90 % intervals">'
        ),
        (
            "<style>svg{background:#fff;font:13px system-ui,sans-serif;fill:#1f232b}"
            ".bar{stroke:#9ccbd8;stroke-width:7;stroke-linecap:round}.dot{fill:#17566a}"
            ".soft{fill:#595e69}.line{stroke:#e0dbcf}</style>"
        ),
        f'<text class="soft" x="{LEFT}" y="20">ability in logits, with its 90 % interval</text>',
        f'<text class="soft" x="{LEFT + WIDE + 12}" y="20">place</text>',
    ]
    lines.extend(
        f'<line class="line" x1="{x(at):.1f}" x2="{x(at):.1f}" y1="30" y2="{height - 24}"/>'
        f'<text class="soft" x="{x(at):.1f}" y="{height - 8}" text-anchor="middle">{at}</text>'
        for at in range(math.ceil(low), math.floor(high) + 1)
    )
    for row, script in enumerate(scripts):
        y = TOP + ROW * row
        name = script.name if len(script.name) <= NAME_MAX else f"{script.name[: NAME_MAX - 1]}…"
        left, right = (script.ability + side * SURE_90 * script.error for side in (-1, 1))
        lines.append(
            f'<text x="{LEFT - 12}" y="{y + 5}" text-anchor="end">{escape(name)}</text>'
            f'<line class="bar" x1="{x(left):.1f}" x2="{x(right):.1f}" y1="{y}" y2="{y}"/>'
            f'<circle class="dot" cx="{x(script.ability):.1f}" cy="{y}" r="4.5"/>'
            f'<text x="{LEFT + WIDE + 12}" y="{y + 5}">{script.place} '
            f"({script.low}–{script.high})</text>"
        )
    return "\n".join([*lines, "</svg>", ""])
