"""What the spelling service says: the misspellings of one text."""

from typing import Literal

import msgspec

from huleedu.contracts.message import EssayMessage
from huleedu.contracts.reason import Why


class FoundMisspelling(msgspec.Struct, frozen=True, array_like=True):
    """A misspelled word: its place in code points [start, end), and corrections, best first."""

    start: int
    end: int
    word: str
    suggestions: tuple[str, ...]


class SpellingChecked(EssayMessage, frozen=True, kw_only=True, tag="spelling.checked.v1"):
    """The text was checked in this language."""

    run: int
    language: Literal["en", "sv"]
    words: int
    misspellings: tuple[FoundMisspelling, ...]


class SpellingFailed(EssayMessage, frozen=True, kw_only=True, tag="spelling.failed.v1"):
    """The text could not be checked."""

    run: int
    reason: Why
