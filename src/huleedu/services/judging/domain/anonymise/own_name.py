"""Know how a pupil's own name may be written."""

import re
import unicodedata
from functools import lru_cache

from huleedu.kit.apostrophes import APOSTROPHES
from huleedu.kit.short_forms import (
    is_name_as_well,
    long_forms,
    short_forms,
)
from huleedu.services.judging.domain.anonymise.labels import PARTICLES
from huleedu.services.judging.domain.anonymise.name_words import NAME_WORDS

Span = tuple[int, int]
"""[start, end) in code points."""

LETTERS = re.compile(r"[^\W\d_]+")
LINK = f"[-{APOSTROPHES}]"
"""What holds the parts of a name together: Anna-Lena, O'Brien."""
_JOINED = re.compile(rf"[^\W\d_]+(?:{LINK}[^\W\d_]+)+")
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
WHOLE_MIN = 6
"""Letters: so long a user name is taken for one without a digit in it."""
SHORT_MAX = 4
"""Letters: a name that lost its accents may be another word: Åsa, Pär, Måns."""


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """In small letters, without accents: Åsa and ASA are both asa."""
    folded = word.casefold()
    if folded.isascii():
        return folded
    parted = unicodedata.normalize("NFD", folded)
    return "".join(c for c in parted if not unicodedata.combining(c)).translate(_PLAIN)


def _orders(words: list[str], parts: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    """What user names are made of: given name and surname, the surname with its particles too."""
    if len(parts) < 2:
        return frozenset()
    first, *between, last = parts
    orders = {parts, tuple(words), (first, last)}
    for at in range(1, len(words)):  # nothing tells where the surname begins
        whole = "".join(words[at:])
        orders |= {(first, whole), ("".join(words[:at]), whole)}
    orders |= {(first, middle) for middle in between} | {(middle, last) for middle in between}
    return frozenset(orders | {order[::-1] for order in orders} | {(last, *parts[:-1])})


class OwnName:
    """A pupil's name, given names first; all words here are `plain`.

    parts: what names the pupil alone, in order; written: the same in small letters with accents.
    particles: von, de, the O of O'Brien; they go with a part beside them.
    short: what those who know the pupil may say instead of a given name, or it may be short for.
    friends: short forms that many have as their own name.
    orders: the parts from which user names are made, in the orders used.
    forms: each part, joined part (annalena) and short form, also with a genitive's s, and how many
    letters of it are the name.
    """

    def __init__(self, pupil: str) -> None:
        words = LETTERS.findall(pupil)
        inner = range(1, len(words) - 1)  # Ben and Lê are names, but for ben Amar and le Blanc
        named = [
            word
            for at, word in enumerate(words)
            if len(word) > 1 and not (at in inner and plain(word) in PARTICLES)
        ]
        self.parts = tuple(plain(word) for word in named)
        self.written = frozenset(word.casefold() for word in named)
        self.particles = frozenset(plain(word) for word in words) - set(self.parts)
        self.initials = frozenset(plain(word)[0] for word in words)
        self.orders = _orders([plain(word) for word in words], self.parts)
        joined = ("".join(LETTERS.findall(whole)) for whole in _JOINED.findall(pupil))
        self.joined = frozenset(plain(whole) for whole in joined) | frozenset(
            whole for order in self.orders if len(whole := "".join(order)) >= WHOLE_MIN
        )
        given = self.parts[:-1] or self.parts
        self.short = (short_forms(given) | long_forms(given)) - set(self.parts)
        self.friends = frozenset(filter(is_name_as_well, self.short)) | long_forms(given)
        told = {*self.short, *self.joined, *self.parts}
        self.forms = {form + "s": len(form) for form in told} | {form: len(form) for form in told}

    def is_surname(self, part: str) -> bool:
        """Whether it can only be the family's: the last of several parts."""
        return len(self.parts) > 1 and part == self.parts[-1] and part not in self.parts[:-1]

    def is_word(self, token: str) -> bool:
        """Whether the token, without its ending, may be a word; so may a name without accents."""
        folded = token.casefold()
        if folded in NAME_WORDS:
            return True
        form = plain(token)
        if form in self.short or form in self.joined:
            return False
        return folded not in self.written and (form in NAME_WORDS or len(form) <= SHORT_MAX)
