"""Know the words of a language: its dictionary, and how common each word is."""

import re
from functools import cache
from pathlib import Path

from hunspell import Hunspell

from huleedu.kit.installed import file_of
from huleedu.services.spelling.domain.dictionaries import DICTIONARIES
from huleedu.services.spelling.domain.findings import Language
from huleedu.services.spelling.domain.frequencies import all_words
from huleedu.services.spelling.domain.letters import without_accents

RARITY_OF_THE_UNSEEN = 850
"""The rarity of a word that wordfreq never met; its rarest have 800."""
_PREFIX = re.compile(r"(over|under|un|re|sub|pre|non|anti|multi|cyber|super|micro|post)-?")
"""English prefixes that make new words freely. Not de-, dis-, in-, mis-: desided, misstake."""
_PREFIX_APART = re.compile(
    r"anti|co|de|eco|ex|inter|mid|micro|mini|mis|multi|non|over|post|pre|pro|re|semi|sub|super|un"
    r"|under"
)
_AFTER_NOT = ("ve", "d")
_PREFIXED_LENGTH_MIN = 5
_PREFIXED_RARITY_MAX = 560
_REMEMBERED_MAX = 200_000


class Lexicon:
    """One language's words. Asking for a word is a look-up: 1 µs the second time it is asked."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.compounds = language == "sv"
        package, dictionary = DICTIONARIES[language]
        path = file_of(package, dictionary)
        self._speller = Hunspell(path.stem, hunspell_data_dir=str(path.parent))
        for word in _listed(f"{language}.txt") + _listed(f"{language}-new.txt"):
            self._speller.add(word)
        pairs = (line.partition(": ") for line in _listed(f"meant-{language}.txt"))
        self._meant = {written: meant for written, _, meant in pairs}
        self._wrong = frozenset((*_listed(f"wrong-{language}.txt"), *self._meant))
        self._capitals = frozenset(" ".join(_listed(f"capitals-{language}.txt")).split())
        self._unsuited = frozenset(" ".join(_listed(f"unsuited-{language}.txt")).split())
        self._remembered: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        """Whether the word, in plain letters, is in the dictionary, as it is or inflected.

        A capital at the start is fine for each word, small letters are not for a name.
        """
        known = self._remembered.get(word)
        if known is None:
            if len(self._remembered) >= _REMEMBERED_MAX:
                self._remembered.clear()
            known = self._remembered[word] = self._look_up(word)
        return known

    def surely_meant(self, word: str) -> str | None:
        """What everybody means who writes this: eachother; None where it takes a guess."""
        return self._meant.get(word)

    def is_suited(self, word: str) -> bool:
        """Whether a class may be offered this word."""
        return word.lower() not in self._unsuited

    def wants_capital(self, word: str) -> bool:
        """Whether this is Monday, Spanish or Denmark: no name of a person, and hard to spell."""
        return word in self._capitals

    def rarity(self, word: str) -> int:
        """-100 times the decimal logarithm of the word's share of all text."""
        return all_words(self.language).get(word.lower(), RARITY_OF_THE_UNSEEN)

    def _look_up(self, word: str) -> bool:
        if word in self._wrong or word.lower() in self._meant:
            return False
        if self._spells(word):
            return True
        if self.language == "sv":
            return word.endswith("s") and word[:1].isupper() and self._spells(word[:-1])
        bare = without_accents(word)
        if bare != word and self._spells(bare):
            return True
        stem, apostrophe, ending = word.rpartition("'")
        if apostrophe:
            ending = ending.lower()
            if ending in _AFTER_NOT:  # shouldn't've
                return stem.lower().endswith("n't") and self.knows(stem)
            return ending in ("s", "") and "'" not in stem and self.knows(stem)
        return self._is_prefixed(word.lower())

    def knows_part(self, part: str) -> bool:
        """Whether this may stand between hyphens: a word, or an English prefix."""
        return self.knows(part) or (
            self.language == "en" and _PREFIX_APART.fullmatch(part.lower()) is not None
        )

    def _is_prefixed(self, word: str) -> bool:
        """Whether an English prefix stands before a common word: overtrained, unfollow."""
        prefix = _PREFIX.match(word)
        stem = word[prefix.end() :] if prefix else ""
        return (
            len(stem) >= _PREFIXED_LENGTH_MIN
            and self.rarity(stem) <= _PREFIXED_RARITY_MAX
            and self._spells(stem)
        )

    def _spells(self, word: str) -> bool:
        try:
            return self._speller.spell(word)
        except UnicodeEncodeError:  # a letter that this dictionary's alphabet doesn't have
            return False


def _listed(name: str) -> list[str]:
    """The words of a list beside this file, if there is one."""
    path = Path(__file__).parent / "words" / name
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [line for line in lines if not line.startswith("#")]


@cache
def lexicon(language: Language) -> Lexicon:
    """The language's lexicon, loaded once: 40 ms for English, 210 ms for Swedish."""
    return Lexicon(language)
