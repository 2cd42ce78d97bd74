"""What can be found in a text: its misspellings, or that it is in another language."""

from typing import Literal

import msgspec

Language = Literal["en", "sv"]


class Misspelling(msgspec.Struct, frozen=True):
    """A word that no dictionary knows, at [start, end) in code points of the text.

    `word` is exactly what stands there; `suggestions` are at most five, best first, in its case.
    """

    start: int
    end: int
    word: str
    suggestions: list[str]


class Remark(msgspec.Struct, frozen=True):
    """Words that are words, but not what was meant, at [start, end) in code points of the text.

    `rule` is the code of the rule that found them, `better` what would be right, in their case.
    """

    start: int
    end: int
    rule: str
    better: str


class Spelling(msgspec.Struct, frozen=True, tag=True):
    """A checked text.

    `language_share` is the share (0 to 1) of its words that speak for the language, among those
    that are commoner in one of the two languages than in the other; 0 when there are none.
    """

    language: Language
    language_share: float
    words: int
    misspellings: list[Misspelling]
    remarks: list[Remark]
    """Never on a word that is a misspelling."""


class OtherLanguage(msgspec.Struct, frozen=True, tag=True):
    """The text is in neither language, so nothing was checked.

    `nearest` is the one that it is less far from, `known_share` the share (0 to 1) of its words
    that are common in that language.
    """

    nearest: Language
    known_share: float
    words: int
