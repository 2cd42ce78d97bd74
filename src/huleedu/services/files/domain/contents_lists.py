"""Tell a list of contents from the text of a document's pages."""

import re
from collections.abc import Iterator, Sequence

from huleedu.services.files.domain.lines import PageLine

ENTRIES_MIN = 2
"""One line with dots is no list."""
LEADER_MIN = 4
"""So many dots, at least, lead from a heading to its page; some programs set spaces between."""

_NUMBER = re.compile(r"(?:\d{1,3}|[ivxlc]{1,6})\Z")
_TITLE = re.compile(
    r"(?:innehåll(?:sförteckning)?|(?:table of )?contents)[ \t]*[:.]?", re.IGNORECASE
)


def without_contents(
    pages: Sequence[Sequence[PageLine]],
) -> tuple[list[list[PageLine]], list[str]]:
    """The lines that are text, page by page; and those of contents lists, with their titles."""
    left = {id(line) for found in _lists(pages) for line in found}
    bodies = [[line for line in page if id(line) not in left] for page in pages]
    return bodies, [line.text for page in pages for line in page if id(line) in left]


def _lists(pages: Sequence[Sequence[PageLine]]) -> Iterator[list[PageLine]]:
    lines = [line for page in pages for line in page]
    at = 0
    while at < len(lines):
        start = at
        while at < len(lines) and _is_entry(lines[at].text.strip()):
            at += 1
        if at - start >= ENTRIES_MIN:
            titled = start and _TITLE.fullmatch(lines[start - 1].text.strip())
            yield lines[start - 1 if titled else start : at]
        at = max(at, start + 1)


def _is_entry(text: str) -> bool:
    number = _NUMBER.search(text)
    led = text[: number.start()] if number else ""
    heading = led.rstrip(".…·_ \t")
    return len("".join(led[len(heading) :].split())) >= LEADER_MIN and any(
        map(str.isalpha, heading)
    )
