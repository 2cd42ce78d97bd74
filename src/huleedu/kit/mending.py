"""Put letters right that another program garbled before a text came here.

A text in UTF-8 that was read in another code page and saved again has two or three characters for
each letter beside ASCII: `sÃ¥g`, `s├Ñg`, `don‚Äôt`. Characters so rarely stand beside each other
otherwise that each such group tells of it. Control characters of Latin-1 in a text are letters or
quotes of another code page. Letters that were replaced by `?` are gone: they become U+FFFD.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial

from huleedu.kit.code_pages import DOS, DOS_US, MAC, OF_TEXTS, WINDOWS, common_words, likeliest

TIMES_MAX = 3
"""So often a text may have been saved wrongly."""
QUESTIONED_MIN = 3
CONTRACTED_MIN = 2
"""So many question marks must stand for letters; a space that somebody forgot is seldom alone."""
LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Mended:
    """The text. `letters`: how many were put right; `lost`: how many are known to be gone."""

    text: str
    letters: int = 0
    lost: int = 0


@cache
def _bytes_of(page: str) -> Mapping[str, int]:
    """The byte of each character beside ASCII; what the page leaves out is as in Latin-1."""
    known = {bytes([n]).decode(page, "ignore") or chr(n): n for n in range(0x80, 0x100)}
    return {chr(n): n for n in range(0x80, 0xA0)} | known


def _class(byte_of: Mapping[str, int], first: int, last: int) -> str:
    chars = (char for char, byte in byte_of.items() if first <= byte <= last)
    return "[" + "".join(map(re.escape, chars)) + "]"


def _garbled(byte_of: Mapping[str, int], lead: tuple[int, int]) -> re.Pattern[str]:
    """Groups of two that begin with one of `lead`; of three and four, of quotes and pictures."""
    follow = _class(byte_of, 0x80, 0xBF)
    two, three, four = (_class(byte_of, *each) for each in (lead, (0xE2, 0xE2), (0xF0, 0xF0)))
    accent = _class(byte_of, 0xCC, 0xCC)
    return re.compile(
        rf"{two}{follow}|{three}{follow}{{2}}|{four}{follow}{{3}}|(?<=[A-Za-z]){accent}{follow}"
    )


_PAGES = (WINDOWS, MAC, DOS, DOS_US)


@cache
def _surely(page: str) -> re.Pattern[str]:
    return _garbled(_bytes_of(page), (0xC2, 0xC3))


@cache
def _perhaps(page: str) -> re.Pattern[str]:
    """In a text that has others, groups for š and ž, too; else Å” is the end of a quotation."""
    return _garbled(_bytes_of(page), (0xC2, 0xCF))


_SIGN = re.compile("[\x80-\x9fÂÃâðÌ├√‚ÔΓ┬]")
_MEANT = re.compile(
    "[\xa0-\u017f\u0300-\u036f\u2010-\u2033€™−\ufeff\u2600-\u27bf\U0001f000-\U0001faff]"
)
_STRAY_SPACE = re.compile("Ã[ \xa0]{1,2}")  # à was Ã and a hard space
_CUT = re.compile(r"(?<![A-ZÅÄÖ])Ã(?=\w)")
_HIGH = re.compile("[\x80-\x9f]")
_NEL = "\x85"
_UNKNOWN = r"(?<=[^\W\d_])\?(?=[^\W\d_A-Z])"
_INSIDE = re.compile(_UNKNOWN)
_ANYWHERE = re.compile(rf"{_UNKNOWN}|(?<![\w?.!])\?(?=[a-z])|(?<=[^\W\d_])\?(?= [a-z?])")
_CONTRACTED = re.compile(r"(?<=[a-z])\?(?=(?:t|s|m|d|re|ve|ll)\b)|(?<=\bI)\?(?=(?:m|d|ve|ll)\b)")
_SCANDINAVIAN = re.compile("[åäöÅÄÖ]")


def mend(text: str) -> Mended:
    """The text with its letters put right, in NFC, and without control characters of Latin-1."""
    letters = lost = 0
    if _SIGN.search(text):
        text, letters, lost = _from_utf_8(text)
        text, more = _from_controls(text)
        letters += more
    text, unknown = _questioned(text)
    return Mended(unicodedata.normalize("NFC", text), letters, lost + unknown)


def _from_utf_8(text: str) -> tuple[str, int, int]:
    page = max(_PAGES, key=lambda page: len(_changed(text, page, _surely(page))[1]))
    letters = lost = 0
    for _ in range(TIMES_MAX):
        if not _changed(text, page, _surely(page))[1]:
            break
        text, changes = _changed(text, page, _perhaps(page))
        letters = len(changes)
    if letters and page == WINDOWS:
        text, spaces = _STRAY_SPACE.subn("à ", text)
        text, lost = _CUT.subn(LOST, text)
        letters += spaces
    return text.replace("\ufeff", ""), letters, lost


def _changed(text: str, page: str, garbled: re.Pattern[str]) -> tuple[str, list[str]]:
    """The text, read once more, and what was put right in it."""
    byte_of = _bytes_of(page)
    changes: list[str] = []

    def meant(group: re.Match[str]) -> str:
        try:
            char = bytes(byte_of[each] for each in group[0]).decode("utf-8")
        except UnicodeDecodeError:
            return group[0]
        if char not in byte_of and not _MEANT.fullmatch(char):
            return group[0]
        changes.append(char)
        return char

    return garbled.sub(meant, text), changes


def _from_controls(text: str) -> tuple[str, int]:
    """Letters and quotes whose byte was taken for a character of Latin-1; one NEL is a line end."""
    controls = set(_HIGH.findall(text))
    if not controls:
        return text, 0
    if controls == {_NEL}:
        return text.replace(_NEL, "\n"), 0
    readings = {
        page: (_HIGH.sub(partial(_in_page, page=page), text), cost)
        for page, cost in OF_TEXTS.items()
    }
    guess = likeliest(readings)
    if guess.odd:
        return _HIGH.sub("", text), 0
    return guess.text, len(_HIGH.findall(text))


def _in_page(control: re.Match[str], page: str) -> str:
    return bytes([ord(control[0])]).decode(page, "replace")


def _questioned(text: str) -> tuple[str, int]:
    """A question mark inside of words, again and again, stands for a letter that was lost.

    A Swedish text has an å, ä or ö in each line: one that has none lost them. In English it is the
    apostrophes that go.
    """
    if "?" not in text:
        return text, 0
    swedish, english = common_words(text)
    pattern, needed = _CONTRACTED, CONTRACTED_MIN
    if swedish > english and not _SCANDINAVIAN.search(text) and _INSIDE.search(text):
        pattern, needed = _ANYWHERE, QUESTIONED_MIN
    changed, questioned = pattern.subn(LOST, text)
    return (changed, questioned) if questioned >= needed else (text, 0)
