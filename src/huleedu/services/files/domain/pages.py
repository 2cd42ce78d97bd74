"""Make paragraphs of the lines on printed pages, and tell running headers from the text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

MARGIN_SHARE = 0.12
"""Running headers stand in the upper and lower eighth of a page."""
LONELY_SHARE = 0.075
"""On a single page nothing repeats: a header is what stands apart in this outermost part."""
LONELY_CHARS_MAX = 80
MARGIN_LINES_MAX = 3
GAP = 1.25
"""Lines of a paragraph stand at one distance; more than so many times that is a gap."""
HYPHENATED_SHARE = 0.03
"""From this share of lines on, hyphens at line ends are the program's, not the writer's."""

_PAGE_NUMBER = re.compile(
    r"[-–—\s(]*(?:page|pg|p|sida|sidan|sid|s)?\.?\s*#(?:\s*(?:of|av|/|\(|-)\s*#)?[-–—\s).]*"
)
_DIGITS = re.compile(r"\d+")
_BULLET = re.compile(r"(?:[•◦▪‣●○·*–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
_HYPHENS = "-\u2010\xad\ufffe"
_WORD = re.compile(r"\w+(?:-\w+)*")
_JOINS = frozenset({"och", "eller", "samt", "and", "or", "und", "oder", "to", "till"})
"""After these a hyphen hangs: "läs- och skrivkunskaper"."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of print; lengths in any unit, y grows upwards."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    first_word: float
    """Width of its first word."""

    @property
    def height(self) -> float:
        """Of its letters, as the font has it."""
        return max(self.top - self.bottom, 0.1)


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page in reading order, and where the page begins and ends."""

    lines: tuple[PageLine, ...]
    bottom: float
    top: float


def without_margins(pages: Sequence[Page]) -> tuple[list[list[PageLine]], list[str]]:
    """For each page the lines of its text; and the texts of running headers and footers."""
    zones = [_margin_lines(page) for page in pages]
    often = Counter(key for zone in zones for key in set(zone.values()))
    enough = max(2, len(pages) / 2)
    bodies: list[list[PageLine]] = []
    headers: list[str] = []
    for page, zone in zip(pages, zones, strict=True):
        aside = {
            at
            for at, (side, key) in zone.items()
            if often[side, key] >= enough or _PAGE_NUMBER.fullmatch(key)
        }
        if len(pages) == 1:
            aside |= {at for at in zone if _stands_apart(page, at)}
        headers += [
            page.lines[at].text for at in sorted(aside) if not _PAGE_NUMBER.fullmatch(zone[at][1])
        ]
        bodies.append([line for at, line in enumerate(page.lines) if at not in aside])
    return bodies, headers


def _margin_lines(page: Page) -> dict[int, tuple[str, str]]:
    """Line number → (side, text without its numbers), for lines in the page's margins."""
    share = (page.top - page.bottom) * MARGIN_SHARE
    high = [at for at, line in enumerate(page.lines) if line.bottom > page.top - share]
    low = [at for at, line in enumerate(page.lines) if line.top < page.bottom + share]
    high.sort(key=lambda at: -page.lines[at].top)
    low.sort(key=lambda at: page.lines[at].bottom)
    return {
        at: (side, _DIGITS.sub("#", " ".join(page.lines[at].text.casefold().split())))
        for side, lines in (("high", high), ("low", low))
        for at in lines[:MARGIN_LINES_MAX]
    }


def _stands_apart(page: Page, at: int) -> bool:
    """Whether this line is alone at the edge of a page that has no second page to compare."""
    line = page.lines[at]
    edge = (page.top - page.bottom) * LONELY_SHARE
    others = [other for number, other in enumerate(page.lines) if number != at]
    if len(line.text) > LONELY_CHARS_MAX or not others:
        return False
    if line.bottom > page.top - edge:
        return line.bottom - max(other.top for other in others) > line.height
    if line.top < page.bottom + edge:
        return min(other.bottom for other in others) - line.top > line.height
    return False


def paragraphs_of(pages: Sequence[Sequence[PageLine]]) -> list[str]:
    """The paragraphs, each as one line of text, also where one goes on over the page."""
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    firsts = {id(page[0]) for page in pages if page}
    form = _Form(lines)
    groups: list[list[PageLine]] = []
    for at, line in enumerate(lines):
        if at and not form.parts(lines[at - 1], line, new_page=id(line) in firsts):
            groups[-1].append(line)
        else:
            groups.append([line])
    joins = _Hyphens(lines)
    return [joins.one(group) for group in groups]


class _Form:
    """How the text is set: the distance of its lines, and how far they reach to the right."""

    def __init__(self, lines: Sequence[PageLine]) -> None:
        steps = [
            (above.bottom - line.bottom) / line.height
            for above, line in pairwise(lines)
            if 0.5 < (above.bottom - line.bottom) / line.height < 4
        ]
        # Of five steps from line to line, at least one is inside a paragraph.
        self.step = quantiles(steps, n=5)[0] if len(steps) > 1 else 1.5
        self.unit = 2.5 * max(line.height for line in lines)
        self.reach: dict[int, float] = {}
        for line in lines:
            column = round(line.left / self.unit)
            self.reach[column] = max(self.reach.get(column, 0), line.right)
        lefts = Counter(round(line.left) for line in lines)
        self.left = lefts.most_common(1)[0][0]

    def parts(self, above: PageLine, line: PageLine, *, new_page: bool) -> bool:
        """Whether a new paragraph begins between these two lines."""
        if _is_beside(above, line):
            return False
        if _BULLET.match(line.text) or not 0.85 < line.height / above.height < 1.18:
            return True
        # The first word would have fitted on the line above: the break was meant.
        if above.right + 0.3 * line.height + line.first_word * 1.02 < self._right(above):
            return True
        step = (above.bottom - line.bottom) / line.height
        goes_down = step > 0 and not new_page
        if goes_down and step > self.step * GAP:
            return True
        if goes_down and abs(line.left - above.left) > 6 * line.height:
            return True
        begins = line.left - self.left
        indented = 0.8 * line.height < begins < 6 * line.height
        return (
            indented
            and above.left - self.left < 0.3 * line.height
            and not _BULLET.match(above.text)
        )

    def _right(self, line: PageLine) -> float:
        column = round(line.left / self.unit)
        return max(self.reach.get(near, 0) for near in (column - 1, column, column + 1))


def _is_beside(before: PageLine, line: PageLine) -> bool:
    """Whether both are parts of one line of print."""
    shared = min(before.top, line.top) - max(before.bottom, line.bottom)
    return shared > 0.6 * min(before.height, line.height) and line.left >= before.right - 1


class _Hyphens:
    """Whether a hyphen at a line's end was the writer's or the program's, by the text itself."""

    def __init__(self, lines: Sequence[PageLine]) -> None:
        ends = sum(line.text.endswith(tuple(_HYPHENS)) for line in lines)
        self.are_programs = ends >= max(2, HYPHENATED_SHARE * len(lines))
        self.words = Counter(word.casefold() for line in lines for word in _WORD.findall(line.text))

    def one(self, lines: Iterable[PageLine]) -> str:
        """The lines as one."""
        pieces: list[str] = []
        for line in lines:
            text = line.text.strip()
            if pieces:
                pieces[-1:] = [*self.seam(pieces[-1], text), text]
            else:
                pieces.append(text)
        return "".join(pieces)

    def seam(self, end: str, more: str) -> tuple[str, str]:
        """The end of one line, and what to put between it and the next."""
        stem = end[:-1]
        word = _WORD.match(more)
        if not end.endswith(tuple(_HYPHENS)) or not stem[-1:].isalnum() or not word:
            return end, " "
        if end.endswith("\xad"):
            return stem, ""
        if word[0].casefold() in _JOINS:
            return stem, "- "
        start = _WORD.findall(stem)[-1]
        whole, parted = (f"{start}{sign}{word[0]}".casefold() for sign in ("", "-"))
        if not more[0].islower() or not stem[-1].isalpha() or self.words[parted]:
            return stem, "-"
        if self.words[whole] or self.are_programs or self.words[word[0].casefold()] < 2:
            return stem, ""
        return stem, "-"
