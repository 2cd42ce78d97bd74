"""Find the common words that sound like a misspelled one, where none is near it by its letters.

Who has heard a word and seldom read it writes what they hear: aratictature, sofecitently. A word's
sound is kept as a key: its consonants, those that sound alike as one, and whether it begins with a
vowel (after Philips 1990, Hanging on the Metaphone, with fewer rules, for spellers take more
liberties than printers). What is near by its key is ranked by its letters too.
"""

import re
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

from huleedu.services.spelling.domain.findings import Language
from huleedu.services.spelling.domain.frequencies import all_words

RARITY_MAX = 600
LETTERS_MIN = 6
KEYS_APART_MAX = 3
NEAR_MAX = 300
"""Candidates by their keys that are compared by their letters."""
LIKENESS_MIN = 0.55
"""Of the letters, how many both have in the same order; below it nobody sees the likeness."""
KEY_COST, LETTERS_COST = 1.2, 9.5

_RULES: dict[Language, tuple[tuple[re.Pattern[str], str], ...]] = {
    "en": tuple(
        (re.compile(written), sound)
        for written, sound in (
            (r"cc(?=[eiy])", "ks"),
            (r"(.)\1+", r"\1"),
            (r"^(?:kn|gn|pn)", "n"),
            (r"^wr", "r"),
            (r"^ps", "s"),
            (r"mb$", "m"),
            (r"[ts]ch|ch|sh|ti(?=[ao])|[sc]i(?=[aeo])", "X"),
            (r"ght|th", "t"),
            (r"ph|gh(?=$|t)", "f"),
            (r"cs|x", "ks"),
            (r"dg|g(?=[eiy])", "j"),
            (r"c(?=[eiy])|z", "s"),
            (r"c?k|c|q", "k"),
            (r"v", "f"),
            (r"(?<!^)[aeiouyhw]+", ""),
            (r"^[aeiouy]+", "a"),
            (r"(.)\1+", r"\1"),
        )
    ),
    "sv": tuple(
        (re.compile(written), sound)
        for written, sound in (
            (r"(.)\1+", r"\1"),
            (r"^(?:hj|lj|dj|gj)", "j"),
            (r"stj|skj|sj|sch|sh|ch|tj|kj|[st]ion|k(?=[eiyäö])|sk(?=[eiyäö])", "X"),
            (r"g(?=[eiyäö])", "j"),
            (r"rg$", "rj"),
            (r"c(?=[eiy])|z", "s"),
            (r"ck|c|q", "k"),
            (r"x", "ks"),
            (r"w", "v"),
            (r"ph", "f"),
            (r"(?<!^)[aeiouyåäöh]+", ""),
            (r"^[aeiouyåäö]+", "a"),
            (r"(.)\1+", r"\1"),
        )
    ),
}


def key_of(word: str, language: Language) -> str:
    """How a word in small letters sounds, roughly."""
    for written, sound in _RULES[language]:
        word = written.sub(sound, word)
    return word


@cache
def _keys(language: Language) -> dict[str, str]:
    """Each common word with its key: 0.2 s to make."""
    return {
        word: key_of(word, language)
        for word, rarity in all_words(language).items()
        if rarity <= RARITY_MAX and len(word) >= LETTERS_MIN - 1 and word.isalpha()
    }


def sounding_like(word: str, language: Language, commonness: float) -> list[tuple[float, str]]:
    """Words that sound like this one, in small letters, each behind its weight; see `Suggested`.

    Args:
        commonness: what a power of ten in how common a word is counts.
    """
    if len(word) < LETTERS_MIN:
        return []
    near = process.extract(
        key_of(word, language),
        _keys(language),
        scorer=OSA.distance,
        score_cutoff=KEYS_APART_MAX,
        limit=NEAR_MAX,
    )
    rarities = all_words(language)
    return [
        (
            rarities[other] / 100 * commonness + apart * KEY_COST + (1 - likeness) * LETTERS_COST,
            other,
        )
        for _, apart, other in near
        if (likeness := Indel.normalized_similarity(word, other)) >= LIKENESS_MIN
    ]
