"""Tell which lines of a text are its head, its signature, or short enough for a page's header."""

import re
from dataclasses import dataclass

HEAD_LINES_MAX = 8
SIGNATURE_LINES_MAX = 4
LINE_CHARS_MAX = 80
LINE_WORDS_MAX = 12
NO_SENTENCE_WORDS_MAX = 3
_LINE = re.compile(r"[^\n\r\f\v\x85\u2028\u2029]*\S[^\n\r\f\v\x85\u2028\u2029]*")
_SENTENCE_ENDS = re.compile(
    r"[^\W\d_]{2,}[.!?…][”\"'’»)]*\s*$|(?<!\bMrs)(?<!\bProf)(?<=\w\w)[.!?…] +[A-ZÅÄÖ]\w+ \w"
)
CLASS_OR_DATE = re.compile(
    r"(?<!\w)(?:[A-ZÅÄÖ]{1,4}\d{1,2}[A-Za-z]?|\d{1,2}\s?[A-Ha-h]|(?i:year|åk|class|klass)\s?\d{1,2}|"
    r"\d{4}-\d\d-\d\d)(?!\w)"
)
_LAST_SENTENCE = re.compile(r"[.!?…”\"»)]\s+(?=[^.!?…]*$)")
TAIL_CHARS_MAX = 60


@dataclass(frozen=True, slots=True)
class Line:
    """[start, end) of the text. `named`: here stands a name, if anywhere."""

    start: int
    end: int
    named: bool


def layout(text: str) -> list[Line]:
    """The lines that may hold nothing but a name and what goes with it, in order."""
    lines = [found.span() for found in _LINE.finditer(text)]
    short = [_short(text[start:end]) for start, end in lines]
    head = next((at for at, is_short in enumerate(short) if not is_short), len(lines))
    tail = next((at for at, is_short in enumerate(reversed(short)) if not is_short), 0)
    head = min(head, HEAD_LINES_MAX)
    tail = len(lines) - min(tail, SIGNATURE_LINES_MAX)
    found = [
        Line(start, end, at < head or at >= tail)
        for at, (start, end) in enumerate(lines)
        if short[at]
    ]
    if lines and not short[0]:
        found.insert(0, _beginning(text, *lines[0]))
    if lines and not short[-1]:
        found.append(_ending(text, *lines[-1]))
    return [line for line in found if line.start < line.end]


def _short(line: str) -> bool:
    words = len(line.split(maxsplit=LINE_WORDS_MAX))
    if len(line) > LINE_CHARS_MAX or words > LINE_WORDS_MAX:
        return False
    return words <= NO_SENTENCE_WORDS_MAX or not _SENTENCE_ENDS.search(line)


def _beginning(text: str, start: int, end: int) -> Line:
    """What stands before the first sentence, up to a class or a date: "Anna 9B I was born …"."""
    found = CLASS_OR_DATE.search(text, start, min(end, start + TAIL_CHARS_MAX))
    stop = found.end() if found else start
    return Line(start, stop if _short(text[start:stop]) else start, named=True)


def _ending(text: str, start: int, end: int) -> Line:
    """What stands behind the last sentence: "… and that was all. /Anna"."""
    found = _LAST_SENTENCE.search(text, max(start, end - TAIL_CHARS_MAX), end)
    return Line(found.end() if found else end, end, named=True)
