"""A batch as it stands among others: whose it is, how far it is, and what one may do with it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from huleedu.contracts.gateway import LanguageAsked

May = Literal["own", "work", "look"]
"""What somebody may do with a batch; who owns it may also share it and throw it away."""

BatchStep = Literal["no_files", "reading", "collecting", "working", "failed", "assessed", "judged"]
"""`collecting`: what came is read, and more may come; `working`: it is known who takes part, and
the texts are checked and measured; `judged`: there is a ranking."""


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many files stand where; or essays that have a slot, from `assigned` on."""

    files: int
    unread: int
    waiting: int
    """Unread, or in line for a slot."""
    refused: int
    left_over: int
    late: int
    """Came after the day by which they were to be in."""
    assigned: int
    checked: int
    measured: int
    failed: int


class BatchSeen(msgspec.Struct, frozen=True, kw_only=True, rename={"class_": "class"}):
    """A batch, as somebody sees it who may."""

    id: UUID
    title: str
    may: May
    owner: UUID | None
    """None: it is its school's administrators'."""
    class_: UUID | None
    due: datetime | None
    blind: bool
    """Codes stand for names until somebody has the names shown."""
    names_shown: bool
    language: LanguageAsked
    open: bool
    """There is a slot for every text that comes."""
    slots: int | None
    state: str
    """waiting, working, assessed or failed."""
    settled: bool
    """It is known who takes part."""
    ranked: bool
    archived: bool
    created_at: datetime
    changed_at: datetime
    counts: Counts
    revision: int = 0
    """How often something of it has changed."""

    @property
    def hidden(self) -> bool:
        """Whether codes stand for names now."""
        return self.blind and not self.names_shown

    @property
    def step(self) -> BatchStep:
        """Which step it is at, in one word."""
        counts = self.counts
        if not counts.files:
            return "no_files"
        if counts.unread:
            return "reading"
        if self.state == "failed":
            return "failed"
        if self.state == "assessed":
            return "judged" if self.ranked else "assessed"
        return "working" if self.settled or self.state == "working" else "collecting"
