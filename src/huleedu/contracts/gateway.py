"""What people ask for, through the command line or the web."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from huleedu.contracts.message import EssayMessage, Message
from huleedu.contracts.people import OWN_SCHOOL, MayShared
from huleedu.contracts.reason import Fact, Why

LanguageAsked = Literal["auto", "en", "sv"]
Positive = Annotated[int, msgspec.Meta(gt=0)]


class OfferedFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file as it was offered: its bytes are in the content store before this is said."""

    essay: UUID
    name: str
    size_bytes: int
    content: str | None
    """SHA-256 (hex) of the bytes; None when the bytes were not taken in, see `refused`."""
    refused: str | None = None
    """Why the bytes were not taken in: a code of the files service's refusals."""
    facts: dict[str, Fact] = {}
    """What the explanation of that code needs to know."""
    note: Why = ""
    """Of a file that is taken, what a teacher should know of its name."""
    detail: str = ""
    """The fact, or the note, of an offer from before these had codes."""


class RegisterBatch(
    Message,
    frozen=True,
    kw_only=True,
    tag="gateway.register_batch.v1",
    rename={"class_": "class"},
):
    """Make a batch; the same command twice makes one batch."""

    title: str
    slots: Positive | None
    """None: as many as come, each text has a slot."""
    language: LanguageAsked = "auto"
    pupils: tuple[str, ...] = ()
    """The roster: names that are no misspellings, and whose essays these may be."""
    deadline_s: Positive = 24 * 3600
    """How long any single wait of this batch may last."""
    school: UUID = OWN_SCHOOL
    owner: UUID | None = None
    """Whose it is; None: its school's administrators'."""
    class_: UUID | None = None
    due: datetime | None = None
    """When the texts are to be in: intake ends then by itself."""
    blind: bool = False
    """Nobody sees whose a text is, unless they ask for it."""


class PlanJudging(Message, frozen=True, kw_only=True, tag="gateway.plan_judging.v2"):
    """Judge the batch by these rules once it is opened, unless others are told then."""

    school: UUID
    criterion: str | None = None
    """What judges are asked; None: as usual."""
    scale: str = ""
    """The grades: A-F, 1-5, CEFR, or own ones from the lowest, with commas; empty: none."""
    llm: bool = False
    """Language models may judge, too, if the school allows them."""
    secret: bool = False
    """No text of it is taken away, and no language model sees one."""
    anchors: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    """Grades that are known, by the names of the files."""


class PlanJudgingV1(Message, frozen=True, kw_only=True, tag="gateway.plan_judging.v1"):
    """The same as it was sent before; it may still be on its way."""

    school: UUID
    criterion: str | None = None
    scale: str = ""


class JudgeAsGiven(Message, frozen=True, kw_only=True, tag="gateway.judge_as_given.v1"):
    """Judge the batch, once it is assessed, by decisions that were made elsewhere."""

    school: UUID
    title: str
    decisions: str
    """SHA-256 (hex) of a table in CSV: judge, first, second, answer, steps, took_s."""
    scale: str
    anchors: dict[str, str]
    """Grades that are known, by the names of the files."""


class RenameBatch(Message, frozen=True, kw_only=True, tag="gateway.rename_batch.v1"):
    """Give the batch another title."""

    title: Annotated[str, msgspec.Meta(min_length=1)]


class ShareBatch(Message, frozen=True, kw_only=True, tag="gateway.share_batch.v1"):
    """Let a colleague see the batch; None: no longer."""

    person: UUID
    may: MayShared | None


class TransferBatch(Message, frozen=True, kw_only=True, tag="gateway.transfer_batch.v1"):
    """Let the batch be somebody else's; None: its school's administrators'."""

    owner: UUID | None


class ArchiveBatch(Message, frozen=True, kw_only=True, tag="gateway.archive_batch.v1"):
    """Put the batch away, or take it out again; nothing of it is lost."""

    archived: bool = True


class ShowNames(Message, frozen=True, kw_only=True, tag="gateway.show_names.v1"):
    """Show whose texts these are in a blind batch, or hide it again."""

    shown: bool = True


class FilesOffered(Message, frozen=True, kw_only=True, tag="gateway.files_offered.v1"):
    """These files were uploaded for the batch, in the teacher's order."""

    files: tuple[OfferedFile, ...]


class FilesExpected(Message, frozen=True, kw_only=True, tag="gateway.files_expected.v1"):
    """These files are on their way, in the teacher's order; each comes when it can."""

    files: tuple[UUID, ...]


class EndIntake(Message, frozen=True, kw_only=True, tag="gateway.end_intake.v1"):
    """No more files are to come: go on as soon as those offered have been answered."""


class StopWaiting(Message, frozen=True, kw_only=True, tag="gateway.stop_waiting.v1"):
    """Close the batch short: whatever it waits for is given up, and named."""


class AddSlots(Message, frozen=True, kw_only=True, tag="gateway.add_slots.v2"):
    """Make room for texts that were left over."""

    request: UUID
    """Tells a request that is repeated from a second one."""
    count: Positive


class AddSlotsV1(Message, frozen=True, kw_only=True, tag="gateway.add_slots.v1"):
    """The same as it was sent before; it may still be on its way."""

    wish: UUID
    count: Positive


class WithdrawFile(EssayMessage, frozen=True, kw_only=True, tag="gateway.withdraw_file.v1"):
    """Take a file back that takes no part: it was refused, or left over."""


class ReplaceFile(EssayMessage, frozen=True, kw_only=True, tag="gateway.replace_file.v1"):
    """Once its text is read, `by` has the place of this essay, which takes part no more."""

    by: UUID


class SetLanguage(EssayMessage, frozen=True, kw_only=True, tag="gateway.set_language.v1"):
    """This essay is in that language, whatever its batch's is: check and measure it so."""

    language: LanguageAsked


class RetryBatch(Message, frozen=True, kw_only=True, tag="gateway.retry_batch.v1"):
    """Try again whatever failed in this batch; what succeeded is reused."""


class EssayDecision(msgspec.Struct, frozen=True, kw_only=True):
    """Whose an essay is, as somebody decided; nobody's if there are no pupils."""

    essay: UUID
    pupils: tuple[str, ...]
    """Ids of pupils of the batch's class; of a batch without one, names of its list."""
    undone: bool = False
    """As if nobody had decided."""


class MatchPupils(Message, frozen=True, kw_only=True, tag="gateway.match_pupils.v1"):
    """These essays are these pupils', whatever matching says now or later."""

    person: UUID | None
    decisions: tuple[EssayDecision, ...]
