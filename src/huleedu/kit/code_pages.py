"""Tell in which code page letters of one byte were stored: in that whose text is the likeliest.

Each character beside ASCII costs what it is worth in bits of surprise, by what it is and by what
stands beside it: an å in a word costs little, an Õ in the middle of small letters much, the half of
a box more. The code page whose text costs least is the likeliest; how much dearer the next is says
how sure that is. The figures are judgements of Swedish and English prose, held by a test over words
of both in every code page; see docs/why/0043.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

WINDOWS, MAC, DOS, DOS_US, LATIN_9 = "cp1252", "mac-roman", "cp850", "cp437", "iso8859-15"
OF_TEXTS: Mapping[str, float] = {WINDOWS: 0, MAC: 2, DOS: 3, DOS_US: 3.5, LATIN_9: 4}
"""Code pages that texts and tables are stored in, and what each costs before a letter is read."""
OF_ARCHIVES: Mapping[str, float] = {DOS: 0, DOS_US: 0.5, WINDOWS: 1, MAC: 3}
"""The same for names in archives: the standard asks for the old pages of DOS."""
OF_DISKS: Mapping[str, float] = {WINDOWS: 0, DOS: 2, DOS_US: 2.5, MAC: 3}
EVIDENCE_MAX = 5000
"""So many characters outside of ASCII are looked at."""
SURE = 5.0
"""By how much the next likeliest text must be dearer."""
ODD = 8.0
"""What costs so much is no writing."""
SIGN_IN_NAME = 4.0
"""What a quote or the like costs more in a name."""
INITIAL_SMALL = 4.0
"""What a small letter costs at the beginning of a name."""

_OUTSIDE = re.compile("[^\x00-\x7f]")
_LETTERS = {
    letter: cost
    for cost, letters in (
        (0.5, "åäö"),
        (2, "éÅÄÖ"),
        (4, "üèàáøæÉØÆÜ"),
        (5, "êëïîôçñíóòúìùûâÀÁÇÈ"),
        (6, "ÂÃÊËÌÍÎÏÑÒÓÔÕÙÚÛãõýÿÝšžŠŽ"),
        (7, "ßþðÞÐœŒŸ"),
    )
    for letter in letters
}
_QUOTE = re.compile("[“”„«»]")
_OPENERS = " \t\r\n\xa0([-–—"
UNOPENED = 5.0
"""What a quote costs that closes and was never opened."""
_SCANDINAVIAN = frozenset("åäöÅÄÖ")
_ELSEWHERE = 4.0
"""What these cost in a text of another language: über and crème are as likely as any cräme."""
_SWEDISH = re.compile(
    r"\b(?:att|av|den|det|en|ett|har|inte|jag|med|och|om|som|till|vi)\b", re.IGNORECASE
)
_ENGLISH = re.compile(
    r"\b(?:and|as|for|in|is|it|my|of|on|that|the|to|was|with|you)\b", re.IGNORECASE
)
_STRANGE = 10.0
_NOTHING = 12.0
_ALONE = {"å": 0.5, "ö": 1, "à": 1, "Å": 1, "Ö": 1}


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest text; `odd`: how many of its characters make no sense."""

    encoding: str
    text: str
    sure: bool
    odd: int


def likeliest(texts: Mapping[str, tuple[str, float]], *, names: bool = False) -> Guess:
    """The likeliest of several readings of the same bytes.

    Args:
        texts: what each encoding makes of them, and what it costs before a letter is read.
        names: each word is one, and begins with a capital.
    """
    english = False
    if not names:
        in_swedish, in_english = common_words(next(text for text, _ in texts.values()))
        english = in_english > in_swedish
    costs = {
        encoding: before
        + UNOPENED * _unopened_quotes(text)
        + sum(_costs(text, names=names, english=english))
        for encoding, (text, before) in texts.items()
    }
    best = min(costs, key=costs.__getitem__)
    text = texts[best][0]
    others = [costs[one] for one, (other, _) in texts.items() if other != text]
    sure = not others or min(others) - costs[best] >= SURE
    odd = sum(
        cost >= ODD
        for cost, char in zip(_costs(text), _OUTSIDE.findall(text), strict=False)
        if char not in _LETTERS
    )
    return Guess(best, text, sure, odd)


def decoded(content: bytes, pages: Mapping[str, float], *, names: bool = False) -> Guess:
    """The likeliest text of these bytes, in one of the code pages."""
    texts = {page: (content.decode(page, "replace"), before) for page, before in pages.items()}
    return likeliest(texts, names=names)


def _unopened_quotes(text: str) -> int:
    """How many quotes close that were never opened."""
    unopened = is_open = 0
    for found in islice(_QUOTE.finditer(text), EVIDENCE_MAX):
        at = found.start()
        if text[at - 1 : at].strip(_OPENERS) and not text[at + 1 : at + 2].isalnum():
            unopened += not is_open
            is_open = 0
        else:
            is_open = 1
    return unopened


def common_words(text: str) -> tuple[int, int]:
    """How many of the commonest words of Swedish it has, and of English."""
    swedish, english = (
        sum(1 for _ in islice(words.finditer(text), EVIDENCE_MAX)) for words in (_SWEDISH, _ENGLISH)
    )
    return swedish, english


def _costs(text: str, *, names: bool = False, english: bool = False) -> list[float]:
    return [
        _ELSEWHERE * (english and found[0] in _SCANDINAVIAN)
        + _cost(found[0], text[at - 1 : at], text[at + 1 : at + 2], names=names)
        for found in islice(_OUTSIDE.finditer(text), EVIDENCE_MAX)
        for at in (found.start(),)
    ]


def _cost(char: str, left: str, right: str, *, names: bool) -> float:
    if char in _LETTERS:
        return _LETTERS[char] + _beside_letter(char, left, right, names=names)
    if char == "\ufffd" or "\x80" <= char < "\xa0":
        return _NOTHING
    if sign := _SIGNS.get(char):
        return sign(left, right) + SIGN_IN_NAME * (names and char not in "’–")
    return _STRANGE


def _beside_letter(char: str, left: str, right: str, *, names: bool) -> float:
    """What a letter costs for where it stands."""
    if left.isdigit() or right.isdigit():
        return 4
    before, after = left.isalpha(), right.isalpha()
    if not before and not after:
        return _ALONE.get(char, 4)
    if char.isupper():
        return 6 * left.islower() + 4 * (left.isupper() and right.islower())
    shouted = left.isupper() and right.isupper()
    initial = INITIAL_SMALL * (names and not before)
    return initial + (6 if shouted else 4 * right.isupper())


def _apostrophe(left: str, right: str) -> float:
    if left.isalpha() and right.isalpha():
        return 1
    return 2 if left.isalnum() != right.isalnum() or left in ",.!?" else 6


def _opening(left: str, right: str) -> float:
    if left.isalpha() and right.isalpha():
        return ODD
    return 1.5 if right.isalnum() and not left.isalnum() else 4


def _low_opening(left: str, right: str) -> float:
    return 2.5 + _opening(left, right)


def _either_quote(left: str, right: str) -> float:
    if left.isalpha() and right.isalpha():
        return ODD
    return 4 if left.isspace() and right.isspace() else 1.5


def _low_quote(left: str, right: str) -> float:
    return 6 if right.isalpha() and not left.isalnum() else 9


def _dash(left: str, right: str) -> float:
    spaces = (not left or left.isspace()) + (not right or right.isspace())
    if spaces == 2 or (left.isdigit() and right.isdigit()):
        return 1
    return 7 if left.isalpha() and right.islower() else 3


def _ellipsis(left: str, right: str) -> float:
    if left.isalpha() and right.isalpha():
        return 5
    return 4 if left.isspace() and right.isspace() else 2


def _bullet(left: str, right: str) -> float:
    if left.isalpha() and right.isalpha():
        return ODD
    return 2 if left in ("", "\n", "\r", "\t") and right.isspace() else 6


def _degree(left: str, right: str) -> float:
    return 2 if (left.isdigit() or left.isspace()) and not right.islower() else 7


def _money(left: str, right: str) -> float:
    if left.isdigit() or right.isdigit():
        return 1.5
    return 7 if left.isalpha() or right.isalpha() else 3


def _paragraph(left: str, right: str) -> float:
    return 3 if not left.isalnum() and (right.isdigit() or right.isspace()) else ODD


def _fraction(left: str, right: str) -> float:
    return 2.5 if not left.isalpha() and not right.isalpha() else ODD


def _power(left: str, right: str) -> float:
    return 3 if left.isalnum() and not right.isalnum() else ODD


def _between(left: str, right: str) -> float:
    return 3 if not left.isalpha() and not right.isalpha() else ODD


def _mark(left: str, right: str) -> float:
    return 9 if left.isalpha() and right.isalpha() else 5


def _acute(left: str, right: str) -> float:
    return 3 if left.isalpha() and right.isalpha() else 6


def _upside_down(left: str, right: str) -> float:
    return 4 if right.isalpha() and not left.isalnum() else 9


def _hard_space(left: str, right: str) -> float:
    if not left.strip() or not right.strip():
        return 6
    return 4 if left.isalpha() and right.isalpha() else 3


_SIGNS = {
    char: cost
    for chars, cost in (
        ("’", _apostrophe),
        ("‘“«", _opening),
        ("”»", _either_quote),
        ("„", _low_opening),
        ("‚", _low_quote),
        ("–—", _dash),
        ("…", _ellipsis),
        ("•·", _bullet),
        ("°", _degree),
        ("£€¥", _money),
        ("§", _paragraph),
        ("½¼¾", _fraction),
        ("²³", _power),
        ("×±", _between),
        ("©®™µ", _mark),
        ("´", _acute),
        ("¿¡", _upside_down),
        ("\xa0\xad", _hard_space),
    )
    for char in chars
}
