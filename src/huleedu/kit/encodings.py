"""Find out by evidence how the letters of a text were stored, and read them."""

import codecs
import re
from dataclasses import dataclass
from typing import Literal

from huleedu.kit.code_pages import OF_TEXTS, Guess, likeliest

_MARKS = (  # longest first: UTF-32's mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A control character, but for tab, line ends, form feed and the end-of-file mark of DOS.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]+")
_WITHIN_WORD = re.compile("(?<=[^\\W\\d_])[\x01-\x08\x0e-\x1d](?=[^\\W\\d_])")
_HARD_HYPHEN = "\x1e"  # of Word; \x1f is its soft one
_OUTSIDE = re.compile("[^\x00-\x7f]")
_STRAY = re.compile("[\udc80-\udcff]+")
_TWO_LETTERS_AS_ONE = re.compile("[\u2061-\u207a]")
OUTSIDE_FROM = 40
ODD_SHARE_MAX = 0.01
"""A text may have a damaged letter or two, but not one in a hundred."""
ZEROS_MIN = 0.3
"""Of every second byte of UTF-16 in Latin letters, nearly all are 0."""
CONTROLS_APART = 40
"""Characters to each control character in a text that took some harm; more of them are no text."""
MIXED = 6.0
"""What it costs to take a text for one of two encodings."""

Doubt = Literal["letters_are_guessed", "letters_are_mixed", "signs_are_dropped"]


@dataclass(frozen=True, slots=True)
class Letters:
    """The text, and how its letters were stored; a damaged letter is `\ufffd`."""

    text: str
    encoding: str
    doubts: tuple[Doubt, ...] = ()
    """What a reader should know: another text was nearly as likely; two encodings stood in one
    file; control characters were taken out."""


@dataclass(frozen=True, slots=True)
class NoLetters:
    """It is no text at all."""


@dataclass(frozen=True, slots=True)
class UnknownLetters:
    """It may be a text, but too few of its letters make sense."""


def read_letters(content: bytes, *, names: bool = False) -> Letters | NoLetters | UnknownLetters:
    """Read UTF-8, UTF-16 and UTF-32, with or without a mark, and encodings of one byte a letter.

    Args:
        names: it is a list of names, in which words begin with capitals.
    """
    read = _read(content, names=names)
    return _without_controls(read) if isinstance(read, Letters) else read


def _read(content: bytes, *, names: bool) -> Letters | NoLetters | UnknownLetters:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            if encoding == "utf-8-sig":
                return _in_bytes(content[len(mark) :], names=names)
            return _wide(content, encoding)
    if b"\0" in content and (encoding := _utf_16_without_mark(content)):
        return _wide(content, encoding)
    return _in_bytes(content, names=names)


def _wide(content: bytes, encoding: str) -> Letters | UnknownLetters:
    """The letters; a file cut off in the middle of one loses that one."""
    unit = 4 if encoding == "utf-32" else 2
    text = content[: len(content) // unit * unit].decode(encoding, "replace")
    # what another program added in letters of one byte looks like rare signs among Chinese
    added = len(_TWO_LETTERS_AS_ONE.findall(text)) > 2 + len(text) // 200
    if added or text.count("\ufffd") > len(text) // 50 + 1:
        return UnknownLetters()
    return Letters(text, encoding)


def _utf_16_without_mark(content: bytes) -> str | None:
    first, second = content[::2].count(0), content[1::2].count(0)
    half = max(1, len(content) // 2)
    if second / half >= ZEROS_MIN and first / half < ZEROS_MIN / 10:
        return "utf-16-le"
    if first / half >= ZEROS_MIN and second / half < ZEROS_MIN / 10:
        return "utf-16-be"
    return None


def _in_bytes(content: bytes, *, names: bool) -> Letters | NoLetters | UnknownLetters:
    try:
        return Letters(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if _is_binary(content.decode("latin-1")):
        return NoLetters()
    readings = {page: (content.decode(page, "replace"), cost) for page, cost in OF_TEXTS.items()}
    partly = content.decode("utf-8", "surrogateescape")
    if _OUTSIDE.search(_STRAY.sub("", partly)):
        readings["utf-8"] = (_STRAY.sub("\ufffd", partly), 0.0)
        readings |= {
            f"utf-8 {page}": (_with_strays(partly, page), MIXED + cost)
            for page, cost in OF_TEXTS.items()
        }
    guess = likeliest(readings, names=names)
    return _guessed(guess)


def _with_strays(partly: str, page: str) -> str:
    """The text with the letters that its stray bytes are in a code page."""
    return _STRAY.sub(
        lambda found: found[0].encode("utf-8", "surrogateescape").decode(page, "replace"), partly
    )


def _guessed(guess: Guess) -> Letters | UnknownLetters:
    text = guess.text
    outside = len(_OUTSIDE.findall(text))
    # Cyrillic in one-byte letters would look like a text of nothing but rare letters.
    other_script = outside > OUTSIDE_FROM and outside > len(text) / 2
    if other_script or guess.odd > max(1, len(text) * ODD_SHARE_MAX):
        return UnknownLetters()
    encoding, _, second = guess.encoding.partition(" ")
    doubts: tuple[Doubt, ...] = ()
    if second:
        doubts = ("letters_are_mixed",)
    elif not guess.sure:
        doubts = ("letters_are_guessed",)
    return Letters(text, encoding, doubts)


def _without_controls(read: Letters) -> Letters | NoLetters:
    """A text that took some harm, without it: a letter of a word that is one is a lost letter.

    The mark for the end of a file stands at its end alone, and a disk may fill the rest with zeros.
    """
    text = read.text.rstrip("\x1a")
    if not _CONTROL.search(text):
        return read
    if _is_binary(text):
        return NoLetters()
    text = _WITHIN_WORD.sub("\ufffd", text.replace(_HARD_HYPHEN, "-"))
    text = _CONTROL.sub("", text)
    return Letters(text, read.encoding, (*read.doubts, "signs_are_dropped"))


def _is_binary(text: str) -> bool:
    """Whether it has more control characters than harm alone brings into a text."""
    text = text.rstrip("\x1a")
    return len(_CONTROL.findall(text)) > len(text.rstrip("\0")) // CONTROLS_APART
