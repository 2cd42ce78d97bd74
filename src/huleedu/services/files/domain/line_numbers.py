"""Leave out the numbers that stand beside the lines of a page."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from huleedu.services.files.domain.lines import PageLine, is_beside

NUMBERS_MIN = 3
"""Fewer numbers in a row are what the pupil wrote."""
STEPS = (1, 2, 3, 5, 10)
"""Lines are counted one by one, or every so many of them."""


def without_line_numbers(lines: Sequence[PageLine]) -> tuple[list[PageLine], list[PageLine]]:
    """The other lines of a page; and those that are numbers of lines."""
    text = [line for line in lines if not _is_number(line)]
    numbers = [line for line in lines if _is_number(line) and _is_at_the_side(line, text)]
    numbers.sort(key=lambda line: -line.bottom)
    left = {id(line) for run in _runs(numbers) if len(run) >= NUMBERS_MIN for line in run}
    return (
        [line for line in lines if id(line) not in left],
        [line for line in lines if id(line) in left],
    )


def _is_number(line: PageLine) -> bool:
    return line.text.isdecimal() and len(line.text) <= 4


def _is_at_the_side(number: PageLine, text: Sequence[PageLine]) -> bool:
    """Whether a line of text begins beside it, and none stands on its other side."""
    level = [line for line in text if is_beside(number, line) or is_beside(line, number)]
    return bool(level) and all(line.left > number.right for line in level)


def _runs(numbers: Sequence[PageLine]) -> Iterator[list[PageLine]]:
    """Numbers above each other that count in equal steps, and stand as far apart as they count."""
    run: list[PageLine] = []
    for above, below in pairwise(numbers):
        step = int(below.text) - int(above.text)
        aligned = min(abs(above.right - below.right), abs(above.left - below.left)) < above.height
        goes_on = not run or step == int(run[-1].text) - int(run[-2].text)
        if step in STEPS and aligned and goes_on:
            run = run or [above]
            run.append(below)
            continue
        yield run
        run = [above, below] if step in STEPS and aligned else []
    yield run
