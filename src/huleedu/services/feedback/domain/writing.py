"""Feedback as it is being written: how far it is, and what a change makes of it."""

from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

import msgspec

State = Literal["draft", "ready", "given"]
"""Given: the pupil has it, though it may have been changed since."""
Shown = Literal["grade", "place", "misspellings", "measures", "program"]
"""What a pupil is shown besides words and text; `program`: that a program took part."""
SHOWN: tuple[Shown, ...] = get_args(Shown)
USUALLY: frozenset[Shown] = frozenset(SHOWN) - {"place"}
WORDS_MAX = 20_000
"""Letters of one pupil's feedback."""

Program = Literal["", "drafted", "changed", "accepted"]
"""Whether a program drafted the words: and nobody has touched them, or has changed them, or has
said that they may stay."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants an essay's feedback to be."""

    words: str
    shows: frozenset[Shown]
    ready: bool = False


class Feedback(msgspec.Struct, frozen=True, kw_only=True):
    """An essay's feedback as it is; revision 0: nobody has begun it."""

    essay: UUID
    words: str = ""
    shows: frozenset[Shown] = USUALLY
    ready: bool = False
    program: Program = ""
    revision: int = 0
    changed_by: UUID | None = None
    changed_at: datetime | None = None
    given_at: datetime | None = None
    given_by: UUID | None = None
    given_revision: int | None = None
    """Of these words, when they were given; None: the pupil has nothing."""

    @property
    def state(self) -> State:
        """How far it is."""
        if self.given_revision is not None:
            return "given"
        return "ready" if self.ready else "draft"

    @property
    def again(self) -> bool:
        """Whether it was changed after it was given: the pupil has it as it was."""
        return self.given_revision is not None and self.given_revision != self.revision

    @property
    def to_give(self) -> bool:
        """Whether the next act of giving gives it."""
        return self.ready and self.given_revision != self.revision

    def is_as(self, wanted: Wanted) -> bool:
        """Whether it is as wanted already."""
        return (self.words, self.shows, self.ready) == (wanted.words, wanted.shows, wanted.ready)


def program_after(was: Feedback, wanted: Wanted) -> Program:
    """What is to be said of a program's part, once a person has changed it so."""
    if not was.program or not wanted.words.strip():
        return ""
    if wanted.words != was.words:
        return "changed"
    return "accepted" if wanted.ready and was.program == "drafted" else was.program


def refused(wanted: Wanted) -> Literal["too_long", "nothing_written"] | None:
    """Why it can't be so: nobody is given nothing."""
    if len(wanted.words) > WORDS_MAX:
        return "too_long"
    return "nothing_written" if wanted.ready and not wanted.words.strip() else None
