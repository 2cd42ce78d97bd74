"""Part notes on a reading: those to look at, and those that only keep account of it."""

from collections.abc import Iterable

from huleedu.contracts.reason import Reason, Why
from huleedu.gateway.words.words import Words

QUIET = frozenset({"left_out"})
"""Such a note stands at most essays: shown among the others it would hide them."""

UNSEEN = ("unseen_text", "not_read")
"""Codes of notes on words that nobody sees, or that could not be read."""


def loud(notes: Iterable[Why]) -> tuple[Why, ...]:
    """Those that a teacher should look at."""
    return tuple(note for note in notes if not _is_quiet(note))


def account(notes: Iterable[Why], words: Words) -> str:
    """What was left out on purpose, in one line; empty when nothing was."""
    return " ".join(words.explain(note) for note in notes if _is_quiet(note))


def _is_quiet(note: Why) -> bool:
    return isinstance(note, Reason) and note.code in QUIET
