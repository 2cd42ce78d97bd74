"""The words of a name, how they may be written, and whom of a class a word may mean."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from huleedu.kit.common_names import COMMON
from huleedu.kit.short_forms import long_forms, short_forms

SAME_BUT_ACCENTS = 93.0  # "Oberg" for "Öberg"
# Words with a slip of the pen pass, other names don't: Anderson/Andersson has 94,
# but Anna/Hanna 89 and Karlsson/Carlsson 88.
SLIP = 90.0
ONE_SLIP = 86.0
"""One letter too many, too few, wrong, or two changed over, in a word that is nobody's name."""
ONE_SLIP_LETTERS_MIN = 5
SHORT_FORM = 88.0
ID_LETTERS_MIN = 4
LEFT_OUT_MAX = 3
"""Letters: enough for words of up to 21."""
PARTICLES = frozenset(
    {
        *("abu", "af", "al", "bin", "da", "de", "del", "della", "den", "der", "di", "do", "dos"),
        *("du", "el", "ibn", "la", "las", "le", "los", "mac", "mc", "st", "ter", "van", "von"),
        *("o", "y", "zu"),
    }
)

_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-zß-öø-ÿ])(?<!Mc)(?<!Mac)(?=[A-ZÀ-ÖØ-Þ])")
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


class RosterPupil(msgspec.Struct, frozen=True):
    """A pupil as a class list has them; `ids` are those of other systems."""

    name: str
    id: str = ""
    called: str = ""
    email: str = ""
    ids: tuple[str, ...] = ()


class Word(NamedTuple):
    """A word in small letters, and where it stands."""

    text: str
    start: int
    end: int


def words_of(text: str, *, camel: bool = False) -> list[Word]:
    """Words without digits; a short one that has a digit is a class ("9B") and no word.

    Args:
        text: in NFC.
        camel: also between a small and a large letter a word ends.
    """
    found: list[Word] = []
    for match in _WORD.finditer(text):
        whole = match.group()
        if len(whole) <= 3 and not whole.isalpha():
            continue
        cuts = [c.start() for c in _CAMEL.finditer(whole)] if camel else []
        for begin, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
            bare = "".join(c for c in whole[begin:end] if not c.isdigit()).casefold()
            if bare:
                found.append(Word(bare, match.start() + begin, match.start() + end))
    return found


def normal(text: str) -> str:
    """The text in NFC, as all places here are counted in."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=16_384)
def plain(word: str) -> str:
    """Without accents: `Åsa` is `asa`, of which `aasa` is another way to write it."""
    parted = unicodedata.normalize("NFD", word.casefold())
    return "".join(c for c in parted if not unicodedata.combining(c)).translate(_PLAIN)


@lru_cache(maxsize=16_384)
def _spelt_out(word: str) -> str:
    """As those write it who have no such keys: Björn is Bjoern."""
    return plain(word.replace("å", "aa").replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"))


def alike(word: str, other: str) -> float:
    """How well the one stands for the other, up to 100; 0: it doesn't."""
    if word == other:
        return 100.0
    if plain(word) == plain(other) or _spelt_out(word) == plain(other):
        return SAME_BUT_ACCENTS
    likeness = fuzz.ratio(word, other)
    return likeness if likeness >= SLIP else 0.0


def one_slip(word: str, said: str) -> bool:
    """Whether `said` is the word with one slip, and no name that others have."""
    short, long = sorted((len(word), len(said)))
    if long < ONE_SLIP_LETTERS_MIN or short + 1 < long or plain(said) in COMMON:
        return False
    return OSA.distance(plain(word), plain(said), score_cutoff=1) <= 1


class Named:
    """A pupil's name, by its words.

    first, last: the outermost; between: other given names and surnames. Particles name nobody, but
    belong to the `whole` forms, in which everything is one word. called: other words for the given
    names.
    """

    def __init__(self, pupil: RosterPupil) -> None:
        all_words = [word.text for word in words_of(normal(pupil.name))]
        bare = [word for word in all_words if word not in PARTICLES]
        self.words = bare if len(bare) > 1 else all_words
        self.first, self.last = (self.words[0], self.words[-1]) if self.words else ("", "")
        self.between = self.words[1:-1]
        given = [plain(word) for word in self.words[:-1]] or [plain(self.first)]
        self.particles = [word for word in all_words if word not in self.words]
        self.called = {word.text for word in words_of(normal(pupil.called))}
        self.short = short_forms(given) | long_forms(given[:1])
        if "annika" in given:
            self.short |= {"anna"}
        self.joined = {  # vonrosen, almasri
            "".join(all_words[at:])
            for at in range(1, len(all_words) - 1)
            if all_words[at] in PARTICLES
        }
        self.known = {*self.words, *all_words, *self.called, *self.joined}
        wholes = {tuple(all_words), tuple(all_words[::-1]), (self.first, self.last)}
        wholes |= {(self.last, self.first)}
        for at in range(1, len(all_words)):
            surname = all_words[at:]
            wholes |= {(*surname, *all_words[:at]), (self.first, *surname), (*surname, self.first)}
        joined = {"".join(each) for each in wholes if len(each) > 1}
        self.wholes = {form for each in joined for form in (plain(each), _spelt_out(each))}


class ClassNames:
    """The names of a class, found by their words."""

    def __init__(self, pupils: Sequence[RosterPupil]) -> None:
        self.pupils = pupils
        self.names = [Named(pupil) for pupil in pupils]
        self.by_word: dict[str, set[int]] = {}
        self.by_whole: dict[str, set[int]] = {}
        self.by_id: dict[str, set[int]] = {}
        self._near: dict[str, dict[str, float]] = {}
        self._by_short: dict[str, set[int]] = {}
        for who, name in enumerate(self.names):
            for word in {*name.words, *name.called, *name.joined}:
                self.by_word.setdefault(word, set()).add(who)
            for short in name.short:
                self._by_short.setdefault(short, set()).add(who)
            for whole in name.wholes:
                self.by_whole.setdefault(whole, set()).add(who)
            code = "" if name.words else normal(pupils[who].name).casefold()
            for known in (code, pupils[who].email.casefold(), *pupils[who].ids):
                if len(known) >= (ID_LETTERS_MIN if known != code else 1):
                    self.by_id.setdefault(known, set()).add(who)
        self._plain = {plain(word) for word in self.by_word}
        self._by_variant: dict[str, set[str]] = {}
        for word in self.by_word:
            forms = {plain(word), _spelt_out(word), *with_letters_left_out(word)}
            for variant in forms:
                self._by_variant.setdefault(variant, set()).add(word)

    def near(self, said: str) -> dict[str, float]:
        """The words of names that this word can stand for, with their likeness up to 100."""
        if said not in self._near:
            variants = {plain(said), *with_letters_left_out(said)}
            words = {word for each in variants for word in self._by_variant.get(each, ())}
            likeness = {word: alike(word, said) for word in words}
            self._near[said] = {word: score for word, score in likeness.items() if score}
        return self._near[said]

    def meant(self, said: str) -> set[int]:
        """Whose name may have this word in it, or this short form."""
        meant = {who for word in self.near(said) for who in self.by_word[word]}
        return meant | self._by_short.get(plain(said), set())

    def is_a_name_here(self, said: str) -> bool:
        """Whether it is exactly a word of somebody's name."""
        return plain(said) in self._plain


def with_letters_left_out(word: str) -> set[str]:
    """The word, and all that is left of it when letters are left out of it.

    Words of a and b letters with L in common have the likeness 2 L / (a + b). Where it is 0.9 at
    least, no more than 2 a / 11 letters of the one lie outside of what both have (b is then L), and
    none of a word of five letters. So names are found by what is left of them, and no name is
    compared with every word of every essay.
    """
    lefts = {word}
    for _ in range(min(LEFT_OUT_MAX, 2 * len(word) // 11)):
        lefts |= {left[:at] + left[at + 1 :] for left in lefts for at in range(len(left))}
    return lefts
