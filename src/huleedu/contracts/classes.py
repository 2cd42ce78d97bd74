"""What the classes service says: whose each essay is, and how sure that is."""

from typing import Literal
from uuid import UUID

import msgspec

from huleedu.contracts.message import Message
from huleedu.contracts.reason import Why

FoundIn = Literal["header", "file name", "text", "by hand", ""]
"""Where an essay names its pupil; "by hand": somebody decided; empty: nowhere."""


class MatchBatch(Message, frozen=True, kw_only=True, tag="classes.match_batch.v1"):
    """Find whose essays these are, all at once (the service's word to itself)."""


class MatchedPupil(msgspec.Struct, frozen=True, kw_only=True):
    """Whose this essay is, as far as can be told."""

    essay: UUID
    pupil: str = ""
    """The name, or the code; empty: nobody is likely."""
    pupil_id: UUID | None = None
    """None for names that came with the batch, and are of no class."""
    also: tuple[str, ...] = ()
    """Who wrote it as well."""
    sure: bool = False
    """Taken without asking, or decided by hand; else the likeliest alone."""
    by_hand: bool = False
    found_in: FoundIn = ""
    reason: Why = ""
    """Why it is nobody's for sure."""
    others: tuple[UUID, ...] = ()
    """Other essays that are by this pupil just as well; of many some."""


class PupilsMatched(Message, frozen=True, kw_only=True, tag="classes.pupils_matched.v1"):
    """Whose these essays are from now on; essays that nothing changed for are left out."""

    essays: tuple[MatchedPupil, ...]
    settlement: int
    """The last `BatchSettled.revision` all of whose essays were told, with those here; or 0."""
