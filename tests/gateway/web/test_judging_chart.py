"""The line over time is drawn of what is known, with its words, and of nothing else."""

import re
from datetime import UTC, datetime

from huleedu.gateway.web.judging_chart import POINTS_MAX, error_line
from huleedu.gateway.words.words import words
from huleedu.services.judging.api.steering import RankingFigures

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def made(number: int, judgements: int, error: float | None) -> RankingFigures:
    return RankingFigures(
        number=number,
        judgements=judgements,
        made_at=NOW,
        typical_error=error,
        error_then=None,
        more=0,
        reliability=None,
        low=None,
        high=None,
        groups=1,
    )


def test_one_figure_is_no_line() -> None:
    assert not error_line([made(1, 10, 4.0), made(2, 12, None)], 60, words("en"))


def test_the_line_falls_and_says_so() -> None:
    svg = error_line([made(1, 10, 4.0), made(2, 30, 2.0)], 60, words("sv"))
    assert 'aria-label="Typiskt fel: ±4,0 efter 10 bedömningar, ±2,0 efter 30"' in svg
    first, last = re.findall(r'<circle class="dot" cx="([\d.]+)" cy="([\d.]+)"', svg)
    assert float(first[0]) < float(last[0]) < 640
    assert float(first[1]) < float(last[1]), "further down is less"
    assert "style" not in svg


def test_the_last_of_several_rankings_counts_and_many_are_thinned() -> None:
    many = [made(n, 5 * (n // 2), 100 / (n + 1)) for n in range(1, 400)]
    svg = error_line(many, 10, words("en"))
    assert svg.count("<circle") == POINTS_MAX
    assert error_line([made(1, 5, 3.0), made(2, 5, 2.0)], 9, words("en")) == ""
