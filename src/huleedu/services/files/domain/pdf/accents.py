"""Put accents that are drawn by themselves, as some typesetters do, onto their letters."""

import re
import unicodedata
from collections.abc import Callable, Sequence

Sides = Callable[[int], tuple[float, float]]
"""Left and right of the letter at a place of the text."""

_MARKS = {
    "\xa8": "\u0308",
    "\xb4": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    "~": "\u0303",
    "\u02c6": "\u0302",
    "\u02da": "\u030a",
    "\xb0": "\u030a",
    "\u02dc": "\u0303",
    "\xb8": "\u0327",
    "\u02c7": "\u030c",
}
_ACCENT = re.compile("[\xa8\xb4`^~\u02c6\u02da\xb0\u02dc\xb8\u02c7\u0300-\u030c\u0327]")
_DOTLESS = {"\u0131": "i", "\u0237": "j"}
OVER = 0.6
"""An accent that covers so much of its width of a letter is drawn over it."""
SPACE = 0.2
"""What is narrower than so much of a letter's width is no space between words."""


def has_accents(text: str) -> bool:
    """Whether some accent stands by itself in this text."""
    return _ACCENT.search(text) is not None


def with_accents(text: str, places: Sequence[int], sides: Sides) -> tuple[str, list[int]]:
    """The text with each accent on the letter that it is drawn over; and what is left of places."""
    letters = [*text]
    for found in _ACCENT.finditer(text):
        _put(letters, found.start(), sides)
    kept = [at for at, letter in enumerate(letters) if letter]
    return "".join(letters), [places[at] for at in kept]


def _put(letters: list[str], at: int, sides: Sides) -> None:
    left, right = sides(at)
    for beside in (at - 1, at + 1, at - 2, at + 2):
        if not 0 <= beside < len(letters) or not letters[beside].isalpha():
            continue
        start, end = sides(beside)
        if min(right, end) - max(left, start) < OVER * (right - left):
            continue
        letter = _DOTLESS.get(letters[beside], letters[beside])
        accent = _MARKS.get(letters[at], letters[at])
        whole = unicodedata.normalize("NFC", letter + accent)
        if len(whole) == 1:
            letters[at], letters[beside] = "", whole
            for near in {at - 1, at + 1, beside + 1, beside - 1} & {*range(len(letters))}:
                if letters[near] == " " and _is_narrow(letters, near, at, sides):
                    letters[near] = ""
            return


def _is_narrow(letters: list[str], space: int, accent: int, sides: Sides) -> bool:
    """Whether what stands before and after a space touches, the accent aside."""
    before = next((at for at in (space - 1, space - 2) if at >= 0 and at != accent), None)
    after = next((at for at in (space + 1, space + 2) if at < len(letters) and at != accent), None)
    if before is None or after is None or not letters[before] or not letters[after]:
        return True
    (left, right), (next_left, _) = sides(before), sides(after)
    return next_left - right < SPACE * (right - left)
