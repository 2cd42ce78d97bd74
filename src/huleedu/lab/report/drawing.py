"""Lay a history out as a picture: a lane for each process, a bar for each call."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from huleedu.lab.history import History, Operation, Outcome

DRAWN_MAX = 5000
"""More bars than this say less than how many there were at each time."""
WIDTH_MIN, WIDTH_MAX = 1000, 4000
BAR_PX = 26
"""How wide the bar of a usual call should be."""
HEIGHT_PX = 1200
ROW_MIN, ROW_MAX = 4.0, 18.0
LABEL_PX = 13.0
LANE_GAP = 14.0
HEAD = 34.0
BINS = 200
ROWS_ALONE_MAX = 12
"""Calls of one violation that are drawn below one another."""

_LOOKS = {
    Outcome.ASSIGNED: "assigned",
    Outcome.REPLAYED: "replayed",
    Outcome.NO_SLOT: "no",
    Outcome.REFUSED: "no",
    Outcome.UNKNOWN_BATCH: "shut",
    Outcome.BATCH_CLOSED: "shut",
    Outcome.HANDLED: "open",
    Outcome.ERROR: "open",
    Outcome.TIMEOUT: "open",
    None: "open",
}
LEGEND = {
    "assigned": "assigned a slot",
    "replayed": "the same slot again",
    "no": "no slot, or refused",
    "shut": "unknown or closed batch",
    "change": "registers, adds slots or closes",
    "open": "no answer, an exception or a bare yes",
}


@dataclass(frozen=True, slots=True)
class CallBar:
    """A call, from call to answer, in the drawing's units."""

    x: float
    y: float
    width: float
    height: float
    look: str
    words: str
    label: str
    violations: tuple[int, ...]
    """Numbers of the violations that it belongs to, from 1."""


@dataclass(frozen=True, slots=True)
class ProcessLane:
    """A process."""

    name: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A time on the axis, or something that happened."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole picture."""

    width: float
    height: float
    lanes: tuple[ProcessLane, ...]
    bars: tuple[CallBar, ...]
    ticks: tuple[Tick, ...]
    marks: tuple[Tick, ...]
    words: str


def look(operation: Operation) -> str:
    """The kind of colour an operation has."""
    answered = "open" if operation.is_open else _LOOKS.get(operation.outcome, "change")
    return answered if operation.content or answered == "open" else "change"


def words(operation: Operation, start: int) -> str:
    """An operation in one line of text; times are from `start` on."""
    asked = f"offers {operation.content!r}" if operation.content else str(operation.kind)
    slot = "" if operation.slot is None else f" {operation.slot}"
    answer = f"{operation.outcome}{slot}" if operation.outcome else "no answer"
    until = "" if operation.answered is None else f" to {duration(operation.answered - start)}"
    lines = " and ".join(map(str, operation.lines))
    where = f"line{'s' if len(operation.lines) > 1 else ''} {lines}"
    at = duration(operation.called - start)
    return f"{operation.process} {asked} → {answer} ({at}{until}; {where})"


def duration(ns: int) -> str:
    """Nanoseconds for people."""
    for unit, size in (("s", 10**9), ("ms", 10**6), ("µs", 10**3)):
        if abs(ns) >= size:
            return f"{ns / size:.4g} {unit}"
    return f"{ns} ns"


def timeline(
    history: History, operations: Sequence[Operation], violations: dict[int, tuple[int, ...]]
) -> Drawing:
    """Lanes of bars. `violations`: a call's line → numbers of the violations it belongs to."""
    start, end = span(operations)
    width = _width(operations, end - start)
    scale = width / max(1, end - start)
    lanes_of = _rows(operations, end)
    rows = sum(max((row for _, row in placed), default=0) + 1 for placed in lanes_of.values())
    height = min(ROW_MAX, max(ROW_MIN, HEIGHT_PX / max(1, rows)))
    y = HEAD
    lanes: list[ProcessLane] = []
    bars: list[CallBar] = []
    for process, placed in lanes_of.items():
        y += LABEL_PX
        lane = ProcessLane(process, y, height * (max(row for _, row in placed) + 1))
        for operation, row in placed:
            until = _until(operation, end)
            bars.append(
                CallBar(
                    x=round((operation.called - start) * scale, 2),
                    y=round(y + row * height, 2),
                    width=round(max(1.5, (until - operation.called) * scale - 0.5), 2),
                    height=round(height - (1.5 if height > ROW_MIN else 0.5), 2),
                    look=look(operation),
                    words=words(operation, start),
                    label=_label(operation, (until - operation.called) * scale, height),
                    violations=violations.get(operation.call_line, ()),
                )
            )
        lanes.append(lane)
        y += lane.height + LANE_GAP
    marks = tuple(
        Tick((mark.at - start) * scale, mark.what)
        for mark in history.marks
        if start <= mark.at <= end
    )
    text = f"{len(bars)} calls by {len(lanes)} processes within {duration(end - start)}"
    return Drawing(width, y, tuple(lanes), tuple(bars), _ticks(end - start, width), marks, text)


def span(operations: Sequence[Operation]) -> tuple[int, int]:
    """From the first call to the last answer."""
    start = min((o.called for o in operations), default=0)
    end = max((max(o.called, o.answered or 0) for o in operations), default=1)
    return start, max(end, start + 1)


def _width(operations: Sequence[Operation], whole: int) -> float:
    durations = [o.answered - o.called for o in operations if o.answered is not None]
    usual = max(1, median_low(durations)) if durations else whole
    return float(min(WIDTH_MAX, max(WIDTH_MIN, BAR_PX * whole / usual)))


def _rows(operations: Sequence[Operation], end: int) -> dict[str, list[tuple[Operation, int]]]:
    """Each process's calls, each in the first row of its lane that is free."""
    free: dict[str, list[int]] = {}
    busy: dict[str, list[tuple[int, int]]] = {}
    placed: dict[str, list[tuple[Operation, int]]] = {name: [] for name in _processes(operations)}
    for operation in sorted(operations, key=lambda o: o.called):
        name = operation.process
        ends, rows = busy.setdefault(name, []), free.setdefault(name, [])
        while ends and ends[0][0] <= operation.called:
            heapq.heappush(rows, heapq.heappop(ends)[1])
        row = heapq.heappop(rows) if rows else len(ends)
        heapq.heappush(ends, (_until(operation, end), row))
        placed[name].append((operation, row))
    return placed


def _processes(operations: Sequence[Operation]) -> list[str]:
    return sorted({operation.process for operation in operations}, key=lambda n: (len(n), n))


def _label(operation: Operation, width: float, height: float) -> str:
    """What fits on a bar: a slot's name, or a word."""
    if height < ROW_MAX * 0.7:
        return ""
    text = {"no": "no", "open": "?", "shut": "–"}.get(look(operation), "")
    if operation.slot is not None:
        text = str(operation.slot)
    return text if len(text) * 7 + 4 <= width else ""


def _ticks(whole: int, width: float) -> tuple[Tick, ...]:
    step = 10 ** len(str(whole)) // 100 or 1
    while whole / step > width / 110:
        step = step * 2 if str(step)[0] != "2" else step * 5 // 2
    return tuple(
        Tick(round(at * width / whole, 2), duration(at) if at else "0")
        for at in range(0, whole + 1, step)
    )


# --- many calls: how many of each kind at each time ---


@dataclass(frozen=True, slots=True)
class Band:
    """How many calls of one kind began in each of `BINS` equal stretches of time."""

    look: str
    path: str


@dataclass(frozen=True, slots=True)
class Density:
    """A process's calls over time, stacked by kind."""

    name: str
    y: float
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """A history that is too long to draw call by call; `window`: the part that is drawn so."""

    width: float
    height: float
    lanes: tuple[Density, ...]
    ticks: tuple[Tick, ...]
    window: tuple[float, float]
    words: str


def overview(operations: Sequence[Operation], window: tuple[int, int]) -> Overview:
    """How many calls of each kind each process made at each time."""
    start, end = span(operations)
    scale = WIDTH_MIN / (end - start)
    counts: dict[str, dict[str, list[int]]] = {name: {} for name in _processes(operations)}
    for operation in operations:
        at = min(BINS - 1, (operation.called - start) * BINS // (end - start))
        bins = counts[operation.process].setdefault(look(operation), [0] * BINS)
        bins[at] += 1
    highest = max(
        (sum(kind[n] for kind in kinds.values()) for kinds in counts.values() for n in range(BINS)),
        default=1,
    )
    lanes = tuple(
        Density(name, HEAD + place * 70 + LABEL_PX, _bands(kinds, highest))
        for place, (name, kinds) in enumerate(counts.items())
    )
    return Overview(
        width=WIDTH_MIN,
        height=HEAD + 70 * len(lanes) + 10,
        lanes=lanes,
        ticks=_ticks(end - start, WIDTH_MIN),
        window=((window[0] - start) * scale, max(2.0, (window[1] - window[0]) * scale)),
        words=f"{len(operations)} calls by {len(lanes)} processes within {duration(end - start)};"
        f" at most {highest} by one process in {duration((end - start) // BINS)}",
    )


def _bands(kinds: dict[str, list[int]], highest: int) -> tuple[Band, ...]:
    """Steps as one path for each kind, one kind upon the other."""
    below = [0] * BINS
    bands: list[Band] = []
    step = WIDTH_MIN / BINS
    for name in LEGEND:
        if name not in kinds:
            continue
        path: list[str] = []
        for n, count in enumerate(kinds[name]):
            if count:
                top = 50 - 50 * (below[n] + count) / highest
                path.append(
                    f"M{n * step:g} {top:.1f}h{step:g}v{50 * count / highest:.1f}h-{step:g}z"
                )
                below[n] += count
        bands.append(Band(name, "".join(path)))
    return tuple(bands)


# --- one violation: its calls below one another ---


def alone(operations: Sequence[Operation]) -> tuple[CallBar, ...]:
    """A few calls on one scale of time, from 0 to 1000, each to be drawn in a row of its own."""
    shown = sorted(operations, key=lambda o: o.called)[:ROWS_ALONE_MAX]
    start, end = span(shown)
    scale = WIDTH_MIN / (end - start)
    return tuple(
        CallBar(
            x=round(min(WIDTH_MIN - 4, (operation.called - start) * scale), 2),
            y=0,
            width=round(max(4.0, (_until(operation, end) - operation.called) * scale), 2),
            height=ROW_MAX,
            look=look(operation),
            words=words(operation, start),
            label="",
            violations=(),
        )
        for operation in shown
    )


def _until(operation: Operation, end: int) -> int:
    return end if operation.answered is None else operation.answered
