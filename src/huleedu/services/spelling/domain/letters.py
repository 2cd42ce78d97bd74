"""Bring a word into the form that dictionaries know, and a correction into the word's case."""

import unicodedata

from huleedu.kit.apostrophes import ONE_APOSTROPHE

_SAME = str.maketrans(
    {
        **ONE_APOSTROPHE,
        "\u2010": "-",
        "\u2011": "-",
        "\u00ad": None,  # soft hyphen, joiners: they show nothing
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
    }
)


def plain(word: str) -> str:
    """The word with composed letters, one kind of apostrophe and hyphen, and nothing invisible."""
    if word.isascii():
        return word.replace("`", "'")
    return unicodedata.normalize("NFKC", word.translate(_SAME))


def without_accents(word: str) -> str:
    """The word with bare letters: naïve, café and Zoë become naive, cafe and Zoe."""
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def is_latin(word: str) -> bool:
    """Whether each letter is of the Latin alphabet; others are for other dictionaries."""
    return word.isascii() or all(
        c <= "\u024f" or "\u1e00" <= c <= "\u1eff" or not c.isalpha() for c in word
    )


def is_shouted(word: str) -> bool:
    """Whether the word has two letters or more, and all are capitals: NATO, but not I."""
    return len(word) > 1 and word.isupper()


def in_case_of(word: str, correction: str) -> str:
    """The correction as the word was written: Teh → The, TEH → THE, teh → the."""
    if is_shouted(word):
        return correction.upper()
    if word[:1].isupper():
        return correction[:1].upper() + correction[1:]
    return correction
