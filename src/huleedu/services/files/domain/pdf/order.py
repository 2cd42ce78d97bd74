"""Put the lines of a page in the order in which they are read: programs draw them as they like."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from huleedu.services.files.domain.pdf.lines import PageLine, is_beside, rows_of

ROWS_MIN = 3
"""Columns stand beside each other for at least so many lines."""
STEP_MAX = 2.6
"""Lines of a column are at most so many letters' heights below each other, or one is left empty."""
GUTTER = 0.6
"""A gutter between columns is at least so many letters' heights wide."""
WORDS_MIN = 2.5
"""Words in the mean line of a column; a table's cells have fewer."""
FILLED_MIN = 0.75
"""How far, of the longest, the mean line of a column reaches; words of a list differ more."""
GOES_ON_MIN = 0.3
"""Share of a column's lines that go on from the line above; a table's cells begin anew."""
OVERLAP = 0.2
"""Lines above each other share at least so much of the shorter one's width."""
SEARCHES_MAX = 200
"""A page on which the place of so many lines has to be looked for has no order of its own."""

Row = list[PageLine]
Gutter = tuple[float, float]


def in_order(lines: Sequence[PageLine]) -> list[PageLine]:
    """The lines as they are read: columns one by one, and what is above before what is below."""
    return _from_above(_by_columns(rows_of(lines)))


# --- columns that are drawn line by line across the page ---


def _by_columns(rows: Sequence[Row]) -> list[PageLine]:
    lines: list[PageLine] = []
    at = 0
    while at < len(rows):
        end, gutters = _band(rows, at) if len(rows[at]) > 1 else (at + 1, [])
        columns = _columns(rows[at:end], gutters)
        if len(columns) > 1 and all(map(_reads_on, columns)):
            lines += [line for column in columns for line in column]
        else:
            end = at + 1 if not gutters else end
            lines += [line for row in rows[at:end] for line in row]
        at = end
    return lines


def _band(rows: Sequence[Row], start: int) -> tuple[int, list[Gutter]]:
    """Where the rows end that have the same gutters as this one; and the gutters."""
    gutters = _gaps(rows[start])
    end = start + 1
    whole = 1
    while end < len(rows):
        above, row = rows[end - 1], rows[end]
        common = _shared(gutters, row)
        step = above[0].bottom - row[0].bottom
        if not common or not 0 < step < STEP_MAX * above[0].height:
            break
        if len(row) == 1 and not _follows(above[0], row[0]):
            break
        gutters = common
        whole += len(row) > 1
        end += 1
    return (end, gutters) if whole >= ROWS_MIN else (start + 1, [])


def _follows(above: PageLine, line: PageLine) -> bool:
    """Whether it may be the next line of a column: no heading, and no gap before it."""
    alike = 0.85 < line.height / above.height < 1.18
    return alike and 0 < above.bottom - line.bottom < 1.6 * above.height


def _gaps(row: Row) -> list[Gutter]:
    return [
        (left.right, right.left)
        for left, right in pairwise(row)
        if right.left - left.right > GUTTER * left.height
    ]


def _shared(gutters: Iterable[Gutter], row: Row) -> list[Gutter]:
    """What is left of the gutters beside the letters of this row."""
    least = GUTTER * row[0].height
    edges = [float("-inf"), *(edge for line in row for edge in (line.left, line.right))]
    free = [*edges, float("inf")]
    shared: list[Gutter] = []
    for start, end in gutters:
        for left, right in zip(free[::2], free[1::2], strict=True):
            common = max(start, left), min(end, right)
            if common[1] - common[0] > least:
                shared.append(common)
    return shared


def _columns(rows: Sequence[Row], gutters: Sequence[Gutter]) -> list[list[PageLine]]:
    columns: list[list[PageLine]] = [[] for _ in range(len(gutters) + 1)]
    for row in rows:
        for line in row:
            columns[sum(line.left >= end - 0.1 for _, end in gutters)].append(line)
    return columns


def _reads_on(column: Sequence[PageLine]) -> bool:
    """Whether the lines are those of a text, not the cells of a table."""
    if len(column) < ROWS_MIN:
        return False
    widths = [line.right - line.left for line in column]
    words = sum(len(line.text.split()) for line in column)
    goes_on = sum(
        line.text[0].islower() and not above.text.endswith((".", "!", "?"))
        for above, line in pairwise(column)
    )
    return (
        words >= WORDS_MIN * len(column)
        and sum(widths) >= FILLED_MIN * max(widths) * len(column)
        and goes_on >= GOES_ON_MIN * (len(column) - 1)
    )


# --- lines that are drawn late ---


def _from_above(lines: Sequence[PageLine]) -> list[PageLine]:
    placed: list[PageLine] = []
    at = searches = 0
    before: PageLine | None = None
    for line in lines:
        up = before is not None and _jumps(before, line)
        if up or (at < len(placed) and _jumps(line, placed[at])):
            searches += 1
            if searches > SEARCHES_MAX:
                return sorted(lines, key=lambda line: (-line.top, line.left))
            found = (place for place, other in enumerate(placed) if _is_above(line, other))
            place = next(found, len(placed))
            while 0 < place < len(placed) and _goes_on_above(
                line, placed[place - 1], placed[place]
            ):
                place -= 1
            begins_column = up and before is not None and line.left >= before.right - 1
            at = min(at, place) if begins_column else place
        placed.insert(at, line)
        at += 1
        before = line
    return placed


def _jumps(before: PageLine, line: PageLine) -> bool:
    """Whether this line is drawn after one that is below it."""
    return line.bottom > before.bottom + 0.6 * min(line.height, before.height)


def _goes_on_above(line: PageLine, one: PageLine, next_one: PageLine) -> bool:
    """Whether the line is above both lines of one paragraph, and not between them."""
    step = one.bottom - next_one.bottom
    aligned = abs(one.left - next_one.left) < 0.5 * one.height
    meets = min(line.right, one.right) > max(line.left, one.left)
    return meets and aligned and 0 < step < 2 * one.height and _jumps(one, line)


def _is_above(line: PageLine, other: PageLine) -> bool:
    shared = min(line.right, other.right) - max(line.left, other.left)
    narrow = min(line.right - line.left, other.right - other.left)
    return shared > OVERLAP * narrow and _jumps(other, line)


# --- what is typed in fields and on top of the page ---


def with_typed(lines: Sequence[PageLine], typed: Iterable[PageLine]) -> list[PageLine]:
    """The lines, with what stands in boxes of its own among them."""
    boxes = sorted(typed, key=lambda box: (-box.top, box.left))
    if len(boxes) > SEARCHES_MAX:
        return sorted([*lines, *boxes], key=lambda line: (-line.top, line.left))
    placed = [*lines]
    for box in boxes:
        placed.insert(_place(placed, box), box)
    return placed


def _place(lines: Sequence[PageLine], box: PageLine) -> int:
    beside = [at for at, line in enumerate(lines) if is_beside(line, box)]
    if beside:
        return 1 + max(beside, key=lambda at: lines[at].right)
    below = next((at for at, line in enumerate(lines) if _is_above(box, line)), None)
    if below is not None:
        return below
    above = [at for at, line in enumerate(lines) if not _jumps(line, box)]
    return above[-1] + 1 if above else 0
