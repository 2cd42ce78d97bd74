"""Take the notes at the feet of pages out of the sentences that go on over the page."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from huleedu.services.files.domain.pdf.hyphens import Hyphens
from huleedu.services.files.domain.pdf.lines import PageLine

SMALL = 0.92
"""Notes are set in letters smaller than this share of the text's."""

_NUMBER = re.compile(r"[\[(]?(\d{1,3}|[*†‡]{1,3})[\])]?\.?[ \t]?(?=[\"“”'’»(]*[^\W\d_])")


def with_notes_last(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """The same pages without their notes, and the notes as a page of their own at the end."""
    lines = [line for page in pages for line in page]
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.height, 1)] += len(line.text)
    usual = letters.most_common(1)[0][0] if letters else 1.0
    hyphens = Hyphens(lines)
    bodies: list[list[PageLine]] = []
    notes: list[PageLine] = []
    for page in pages:
        foot = _foot(page, SMALL * usual)
        apart = {*map(id, foot)}
        bodies.append([line for line in page if id(line) not in apart])
        notes += [_note(group, hyphens) for group in _parted(foot)]
    return [*bodies, notes] if notes else bodies


def _foot(page: Sequence[PageLine], height: float) -> list[PageLine]:
    """The small lines below all others, if they begin as a note does."""
    lowest = min((line.bottom for line in page if line.height >= height), default=None)
    if lowest is None:
        return []
    foot = [line for line in page if line.height < height and line.top < lowest + 1]
    return foot if foot and _NUMBER.match(foot[0].text) else []


def _parted(foot: Sequence[PageLine]) -> list[list[PageLine]]:
    groups: list[list[PageLine]] = []
    for line in foot:
        if _NUMBER.match(line.text) or not groups:
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _note(lines: Sequence[PageLine], hyphens: Hyphens) -> PageLine:
    text = _NUMBER.sub(lambda mark: f"[{mark[1]}] ", hyphens.one(lines), count=1)
    return replace(lines[0], text=text, apart=True)
