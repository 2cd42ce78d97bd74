"""Tell a text whose fonts name other letters than they draw from one in an unknown language."""

from huleedu.services.files.domain.pdf.dictionary import FREQUENT, language_of

SHIFT_MAX = 31
"""Letters are numbered anew in some fonts: all are a few places off, by 29 most often."""
LETTERS_MIN = 60
LOOKED_AT_MAX = 2000
SHARE_MIN = 0.15
"""Of the words of a text that is put right, so many are among its language's most frequent,"""
DIFFERENT_MIN = 4
"""and so many different ones: two letters are some word by chance."""


def is_scrambled(text: str) -> bool:
    """Whether the text only makes sense with each letter so and so many places further."""
    words = text[:LOOKED_AT_MAX].split()
    if sum(map(len, words)) < LETTERS_MIN or language_of([word.casefold() for word in words]):
        return False
    shifts = (by for by in range(-SHIFT_MAX, SHIFT_MAX + 1) if by)
    return any(_makes_sense([_shifted(word, by) for word in words]) for by in shifts)


def _makes_sense(words: list[str]) -> bool:
    return any(
        sum(word in often for word in words) >= SHARE_MIN * len(words)
        and len(often.intersection(words)) >= DIFFERENT_MIN
        for often in FREQUENT.values()
    )


def _shifted(word: str, by: int) -> str:
    return "".join(chr(max(ord(letter) + by, 0)) for letter in word).casefold()
