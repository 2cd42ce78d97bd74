"""What the batches service says: which step a batch takes next, and how each step ended."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Literal
from uuid import UUID

import msgspec

from huleedu.contracts.gateway import LanguageAsked
from huleedu.contracts.message import EssayWork, Message
from huleedu.contracts.people import OWN_SCHOOL, MayShared
from huleedu.contracts.reason import Why

Step = Literal["spelling", "linguistics"]


class BatchRegistered(
    Message,
    frozen=True,
    kw_only=True,
    tag="batches.batch_registered.v1",
    rename={"class_": "class"},
):
    """The batch exists. Said once. What is not explained here is as in `RegisterBatch`."""

    title: str
    slots: int | None
    language: LanguageAsked
    pupils: tuple[str, ...]
    deadline_s: int
    school: UUID = OWN_SCHOOL
    owner: UUID | None = None
    class_: UUID | None = None
    due: datetime | None = None
    blind: bool = False


class BatchRenamed(Message, frozen=True, kw_only=True, tag="batches.batch_renamed.v1"):
    """The batch has another title."""

    title: str


class BatchShared(Message, frozen=True, kw_only=True, tag="batches.batch_shared.v1"):
    """A colleague may do this with the batch from now on; None: nothing."""

    person: UUID
    may: MayShared | None


class BatchTransferred(Message, frozen=True, kw_only=True, tag="batches.batch_transferred.v1"):
    """The batch is somebody else's from now on; None: its school's administrators'."""

    owner: UUID | None


class BatchArchived(Message, frozen=True, kw_only=True, tag="batches.batch_archived.v1"):
    """The batch was put away, or taken out again."""

    archived: bool


class NamesRevealed(Message, frozen=True, kw_only=True, tag="batches.names_revealed.v1"):
    """In this blind batch names are shown from now on; or, not `shown`, codes again."""

    shown: bool


class RegistrationRefused(
    Message, frozen=True, kw_only=True, tag="batches.registration_refused.v1"
):
    """The batch exists already with another content, or the registration is empty."""

    reason: Why


class CheckSpelling(EssayWork, frozen=True, kw_only=True, tag="batches.check_spelling.v2"):
    """Find the misspellings of this text."""

    run: int
    text: str
    language: LanguageAsked
    roster: str
    """Which names are no misspellings: `roster_of` those of `BatchRegistered`."""


class CheckSpellingV1(EssayWork, frozen=True, kw_only=True, tag="batches.check_spelling.v1"):
    """The same with all names in it: of batches that were registered before there was a v2."""

    run: int
    text: str
    language: LanguageAsked
    names: tuple[str, ...]


def roster_of(names: Sequence[str]) -> str:
    """Stands for these names: the SHA-256 (hex) of their JSON, or nothing for nobody."""
    return sha256(msgspec.json.encode(names)).hexdigest() if names else ""


class MeasureLanguage(EssayWork, frozen=True, kw_only=True, tag="batches.measure_language.v1"):
    """Measure the language of this text."""

    run: int
    text: str
    language: Literal["en", "sv"]
    misspellings: int


class StepStarted(Message, frozen=True, kw_only=True, tag="batches.step_started.v1"):
    """The batch takes a step with so many essays; `reused` had been done by an earlier run."""

    run: int
    step: Step
    essays: int
    reused: int


class StepFailure(msgspec.Struct, frozen=True, kw_only=True):
    """An essay for which the step failed, and why."""

    essay: UUID
    reason: Why


class StepFinished(Message, frozen=True, kw_only=True, tag="batches.step_finished.v1"):
    """The step's outcome. Said exactly once per run and step."""

    run: int
    step: Step
    succeeded: tuple[UUID, ...]
    failed: tuple[StepFailure, ...]


class BatchAssessed(Message, frozen=True, kw_only=True, tag="batches.batch_assessed.v1"):
    """Every step is done; `failed` essays fell out on the way, each named in its step."""

    run: int
    essays: int
    failed: int


class BatchFailed(Message, frozen=True, kw_only=True, tag="batches.batch_failed.v1"):
    """The batch cannot go on: no essay is left. It can be retried."""

    run: int
    reason: Why
