"""See whether a judge can be called so: readable on one line, and like no other's name."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

NAME_MAX = 100
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode's categories of what is not seen, breaks a line, or steers what stands beside it."""


class WhyNot(StrEnum):
    """What is wrong with a name; its value is a code."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNSEEN = "unseen"
    EDGES = "edges"
    ALIKE = "alike"
    GIVEN = "given"
    """The link was made for somebody by name."""


@dataclass(frozen=True, slots=True)
class WrongName:
    """Nobody can judge under this name, and why; `like` is the name that it looks like."""

    why: WhyNot
    like: str = ""


@dataclass(frozen=True, slots=True)
class GoodName:
    """It can be read, and belongs to nobody else."""


def checked(name: str, others: Iterable[str] = ()) -> GoodName | WrongName:
    """Can a judge be called so, beside these others?"""
    if not name.strip():
        return WrongName(WhyNot.EMPTY)
    if len(name) > NAME_MAX:
        return WrongName(WhyNot.TOO_LONG)
    if any(unicodedata.category(letter) in UNSEEN for letter in name):
        return WrongName(WhyNot.UNSEEN)
    if name != name.strip():
        return WrongName(WhyNot.EDGES)
    for other in others:
        if other != name and _seen(other) == _seen(name):
            return WrongName(WhyNot.ALIKE, other)
    return GoodName()


def _seen(name: str) -> str:
    """What is seen of a name at a glance."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
