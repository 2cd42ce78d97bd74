"""Tell a list of contents from the text of a document's pages."""

import re
from collections.abc import Iterator, Sequence

from huleedu.services.files.domain.pdf.lines import PageLine, rows_of

ENTRIES_MIN = 2
"""One line with dots is no list, but below a title one will do, with or without dots."""
LEADER_MIN = 4
"""So many dots, at least, lead from a heading to its page; some programs set spaces between."""

_NUMBER = re.compile(r"(?:\d{1,3}|[ivxlc]{1,6})\Z")
_LAST = frozenset("0123456789ivxlc")
_TITLE = re.compile(
    r"(?:innehåll(?:sförteckning)?|(?:table of )?contents)[ \t]*[:.]?", re.IGNORECASE
)


def without_contents(
    pages: Sequence[Sequence[PageLine]],
) -> tuple[list[list[PageLine]], list[str]]:
    """The lines that are text, page by page; and those of contents lists, with their titles."""
    rows = [row for page in pages for row in rows_of(page)]
    left = {id(line) for found in _lists(rows) for row in found for line in row}
    bodies = [[line for line in page if id(line) not in left] for page in pages]
    return bodies, [line.text for page in pages for line in page if id(line) in left]


def _lists(rows: Sequence[Sequence[PageLine]]) -> Iterator[Sequence[Sequence[PageLine]]]:
    at = 0
    while at < len(rows):
        titled = _TITLE.fullmatch(_text(rows[at])) is not None
        start = at
        at += titled
        leader = 0 if titled else LEADER_MIN
        while at < len(rows) and _is_entry(_text(rows[at]), leader):
            at += 1
        if at - start >= ENTRIES_MIN:
            yield rows[start:at]
        at = max(at, start + 1)


def _text(row: Sequence[PageLine]) -> str:
    return " ".join(line.text for line in row).strip()


def _is_entry(text: str, leader: int) -> bool:
    number = _NUMBER.search(text) if text[-1:] in _LAST else None
    led = text[: number.start()] if number and not text[number.start() - 1].isalnum() else ""
    heading = led.rstrip(".…·_ \t")
    return len("".join(led[len(heading) :].split())) >= leader and any(map(str.isalpha, heading))
