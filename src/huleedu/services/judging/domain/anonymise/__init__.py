"""Take a pupil's name out of their text, so that it is judged by what it says.

Where a name is expected (head, page header, signature) privacy decides: a first name alone, a short
form, initials, a user name, an e-mail address go too. In the running text the text decides: a name
that is also a word goes only where it is written as a name, and somebody else's name stays.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from huleedu.services.judging.domain.anonymise import name_lines, running_text, user_names
from huleedu.services.judging.domain.anonymise.own_name import OwnName, Span
from huleedu.services.judging.domain.anonymise.page_layout import layout

NAME = "[name]"
_own_name = lru_cache(maxsize=1024)(OwnName)


def anonymise(text: str, pupil: str) -> str:
    """The text in NFC, with `[name]` wherever it names its writer; an ending stays: `[name]s bok`.

    Args:
        pupil: first names, then the last one, as the class list has it; empty: nobody knows.
    """
    if not any(map(str.isalpha, pupil)):
        return text
    text = unicodedata.normalize("NFC", text)
    pieces: list[str] = []
    at = 0
    for start, end in mentions(text, pupil):
        pieces += (text[at:start], NAME)
        at = end
    return "".join(pieces) + text[at:]


def mentions(text: str, pupil: str) -> list[Span]:
    """Where a text in NFC names its writer: [start, end) in code points, in order, apart."""
    own = _own_name(unicodedata.normalize("NFC", pupil))
    if not own.parts:
        return []
    page = layout(text)
    found = name_lines.mentions(text, page, own)
    found += user_names.mentions(text, page, own)
    found += running_text.mentions(text, own)
    return _merged(text, found)


def _merged(text: str, spans: Iterable[Span]) -> list[Span]:
    """One mention where parts of a name stand beside each other, as in "Lindberg, Anna"."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and _one_name(text[merged[-1][1] : start]):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _one_name(between: str) -> bool:
    return len(between) <= 3 and not between.strip(" \t,.-’'") and "\n" not in between
