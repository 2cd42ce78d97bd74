"""Make paragraphs of the lines on printed pages."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import quantiles

from huleedu.services.files.domain.pdf.hyphens import Hyphens
from huleedu.services.files.domain.pdf.lines import PageLine, is_beside

GAP = 1.25
"""Lines of a paragraph stand at one distance; more than so many times that is a gap."""

# Behind a letter at a line's end: its word goes on in the next line.
_HYPHENS = "-\u2010\xad\ufffe"
_BULLET = re.compile(r"(?:[•◦▪‣●○·*–—-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")

_GOES_ON = re.compile(r"\w[-\u2010\xad\ufffe]\Z")
"""A word that is parted, or that hangs on the next: "tv-", "läs-"."""


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
    hyphens = Hyphens(lines)
    return [hyphens.one(group) for group in groups]


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
            self.reach[column] = max(self.reach.get(column, line.right), line.right)
        lefts = Counter(round(line.left) for line in lines)
        self.left = lefts.most_common(1)[0][0]

    def parts(self, above: PageLine, line: PageLine, *, new_page: bool) -> bool:
        """Whether a new paragraph begins between these two lines."""
        if is_beside(above, line):
            return False
        if above.apart or line.apart:
            return True
        if above.text[-1] in _HYPHENS and above.text[-2:-1].isalnum() and line.text[0].islower():
            return False
        if _GOES_ON.search(above.text) and line.text[:1].isalnum():
            return False
        if new_page and line.text[:1].islower() and above.text[-1:].isalpha():
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
        near = (column - 1, column, column + 1)
        return max(self.reach.get(one, line.right) for one in near)
