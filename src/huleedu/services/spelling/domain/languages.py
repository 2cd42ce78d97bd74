"""Find out whether a text is English, Swedish or neither, by how common its words are in each."""

from collections.abc import Sequence

import msgspec

from huleedu.services.spelling.domain.findings import Language
from huleedu.services.spelling.domain.frequencies import common_words

UNKNOWN = 650
"""The rarity of a word that is not among a language's 29,000 common ones.

A rarity is -100 times the decimal logarithm of a word's share of all text: `the` has 127.
"""
RARITY_MAX = 370
"""A text whose mean rarity, less half its distance from the other language, is above this is in
neither. Measured means: English and Swedish, also by learners, 170 to 225; Danish and Norwegian 385
to 405; German, French, Spanish and Finnish above 500; English with four words in ten misspelled
about 390."""
WORDS_MIN = 12
"""A text with fewer words says too little to be refused."""


class Evidence(msgspec.Struct, frozen=True):
    """What a text's words say about its language.

    `share`: of the words that are commoner in one of the two, how many are so in `language`.
    `known`: of all words, how many are common in it. Both from 0 to 1.
    """

    language: Language
    share: float
    known: float
    neither: bool


def find_language(words: Sequence[str]) -> Evidence:
    """Weigh the words, given in small letters; no words at all count as English."""
    if not words:
        return Evidence("en", 0.0, 0.0, neither=False)
    rarities = {language: _rarities(words, language) for language in ("en", "sv")}
    english, swedish = sum(rarities["en"]), sum(rarities["sv"])
    language: Language = "sv" if swedish < english else "en"
    other: Language = "en" if language == "sv" else "sv"
    pairs = list(zip(rarities[language], rarities[other], strict=True))
    speaking_for = sum(own < others for own, others in pairs)
    speaking = speaking_for + sum(own > others for own, others in pairs)
    known = sum(own < UNKNOWN for own, _ in pairs)
    apart = abs(english - swedish)
    rarity = (min(english, swedish) - apart / 2) / len(words)
    return Evidence(
        language,
        share=speaking_for / speaking if speaking else 0.0,
        known=known / len(words),
        neither=rarity > RARITY_MAX and len(words) >= WORDS_MIN,
    )


def _rarities(words: Sequence[str], language: Language) -> list[int]:
    common = common_words(language)
    return [common.get(word, UNKNOWN) for word in words]
