"""Set pupils' pages as PDF, in a process of its own: it alone loads typst, which is an extra.

What a pupil or a teacher wrote goes in as data and is set as text: a text that is written like
markup looks as it was written. Each PDF is tagged and says its language and title (PDF/UA-1); only
one with letters that no typeface here has is tagged without claiming to be all of that.
"""

import sys
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import msgspec
import typst

NO_LETTER = "could not be displayed"


class PageToSet(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """A page in sentences, each part as the template names it; `written`: text, what was meant."""

    title: str
    lang: str
    foot: str
    name: str
    about: str
    criterion: str
    words: tuple[str, ...]
    grade: str
    place: str
    measures: tuple[tuple[str, str], ...]
    written_heading: str
    misspellings: str
    written: tuple[tuple[str, str | None], ...]
    how_heading: str
    how: tuple[str, ...]


@cache
def _template() -> bytes:
    return (files("huleedu.gateway.feedback") / "pupils_page.typ").read_bytes()


def typeset(page: PageToSet) -> bytes:
    """The page as a PDF; raises `typst.TypstError`, which would be a mistake of ours."""
    inputs = {"page": msgspec.json.encode(page).decode()}
    try:
        return typst.compile(_template(), sys_inputs=inputs, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        if NO_LETTER not in str(error):
            raise
    return typst.compile(_template(), sys_inputs=inputs)


def main() -> None:
    """Pages come in by standard input, and PDFs go out, in the same order."""
    pages = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Sequence[PageToSet])
    sys.stdout.buffer.write(msgspec.msgpack.encode([typeset(page) for page in pages]))


if __name__ == "__main__":
    main()
