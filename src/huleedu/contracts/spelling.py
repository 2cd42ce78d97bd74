"""What the spelling service says: the misspellings of one text."""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal, Protocol, TypeVar

import msgspec

from huleedu.contracts.message import EssayMessage
from huleedu.contracts.reason import Why

REMARK_RULES: Mapping[Literal["en", "sv"], tuple[str, ...]] = {
    "en": (
        *("could_of", "there_is", "their_own", "they_are", "its_own", "it_is", "your_own"),
        *("you_are", "than", "too_much", "article", "he_does_not", "we_were", "we_were_not"),
        *("small_start", "lone_i", "day_or_month", "doubled"),
    ),
    "sv": (
        *("small_start", "needless_capital", "doubled", "dem", "de", "var", "innan", "en_or_ett"),
        *("apart", "sin"),
    ),
}
"""The codes of the rules by which a text of each language is remarked on."""
RULES_OFF: frozenset[str] = frozenset()
"""Rules that are looked for only where somebody wants them: they are right too seldom."""


class Mark(Protocol):
    """What lies on some words of a text, by a rule."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def rule(self) -> str: ...


AnyMark = TypeVar("AnyMark", bound=Mark)


def heard(remarks: Iterable[AnyMark], off: Collection[str]) -> list[AnyMark]:
    """The remarks, in the text's order, without those that are `off`; a word carries one.

    Of two on the same words the first is heard; if that one's rule is off, the other.
    """
    kept: list[AnyMark] = []
    for remark in remarks:
        if remark.rule not in off and (not kept or remark.start >= kept[-1].end):
            kept.append(remark)
    return kept


class FoundMisspelling(msgspec.Struct, frozen=True, array_like=True):
    """A misspelled word: its place in code points [start, end), and corrections, best first."""

    start: int
    end: int
    word: str
    suggestions: tuple[str, ...]


class FoundRemark(msgspec.Struct, frozen=True, array_like=True):
    """Words that are not what was meant: their place in code points, the rule's code, the right."""

    start: int
    end: int
    rule: str
    better: str


class SpellingChecked(EssayMessage, frozen=True, kw_only=True, tag="spelling.checked.v1"):
    """The text was checked in this language."""

    run: int
    language: Literal["en", "sv"]
    words: int
    misspellings: tuple[FoundMisspelling, ...]
    remarks: tuple[FoundRemark, ...] = ()
    """By every rule, in the text's order; two may lie on the same words: see `heard`."""


class SpellingFailed(EssayMessage, frozen=True, kw_only=True, tag="spelling.failed.v1"):
    """The text could not be checked."""

    run: int
    reason: Why
