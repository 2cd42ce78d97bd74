"""Clean a text of what nobody sees, and part it into paragraphs."""

import re
import unicodedata
from collections.abc import Iterable

WRAPPED_LINE_MAX = 120
"""Nobody wraps lines by hand or by program at more characters than this."""

# Line and paragraph separators of other systems become our one.
_BREAKS = re.compile("\r\n?|[\v\f\u2028\u2029]")
# Control characters (but those of Latin-1, which may be garbled letters: see `mending`), soft
# hyphens, zero-width spaces and marks, bidi controls, byte-order marks: each would cut a word in
# two or stand in it unseen. (U+200C and U+200D shape letters: they stay.)
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064"
    "\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
_EMPTY_LINES = re.compile(r"\n{3,}")


def clean(text: str) -> str:
    """NFC, `\\n` for every line break, and no unseen characters; idempotent."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", _BREAKS.sub("\n", text)))


def joined(paragraphs: Iterable[str]) -> str:
    """One text: paragraphs that hold something, with an empty line between them."""
    return parted("\n\n".join(clean(paragraph).strip("\n") for paragraph in paragraphs))


def parted(text: str) -> str:
    """A clean text without spaces at line ends, and with at most one empty line in a row."""
    lines = "\n".join(line.rstrip(" \t") for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", lines).strip("\n")


def paragraphs_apart(text: str) -> str:
    """A text of lines, with an empty line between its paragraphs.

    Typed without wrapping, a paragraph is one long line, and its end is a single line break.
    """
    lines = text.split("\n")
    apart: list[str] = []
    for at, line in enumerate(lines):
        long = len(line) > WRAPPED_LINE_MAX or (at and len(lines[at - 1]) > WRAPPED_LINE_MAX)
        apart += ["", line] if long else [line]
    return parted("\n".join(apart))


def lines_once(texts: Iterable[str]) -> str:
    """The lines of several headers, each line once, in order."""
    lines = (" ".join(line.split()) for text in texts for line in clean(text).split("\n"))
    return "\n".join(dict.fromkeys(line for line in lines if line))
