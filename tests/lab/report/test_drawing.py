"""A history is drawn: a bar for each call, in its process's lane."""

from collections.abc import Callable
from dataclasses import replace

from huleedu.lab.generate import Workload, generate
from huleedu.lab.history import History
from huleedu.lab.report import drawing

Tell = Callable[..., History]


def test_each_call_is_a_bar_in_its_processs_lane() -> None:
    history = generate(Workload(calls=120, processes=3, silent=0.1), 1)
    picture = drawing.timeline(history, history.operations, {})
    assert len(picture.bars) == 120
    assert [lane.name for lane in picture.lanes] == ["p0", "p1", "p2"]
    bottom = picture.lanes[-1].y + picture.lanes[-1].height
    assert all(bar.x + bar.width <= picture.width + 2 for bar in picture.bars)
    assert all(bar.y + bar.height <= bottom for bar in picture.bars)


def test_bars_never_cover_one_another() -> None:
    history = generate(Workload(calls=300, processes=20, silent=0.05), 2)
    one = replace(history, operations=list(history.operations))
    bars = drawing.timeline(one, one.operations, {}).bars
    rows: dict[float, float] = {}
    for bar in sorted(bars, key=lambda bar: bar.x):
        assert bar.x >= rows.get(bar.y, 0.0) - 1.6  # a bar is at least 1.5 wide
        rows[bar.y] = bar.x + bar.width
