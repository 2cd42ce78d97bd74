"""Find a pupil's name in the lines that hold names: head, page header, signature.

A line is read in pieces, parted by commas, slashes, dashes. In a piece that tells nothing else, a
short form, a beginning, a slip or initials are the name too; a title stays.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from rapidfuzz import fuzz

from huleedu.services.judging.domain.anonymise.labels import (
    CALENDAR,
    CLASS_LABELS,
    LABELS,
    NAME_LABELS,
)
from huleedu.services.judging.domain.anonymise.name_words import NAME_WORDS
from huleedu.services.judging.domain.anonymise.own_name import (
    OwnName,
    Span,
    plain,
)
from huleedu.services.judging.domain.anonymise.page_layout import Line
from huleedu.services.judging.domain.anonymise.user_names import is_blend

_PIECE = re.compile(r"(?:(?!\s{2}|\s-\s)[^,;:|/\\–—•·\t()\[\]*#&©=<>_“”\"])+")
_TOKEN = re.compile(r"[^\W_]+")
_DAY_OR_YEAR = re.compile(r"\d{1,2}(?:st|nd|rd|th)?|\d{4}")
_SOUNDS = str.maketrans("cqwzy", "kkvsi")
_TWICE = re.compile(r"(.)\1")
_PET_ENDINGS = ("a", "e", "i", "y", "an", "is", "o")
SLIP = 80.0
"""Likeness of two spellings of a name, by their sound: Ann-Sofi, Annsofie."""
BEGINNING_MIN = 3
OTHERS_MAX = 2
INITIALS_MAX = 4
PET_NAME_MAX = 7
"""Letters. Lasse, Jonte: two letters of the name and such an ending."""


Kind = Literal["own", "particle", "letter", "number", "label", "other"]


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of a line at [start, end) of the text; if it is a name's, without its ending."""

    start: int
    end: int
    word: str
    kind: Kind


def mentions(text: str, page: Sequence[Line], own: OwnName) -> list[Span]:
    """Where these lines name the writer."""
    found: list[Span] = []
    for line in page:
        pieces = [
            _with_classes([_token(match, own) for match in _TOKEN.finditer(text, *piece.span())])
            for piece in _PIECE.finditer(text, line.start, line.end)
        ]
        tokens = [token for piece in pieces for token in piece]
        kinds = {token.kind for token in tokens}
        is_header = {"own", "number"} <= kinds and "other" not in kinds
        if line.named or is_header:
            surely = "number" in kinds or any(plain(token.word) in NAME_LABELS for token in tokens)
            for piece in pieces:
                found += [(token.start, token.end) for token in _named(piece, own, surely=surely)]
    return found


def _token(match: re.Match[str], own: OwnName) -> _Token:
    word, form = match.group(), plain(match.group())
    if form in own.forms and not (form in own.short and form in LABELS):
        length = len(word) - (len(form) - own.forms[form])
        return _Token(match.start(), match.start() + length, word[:length], "own")
    return _Token(match.start(), match.end(), word, _kind(word, form, own))


def _kind(word: str, form: str, own: OwnName) -> Kind:
    if any(map(str.isdigit, word)):
        return "number"
    if len(word) == 1:
        return "letter"
    if form in own.particles:
        return "particle"
    return "label" if form in LABELS else "other"


def _with_classes(piece: list[_Token]) -> list[_Token]:
    """With "9 A" and "Year 9" as numbers whole."""
    for at, (one, other) in enumerate(pairwise(piece)):
        if one.kind == "number" and other.kind == "letter" and other.start - one.end <= 1:
            piece[at + 1] = replace(other, kind="number")
        if other.kind == "number" and plain(one.word) in CLASS_LABELS:
            piece[at] = replace(one, kind="number")
    return piece


def _named(piece: Sequence[_Token], own: OwnName, *, surely: bool) -> list[_Token]:
    """The tokens of a piece that are the name.

    Args:
        surely: a class, a date or "Name:" stands in the line, so that it is somebody's name.
    """
    if any(token.kind == "own" for token in piece):
        return _with_particles(piece, _beside_own(piece, own, surely=surely), own)
    told = [token for token in piece if token.kind in ("letter", "other")]
    labels = {plain(token.word) for token in piece if token.kind == "label"}
    if len(piece) == 1 and _is_monogram(piece[0].word, own):
        return list(piece)
    if not told or labels - NAME_LABELS:
        return []
    first, *rest = told
    if not all(_is_initial(token, own) for token in rest if token.kind == "letter"):
        return []
    if first.kind == "letter":
        initials = all(token.kind == "letter" for token in rest) and _is_initial(first, own)
        return told if initials else []
    if rest and (len(rest) > 1 or rest[0].kind == "other"):
        return []
    return told if _is_weakly(first.word, own, surely=surely or bool(rest)) else []


def _beside_own(piece: Sequence[_Token], own: OwnName, *, surely: bool) -> list[_Token]:
    """The parts of the name, unless a title has them as words; and an unknown part beside them."""
    names = [token for token in piece if token.kind == "own"]
    others = [token for token in piece if token.kind == "other"]
    if len(names) > 1 or not others:
        return [token for token in names if len(names) > 1 or not _is_dated(token, piece)]
    [name] = names
    could_be_name = all(
        token.word[0].isupper() and plain(token.word) not in NAME_WORDS for token in others
    )
    is_word = own.is_word(name.word)
    if could_be_name and len(others) <= (surely if is_word else OTHERS_MAX):
        at = piece.index(name)
        unknown = (
            piece[max(0, at - 1) : at] if own.is_surname(plain(name.word)) else piece[at + 1 :][:1]
        )
        return [name, *(token for token in unknown if token.kind == "other")]
    return [] if is_word else names


def _is_dated(token: _Token, piece: Sequence[_Token]) -> bool:
    """Whether a pupil's name is a month here: 14 May 2026."""
    at = piece.index(token)
    beside = (*piece[max(0, at - 1) : at], *piece[at + 1 : at + 2])
    return plain(token.word) in CALENDAR and any(_DAY_OR_YEAR.fullmatch(b.word) for b in beside)


def _with_particles(piece: Sequence[_Token], taken: list[_Token], own: OwnName) -> list[_Token]:
    """With the particles and initials that stand beside what is taken, however many."""
    for direction in (piece, piece[::-1]):
        for one, other in pairwise(direction):
            small = other.kind == "particle" or (other.kind == "letter" and _is_initial(other, own))
            if one in taken and small and other not in taken:
                taken.append(other)
    return taken


def _is_initial(token: _Token, own: OwnName) -> bool:
    letter = plain(token.word)
    small = any(particle[0] == letter for particle in own.particles)
    return letter in own.initials and (token.word.isupper() or small)


def _is_monogram(word: str, own: OwnName) -> bool:
    """Whether these are the name's initials in one: AL."""
    return word.isupper() and 1 < len(word) <= INITIALS_MAX and set(plain(word)) <= own.initials


def _is_weakly(word: str, own: OwnName, *, surely: bool) -> bool:
    """Whether this may be the name where nothing else is told.

    Args:
        surely: a class, a date or "Name:" stands beside it, so that it is somebody's name.
    """
    form = plain(word)
    if _is_monogram(word, own):
        return True
    if is_blend(form, own) and (word.islower() or surely):
        return True
    if len(form) < BEGINNING_MIN or (form in NAME_WORDS and not surely):
        return False
    given = own.parts[:-1] or own.parts
    pet = form[:2] in {part[:2] for part in given} and form.endswith(_PET_ENDINGS)
    if surely and pet and len(form) <= PET_NAME_MAX:
        return True
    return any(_is_like(form, part) for part in own.parts)


def _is_like(form: str, part: str) -> bool:
    """Whether it is the part's beginning, its end, or another spelling of it."""
    if part.startswith(form) or (part.endswith(form) and len(form) > BEGINNING_MIN):
        return True
    return len(part) > BEGINNING_MIN and fuzz.ratio(_sound(form), _sound(part)) >= SLIP


@lru_cache(maxsize=4096)
def _sound(name: str) -> str:
    """One spelling for what sounds the same: Christina, Kristina."""
    for letters, sound in (("ph", "f"), ("th", "t"), ("ch", "k"), ("ck", "k"), ("qu", "kv")):
        name = name.replace(letters, sound)
    return _TWICE.sub(r"\1", name.translate(_SOUNDS))
