"""Find out by evidence how the letters of a text were stored, and read them."""

import codecs
import re
from dataclasses import dataclass
from itertools import islice

_MARKS = (  # longest first: UTF-32's mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What people type beside ASCII: letters of Western and Northern Europe, quotes, dashes, signs.
_LIKELY = frozenset("åäöÅÄÖéÉèÈêëËüÜßáàâÁÀíìîïÍóòôÓúùûÚçÇñÑøØæÆœðþýÿšžŠŽãõÃÕ")
_LIKELY_SIGNS = frozenset("‘’‚“”„«»–—…·•§°´£€½¼¿¡ \u00a0©®™²³µ×")
_COMMON = frozenset("åäöÅÄÖéÉüÜß’“”–")
# A control character, but for tab, line ends, form feed and the end-of-file mark of DOS.
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_OUTSIDE = re.compile("[^\x00-\x7f]")
WINDOWS, MAC = "cp1252", "mac-roman"
EVIDENCE_MAX = 5000
"""So many characters outside of ASCII are looked at."""
OUTSIDE_FROM = 40
ODD_SHARE_MAX = 0.01
"""A text may have a damaged letter or two, but not one in a hundred."""
ZEROS_MIN = 0.3
"""Of every second byte of UTF-16 in Latin letters, nearly all are 0."""


@dataclass(frozen=True, slots=True)
class Letters:
    """The text, and how its letters were stored; a damaged letter is `\\ufffd`."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class NoLetters:
    """It is no text at all."""


@dataclass(frozen=True, slots=True)
class UnknownLetters:
    """It may be a text, but too few of its letters make sense."""


def read_letters(
    content: bytes, one_byte: tuple[str, ...] = (WINDOWS, MAC)
) -> Letters | NoLetters | UnknownLetters:
    """Read UTF-8, UTF-16 and UTF-32, with or without a mark, and encodings of one byte a letter.

    Args:
        one_byte: which of `WINDOWS` and `MAC` may be meant; a list of names is too short to tell a
            Mac's é from a Ž of Windows.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    if b"\0" in content:
        wide = _utf_16_without_mark(content)
        read = _decoded(content, wide) if wide else NoLetters()
    else:
        read = _single_or_utf_8(content, one_byte)
    # The mark for the end of a file stands at its end alone.
    if isinstance(read, Letters) and _CONTROL.search(read.text.rstrip("\x1a\0")):
        return NoLetters()
    return read


def _decoded(content: bytes, encoding: str) -> Letters | UnknownLetters:
    """The letters; a file cut off in the middle of one loses that one."""
    unit = {"utf-32": 4, "utf-16": 2, "utf-16-le": 2, "utf-16-be": 2}.get(encoding, 1)
    text = content[: len(content) // unit * unit].decode(encoding, "replace")
    if text.count("\ufffd") > len(text) // 50 + 1:
        return UnknownLetters()
    return Letters(text, encoding.removesuffix("-sig"))


def _utf_16_without_mark(content: bytes) -> str | None:
    first, second = content[::2].count(0), content[1::2].count(0)
    half = max(1, len(content) // 2)
    if second / half >= ZEROS_MIN and first / half < ZEROS_MIN / 10:
        return "utf-16-le"
    if first / half >= ZEROS_MIN and second / half < ZEROS_MIN / 10:
        return "utf-16-be"
    return None


def _single_or_utf_8(content: bytes, one_byte: tuple[str, ...]) -> Letters | UnknownLetters:
    try:
        return Letters(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    # A letter that is rare in Windows is often a sign of a Mac, whose hard space is an Ê.
    rare = -3 if MAC in one_byte else 1
    texts = {name: content.decode(name, "replace") for name in ("utf-8", *one_byte)}
    likelihoods = {name: _likelihood(text, rare) for name, text in texts.items()}
    encoding = max(texts, key=likelihoods.__getitem__)
    text = texts[encoding]
    outside = len(_OUTSIDE.findall(text))
    # Cyrillic in one-byte letters would look like a text of nothing but rare letters.
    other_script = outside > OUTSIDE_FROM and outside > len(text) / 2
    if other_script or likelihoods[encoding] < -3 * max(1, len(text) * ODD_SHARE_MAX):
        return UnknownLetters()
    return Letters(text, encoding)


def _likelihood(text: str, rare: int) -> int:
    """How much the characters outside of ASCII look like writing; each odd one takes 3 away."""
    score = 0
    for found in islice(_OUTSIDE.finditer(text), EVIDENCE_MAX):
        at, char = found.start(), found[0]
        if char in _COMMON:
            score += 3
        elif char in _LIKELY:
            score += 1
        elif char in _LIKELY_SIGNS:
            within = text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha()
            score -= 2 * within  # a sign in the middle of a word
        else:
            score += rare if char.isalpha() else -3
    return score
