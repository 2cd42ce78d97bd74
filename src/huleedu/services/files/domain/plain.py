"""Read a .txt: find out by evidence how its letters were stored."""

import codecs
import re
from itertools import islice

from huleedu.services.files.domain.kinds import binary
from huleedu.services.files.domain.outcomes import CannotRead, Code, Reading
from huleedu.services.files.domain.tidy import clean, paragraphs_apart

_MARKS = (  # longest first: UTF-32's mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What pupils type beside ASCII: letters of Western and Northern Europe, quotes, dashes, signs.
_LIKELY = frozenset("åäöÅÄÖéÉèÈêëËüÜßáàâÁÀíìîïÍóòôÓúùûÚçÇñÑøØæÆœðþýÿšžŠŽ")
_LIKELY_SIGNS = frozenset("‘’‚“”„«»–—…·•§°´£€½¼¿¡ \u00a0©®™²³µ×")
_COMMON = frozenset("åäöÅÄÖéÉüÜß’“”–")
# A control character, but for tab, line ends, form feed and the end-of-file mark of DOS.
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_OUTSIDE = re.compile("[^\x00-\x7f]")
EVIDENCE_MAX = 5000
"""So many characters outside of ASCII are looked at."""
OUTSIDE_FROM = 40
ODD_SHARE_MAX = 0.01
"""A text may have a damaged letter or two, but not one in a hundred."""
ZEROS_MIN = 0.3
"""Of every second byte of UTF-16 in Latin letters, nearly all are 0."""


def read_plain(name: str, content: bytes) -> Reading:
    """The text; raises `CannotRead` for binary content and unknown letters."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _reading(_decoded(content, encoding), encoding.removesuffix("-sig"))
    if b"\0" in content:
        encoding = _utf_16_without_mark(content)
        if not encoding:
            raise _binary(name)
        text = _decoded(content, encoding)
    else:
        text, encoding = _single_or_utf_8(content)
    # The mark for the end of a file stands at its end alone.
    if _CONTROL.search(text.rstrip("\x1a\0")):
        raise _binary(name)
    return _reading(text, encoding)


def _reading(text: str, encoding: str) -> Reading:
    notes: tuple[str, ...] = ()
    if "\ufffd" in text:
        notes = ("Some letters were damaged and are shown as \ufffd.",)
    text = paragraphs_apart(clean(text))
    return Reading(text=text, format="txt", encoding=encoding, notes=notes)


def _binary(name: str) -> CannotRead:
    refused = binary(name)
    return CannotRead(refused.code, refused.detail)


def _decoded(content: bytes, encoding: str) -> str:
    """The letters; a file cut off in the middle of one loses that one."""
    unit = {"utf-32": 4, "utf-16": 2, "utf-16-le": 2, "utf-16-be": 2}.get(encoding, 1)
    text = content[: len(content) // unit * unit].decode(encoding, "replace")
    if text.count("\ufffd") > len(text) // 50 + 1:
        raise CannotRead(Code.UNREADABLE)
    return text


def _utf_16_without_mark(content: bytes) -> str | None:
    first, second = content[::2].count(0), content[1::2].count(0)
    half = max(1, len(content) // 2)
    if second / half >= ZEROS_MIN and first / half < ZEROS_MIN / 10:
        return "utf-16-le"
    if first / half >= ZEROS_MIN and second / half < ZEROS_MIN / 10:
        return "utf-16-be"
    return None


def _single_or_utf_8(content: bytes) -> tuple[str, str]:
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    guesses = [(content.decode(name, "replace"), name) for name in ("utf-8", "cp1252", "mac-roman")]
    text, encoding = max(guesses, key=lambda guess: _likelihood(guess[0]))
    outside = len(_OUTSIDE.findall(text))
    # Cyrillic in one-byte letters would look like a text of nothing but rare letters.
    other_script = outside > OUTSIDE_FROM and outside > len(text) / 2
    if other_script or _likelihood(text) < -3 * max(1, len(text) * ODD_SHARE_MAX):
        raise CannotRead(Code.UNREADABLE)
    return text, encoding


def _likelihood(text: str) -> int:
    """How much the characters outside of ASCII look like writing; each odd one takes 3 away."""
    score = 0
    for found in islice(_OUTSIDE.finditer(text), EVIDENCE_MAX):
        at, char = found.start(), found[0]
        if char in _COMMON:
            score += 3
        elif char in _LIKELY:
            score += 1
        elif char not in _LIKELY_SIGNS:
            score -= 3
        elif text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha():
            score -= 2  # a sign in the middle of a word
    return score
