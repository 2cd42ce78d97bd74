"""Tell running headers, footers and page numbers from the text of a document's pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from huleedu.services.files.domain.pdf.lines import Page, PageLine

MARGIN_SHARE = 0.135
"""Running headers stand in the upper and lower seventh of a page."""
OUTERMOST_SHARE = 0.075
"""No text at usual margins reaches this outermost part."""
PLACE_SHARE = 0.006
"""A header stands at the same height on each page, give or take this share of the page."""
GAP = 0.3
"""A running header is farther from the text than lines are, by this share of a line's height;"""
LONELY_GAP = 1.4
"""on a single page, where nothing repeats, a lonely line is farther by so many of them."""
LONELY_CHARS_MAX = 80
HALVES_SHARE = 0.085
"""A header of two halves is known by them, also where LibreOffice puts it, within 2 cm."""
APART = 4
"""A header's halves, left and right, are farther apart than so many letters' heights."""
LARGE = 1.25
"""A line whose letters are so much larger than the text's is a heading."""
ROWS_MAX = 3
PARTS_MAX = 9
"""So many rows of a margin are looked at, and so many parts of them."""

_PAGE_NUMBER = re.compile(
    r"[-–—\s(\[|]*(?:page|pg|p|sida|sidan|sid|s)?\.?\s*#(?:\s*(?:of|av|/|\(|-|\|)\s*#)?[-–—\s).\]|]*"
)
_SAYS_PAGE = re.compile(r"\b(?:page|pg|p|sida|sidan|sid|s)\.?\s*#(?:\s*(?:of|av|/)\s*#)?\s*\Z")
_BARE_NUMBER = re.compile(r"[\W_]*#[\W_]*")
_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50}

Spot = tuple[int, int]
"""A line by its page and its place in it."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A line in a page's margin."""

    spot: Spot
    line: PageLine
    is_high: bool
    pattern: str
    """Its text without its numbers."""
    numbers: tuple[int, ...]
    place: float
    """How far it is from the page's edge, as a share of the page's height."""

    @property
    def is_page_number(self) -> bool:
        return _PAGE_NUMBER.fullmatch(self.pattern) is not None

    @property
    def offsets(self) -> set[int]:
        """What each of its numbers is ahead of the page's place in the file."""
        return {number - self.spot[0] for number in self.numbers}


class _Usual:
    """How the text of a document is set."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = pages
        self.height = median([line.height for page in pages for line in page.lines] or [1.0])
        between = [
            above.bottom - line.top
            for page in pages
            for above, line in pairwise(page.lines)
            if -0.5 < (above.bottom - line.top) / self.height < 2
        ]
        self.between = max(median(between or [0.0]), 0.0)

    def stands_apart(self, part: _Part, leave: set[Spot], share: float = GAP) -> bool:
        """Whether the line is farther from others, but for those to leave, than lines are."""
        return self.gap(part, leave) > self.between + share * part.line.height

    def gap(self, part: _Part, leave: set[Spot]) -> float:
        """How far the rest of the page is from it."""
        page, line = part.spot[0], part.line
        gaps = [
            line.bottom - other.top if part.is_high else other.bottom - line.top
            for at, other in enumerate(self.pages[page].lines)
            if (page, at) not in leave and not _is_level(line, other)
        ]
        return min((gap for gap in gaps if gap > -line.height), default=float("inf"))


def without_margins(pages: Sequence[Page]) -> tuple[list[list[PageLine]], list[str]]:
    """For each page the lines of its text; and the texts of running headers and footers."""
    parts = [part for number, page in enumerate(pages) for part in _parts(number, page)]
    usual = _Usual(pages)
    groups = list(_alike(parts))
    repeated = [group for group in groups if _repeats(group, len(pages), usual)]
    inner = {part.spot for group in repeated for part in group}
    inner |= {part.spot for part in parts if part.is_page_number}
    aside = _apart(repeated, usual, {part.spot for part in parts if part.is_page_number})
    if len(pages) == 1:
        aside += [part for part in parts if _is_lonely(part, usual, inner | {part.spot})]
        aside += [
            part
            for part in parts
            if _is_set_as_margin(part, parts) and usual.stands_apart(part, {part.spot})
        ]
    numbers = {part.spot for group in groups for part in _page_numbers(group, usual, inner)}
    told = {part.spot: part.line.text for part in aside if part.spot not in numbers}
    left = numbers.union(told)
    bodies = [
        [line for at, line in enumerate(page.lines) if (number, at) not in left]
        for number, page in enumerate(pages)
    ]
    return bodies, [told[spot] for spot in sorted(told)]


def _parts(number: int, page: Page) -> Iterator[_Part]:
    """The outermost lines at the upper and the lower edge of a page."""
    height = max(page.top - page.bottom, 0.1)
    share = height * MARGIN_SHARE
    lines = [(at, line) for at, line in enumerate(page.lines) if not line.apart]
    high = [(at, line) for at, line in lines if line.bottom > page.top - share]
    low = [(at, line) for at, line in lines if line.top < page.bottom + share]
    high.sort(key=lambda found: -found[1].top)
    low.sort(key=lambda found: found[1].bottom)
    for is_high, found in ((True, high), (False, low)):
        for at, line in _outer_rows(found):
            text = " ".join(line.text.casefold().split())
            numbers = tuple(map(int, _DIGITS.findall(text[:LONELY_CHARS_MAX])[:4]))
            pattern = _DIGITS.sub("#", text)
            if _ROMAN.fullmatch(text):
                numbers, pattern = (_value(text),), "#roman"
            place = page.top - line.bottom if is_high else line.top - page.bottom
            yield _Part((number, at), line, is_high, pattern, numbers, place / height)


def _outer_rows(found: Sequence[tuple[int, PageLine]]) -> Iterator[tuple[int, PageLine]]:
    rows = 0
    before: PageLine | None = None
    for at, line in found[:PARTS_MAX]:
        rows += before is None or not _is_level(before, line)
        before = line
        if rows <= ROWS_MAX:
            yield at, line


def _is_level(one: PageLine, other: PageLine) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > 0.5 * min(one.height, other.height)


def _value(roman: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in roman]
    following = [*values[1:], 0]
    return sum(-one if one < after else one for one, after in zip(values, following, strict=True))


def _alike(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """Lines that are the same but for their numbers, at the same place of several pages."""

    def kind(part: _Part) -> tuple[bool, str]:
        return part.is_high, part.pattern

    for _, group in groupby(sorted(parts, key=lambda part: (*kind(part), part.place)), kind):
        near: list[_Part] = []
        for part in group:
            if near and part.place - near[0].place > PLACE_SHARE:
                yield near
                near = []
            near.append(part)
        yield near


def _repeats(group: Sequence[_Part], pages: int, usual: _Usual) -> bool:
    """Whether it is on most pages, or on most left or most right ones, and no heading."""
    on = {part.spot[0] for part in group}
    enough = len(on) >= max(2, pages / 2) or any(
        len([page for page in on if page % 2 == side]) >= max(2, len(range(side, pages, 2)) / 2)
        for side in (0, 1)
    )
    large = group[0].line.height > LARGE * usual.height
    if not enough or (large and len(on) < 3):
        return False
    if len({part.numbers for part in group}) == 1:
        return True
    counted = group[0].offsets.intersection(*(part.offsets for part in group))
    outermost = group[0].place < OUTERMOST_SHARE or _SAYS_PAGE.search(group[0].pattern)
    return bool(counted and outermost) and not large


def _apart(groups: Sequence[Sequence[_Part]], usual: _Usual, left: set[Spot]) -> list[_Part]:
    """Of what repeats, what is at the very edge, or is, on some page, apart from the text.

    The innermost first: what is outside of it is then apart, too.
    """
    aside: list[_Part] = []
    for group in sorted(groups, key=lambda group: -group[0].place):
        leave = left.union(part.spot for part in aside)
        if any(part.place < OUTERMOST_SHARE or usual.stands_apart(part, leave) for part in group):
            aside += group
    return aside


def _is_lonely(part: _Part, usual: _Usual, leave: set[Spot]) -> bool:
    """Whether this line is alone at the edge of a page that has no second page to compare."""
    return (
        len(part.line.text) <= LONELY_CHARS_MAX
        and part.place < OUTERMOST_SHARE
        and part.line.height < LARGE * usual.height
        and usual.stands_apart(part, leave, LONELY_GAP)
        and usual.gap(part, leave) < float("inf")
    )


def _is_set_as_margin(part: _Part, parts: Sequence[_Part]) -> bool:
    """Whether it tells the page, or is at the edge and has its other half across the page."""
    if 1 in part.numbers and _SAYS_PAGE.search(part.pattern):
        return True
    return part.place < HALVES_SHARE and any(
        _is_level(part.line, other.line)
        and part.is_high == other.is_high
        and max(part.line.left, other.line.left) - min(part.line.right, other.line.right)
        > APART * part.line.height
        for other in parts
    )


def _page_numbers(group: Sequence[_Part], usual: _Usual, inner: set[Spot]) -> Iterator[_Part]:
    """Those that tell the page: they say so, or grow with the pages, and stand apart."""
    counted = Counter(offset for part in group for offset in part.offsets)
    is_roman = group[0].pattern == "#roman"
    if not is_roman and not group[0].is_page_number:
        return
    is_bare = is_roman or _BARE_NUMBER.fullmatch(group[0].pattern) is not None
    for part in group:
        grows = any(counted[offset] > 1 for offset in part.offsets)
        fits = grows or (not is_roman and (len(usual.pages) == 1 or 1 in part.offsets))
        if not is_bare or (fits and usual.stands_apart(part, inner)):
            yield part
