"""Tell which words no dictionary can judge: names, abbreviations, quotations in another language,
and those that lost a letter on their way here.

A word at the start of a sentence is judged like any other, unless the text has it with a capital
in the middle of a sentence too. In a sentence that is all capitals a capital says nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from huleedu.kit.prose import Prose, Word
from huleedu.services.spelling.domain.findings import Language
from huleedu.services.spelling.domain.frequencies import common_words
from huleedu.services.spelling.domain.languages import UNKNOWN
from huleedu.services.spelling.domain.letters import is_latin, is_shouted, plain

LOST = "\ufffd"
"""Stands where a letter was that could not be read: no word with it is the pupil's misspelling."""
ABBREVIATION_MAX = 6
"""Letters: NATO and UNICEF may be abbreviations, IMPORTENT is not."""
SHOUTED_MIN = 3
QUOTED_MIN = 3
"""Words in a row that must be of the other language to count as quoted."""
COMMONER_MIN = 80
"""By how much, in mean rarity, they must be commoner in it."""

_INNER_CAPITAL = re.compile(r"[a-zà-öø-ÿ][A-ZÀ-ÖØ-Þ]|^(?:a[dlnrstz]|el)-[A-Z]|[A-Z]:[a-z]")
"""eBay, al-Qaeda and SMS:ade."""
_APART = {
    "en": re.compile(r"(?!)"),
    "sv": re.compile(
        r"\b(?:bl a|d v s|e d|f d|f n|fr a|fr o m|i st f|m a o|m fl|m m|o d|o dyl|o s v|p g a"
        r"|s a s|s k|t ex|t o m)\b"
    ),
}
"""Short forms whose parts stand apart: bl a, fr o m."""
_POSSESSIVE = re.compile(r"(?:'s?|:s|s)$")
_BETWEEN_WORDS = re.compile(r"[\s\-'’]+")


class Exempt:
    """What is not to be judged in one text."""

    def __init__(self, prose: Prose, names: frozenset[str], language: Language) -> None:
        self._text = prose.text
        self._short = frozenset(
            at for found in _APART[language].finditer(prose.text) for at in range(*found.span())
        )
        self._shouting = frozenset(_shouting(prose))
        self._names = frozenset(part for name in names for part in parts_of(name))
        self._words = prose.words
        self._capitals = frozenset(
            _stem(plain(word.text)) for word in prose.words if self._has_capital(word)
        )
        self._times = Counter(
            _stem(plain(word.text)) for word in prose.words if word.text[0].isupper()
        )

    def covers(self, word: Word, form: str) -> bool:
        """Whether the word, in plain letters `form`, is not to be judged."""
        return (
            word.start in self._short
            or LOST in form
            or self.names(form)
            or not is_latin(form)
            or "." in form
            or _INNER_CAPITAL.search(form) is not None
            or self._is_abbreviation(word, form)
            or self._is_in_an_address(word)
        )

    def is_named(self, word: Word, form: str) -> bool:
        """Whether a capital says that this is a name, here or elsewhere in the text."""
        return form[0].isupper() and (self._has_capital(word) or _stem(form) in self._capitals)

    def stands_alone(self, at: int) -> bool:
        """Whether this name is the only one of its kind in the text, and no part of a longer one.

        Who is spoken of comes again, or has a first name and a last.
        """
        beside = [n for n in (at - 1, at + 1) if 0 <= n < len(self._words)]
        return self._times[_stem(plain(self._words[at].text))] == 1 and not any(
            self._has_capital(self._words[n])
            and not self._text[self._words[min(n, at)].end : self._words[max(n, at)].start].strip()
            for n in beside
        )

    def names(self, form: str) -> bool:
        """Whether this is a part of a name in the list, maybe with an ending: Anna's, Annas."""
        folded = form.casefold()
        return folded in self._names or _POSSESSIVE.sub("", folded) in self._names

    def _has_capital(self, word: Word) -> bool:
        return not word.initial and word.text[0].isupper() and word.sentence not in self._shouting

    def _is_abbreviation(self, word: Word, form: str) -> bool:
        return (
            is_shouted(form)
            and len(form) <= ABBREVIATION_MAX
            and word.sentence not in self._shouting
        )

    def _is_in_an_address(self, word: Word) -> bool:
        """Whether a dot without spaces ties the word to another, as in yle.fi."""
        before, after = (
            self._text[max(word.start - 2, 0) : word.start],
            self._text[word.end : word.end + 2],
        )
        return (before[1:] == "." and before[0].islower()) or (
            after[:1] == "." and after[1:].islower()
        )


def parts_of(name: str) -> Iterator[str]:
    """The parts of a name that may stand by themselves, in plain small letters."""
    return (part for part in _BETWEEN_WORDS.split(plain(name).casefold()) if len(part) > 1)


def _stem(form: str) -> str:
    """A name without its possessive ending."""
    return _POSSESSIVE.sub("", form.casefold())


def _shouting(prose: Prose) -> Iterator[int]:
    """The sentences in which most words are all capitals."""
    counts: dict[int, tuple[int, int]] = {}
    for word in prose.words:
        if len(word.text) > 1:
            shouted, words = counts.get(word.sentence, (0, 0))
            counts[word.sentence] = (shouted + word.text.isupper(), words + 1)
    for sentence, (shouted, words) in counts.items():
        if shouted >= SHOUTED_MIN and 3 * shouted > 2 * words:
            yield sentence


def quoted(prose: Prose, forms: list[str], unknown: set[int], language: Language) -> set[int]:
    """Which of the unknown words stand in a run of words of the other language.

    `forms` are the words in small plain letters, `unknown` indices of those that the language of
    the text doesn't know. A run is words of one sentence that are all common in the other language,
    and together clearly commoner in it.
    """
    if not unknown:
        return set()
    own = common_words(language)
    other = common_words("sv" if language == "en" else "en")
    found: set[int] = set()
    for (_, is_other), run in groupby(
        range(len(forms)), lambda at: (prose.words[at].sentence, forms[at] in other)
    ):
        among = list(run)
        if is_other and len(among) >= QUOTED_MIN:
            commoner = sum(own.get(forms[at], UNKNOWN) - other[forms[at]] for at in among)
            if commoner >= COMMONER_MIN * len(among):
                found.update(among)
    return found & unknown
