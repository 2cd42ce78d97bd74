"""Leave out the numbers that stand beside the lines of a page."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from huleedu.services.files.domain.pdf.lines import PageLine

NUMBERS_MIN = 3
"""Fewer numbers in a row are what the pupil wrote."""
GOES_ON_MIN = 0.2
"""Of the lines beside them, so many begin in the middle of a sentence,"""
SMALL = 0.9
"""or the numbers are smaller than the letters, by so much."""
STEPS = (1, 2, 3, 5, 10)
"""Lines are counted one by one, or every so many of them."""


def without_line_numbers(lines: Sequence[PageLine]) -> tuple[list[PageLine], list[PageLine]]:
    """The other lines of a page; and those that are numbers of lines."""
    text = [line for line in lines if not _is_number(line)]
    numbers = sorted(filter(_is_number, lines), key=lambda line: -line.bottom)
    left = {
        id(line)
        for run in _runs(numbers)
        if len(run) >= NUMBERS_MIN and _are_at_the_side(run, text)
        for line in run
    }
    return (
        [line for line in lines if id(line) not in left],
        [line for line in lines if id(line) in left],
    )


def _is_number(line: PageLine) -> bool:
    return line.text.isdecimal() and len(line.text) <= 4


def _are_at_the_side(run: Sequence[PageLine], text: Sequence[PageLine]) -> bool:
    """Whether all text is on one side of them, and reads on: a list's lines begin anew."""
    left, right = min(line.left for line in run), max(line.right for line in run)
    low, high = run[-1].bottom, run[0].top
    level = [line for line in text if line.bottom < high and line.top > low]
    if not level or not (
        all(line.left > right for line in level) or all(line.right < left for line in level)
    ):
        return False
    goes_on = sum(line.text[0].islower() for line in level)
    small = run[0].height < SMALL * median(line.height for line in level)
    counted = int(run[1].text) - int(run[0].text)
    return counted > 1 or small or goes_on >= GOES_ON_MIN * len(level)


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
