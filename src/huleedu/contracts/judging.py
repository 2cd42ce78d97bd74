"""What judging says: which ranking there is, and what judges are told at any door.

What judges are told are answers to whoever asks, not messages: they are not kept, and have no
version. Each says by its `type` what happened.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.contracts.message import Message

COUNT_MAX = 1_000_000
"""More decisions than anybody makes, and few enough for every integer of a database."""
TEXTS_OF_A_DECISION = 3
"""Two to compare, and one more for pairs that are flagged or taken back."""
Count = Annotated[int, Meta(ge=0, le=COUNT_MAX)]
Answer = Annotated[int, Meta(ge=-2, le=2)]


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).removeprefix("_")


class Kind(StrEnum):
    """Who judges. A baseline only counts; an import was decided elsewhere."""

    PERSON = "person"
    MODEL = "model"
    BASELINE = "baseline"
    IMPORT = "import"


class Flag(StrEnum):
    """Why a pair was not judged."""

    CANNOT_JUDGE = "cannot_judge"
    PROBLEM_FILE = "problem_file"
    TOO_ALIKE = "too_alike"
    OFF_TASK = "off_task"
    UNREADABLE = "unreadable"
    KNOWS_PUPIL = "knows_pupil"
    WORRYING = "worrying"
    """Something in a text that whoever asked has to see: the batch's pages tell of it at once."""


class Which(StrEnum):
    """One of the two texts of a pair."""

    FIRST = "first"
    SECOND = "second"


class MakeRanking(Message, frozen=True, kw_only=True, tag="judging.make_ranking.v1"):
    """Rank this batch from what is decided, unless that was done."""


class JudgeByModel(Message, frozen=True, kw_only=True, tag="judging.judge_by_model.v1"):
    """Have this language model judge, as somebody has asked; how much stands in judging's table."""

    model: str
    turn: int
    """Counts how often it was started."""

    @property
    def order_key(self) -> str:
        """Models judge side by side."""
        return f"{self.batch} {self.model}"


class RankingMade(Message, frozen=True, kw_only=True, tag="judging.ranking_made.v1"):
    """This is the batch's ranking from now on."""

    number: int
    """Counts the rankings of the batch, from 1."""
    decisions: int
    """It was made from so many: more may have been left out of it, and more may have come."""
    ranking: str | None
    """SHA-256 (hex) of a `contracts.ranking.RankingPicture` in JSON; None: nothing is decided."""


class Told(msgspec.Struct, frozen=True, tag_field="type", tag=_snake):
    """What happened, told to whoever asked."""


class Session(Told, frozen=True, kw_only=True):
    """What a judge sits down to: a batch, its criterion, and how far they are."""

    judge: str
    title: str
    essays: Count
    criterion: str
    steps: Annotated[int, Meta(ge=2, le=5)]
    """How many answers a question has: 2, 3 or 5."""
    quota: Annotated[int, Meta(ge=1, le=COUNT_MAX)] | None
    """How many decisions are asked for; None: as many as there are."""
    decided: Count
    closed: str | None
    """Why judging has ended, if it has."""
    more: Count = 0
    """How many more than were asked for the judge may take on, once those are made."""
    asked_by: str = ""
    """Who asks for these judgements; empty: that was not told."""
    practice: Annotated[int, Meta(ge=0, le=3)] = 0
    """How many pairs there are to try first."""
    unnamed: bool = False
    """Whether the link was made without a name: `judge` stands in until theirs is told."""


class PracticeToTry(msgspec.Struct, frozen=True, kw_only=True):
    """Two texts to try, with the answer that is expected, and why; nothing is kept of it."""

    first: str
    second: str
    expected: Answer
    why: str


class PairToJudge(Told, frozen=True, kw_only=True):
    """Two texts; the pair is this judge's until the lease ends."""

    pair: UUID
    first: str
    second: str
    leased_until: datetime


class QuotaReached(Told, frozen=True):
    """The judge has judged as many as were asked for."""

    quota: Annotated[int, Meta(ge=1, le=COUNT_MAX)]


class TextsUsedUp(Told, frozen=True):
    """The judge was shown as many texts as their quota allows: twice it, and once for flags."""

    texts: Annotated[int, Meta(ge=0, le=TEXTS_OF_A_DECISION * COUNT_MAX)]


class NoPairLeft(Told, frozen=True):
    """There is no pair that this judge may see."""


class NoPairNow(Told, frozen=True):
    """All judgements that are still wanted are with other judges: ask again later."""


class Closed(Told, frozen=True):
    """Judging has ended."""

    why: str


class NotEnrolled(Told, frozen=True):
    """Nobody of this name judges this batch."""


class NotOpened(Told, frozen=True):
    """Judging has not been opened for this batch."""


class UnknownKey(Told, frozen=True):
    """No judge has this key."""


class KeyRevoked(Told, frozen=True):
    """The judge's key was withdrawn; what they have decided counts."""


class KeyEnded(Told, frozen=True):
    """The judge's key had a last day, which is over; what they have decided counts."""


class SchoolPaused(Told, frozen=True):
    """The school whose essays these are is paused: nobody judges them until it goes on."""


class TooLate(Told, frozen=True):
    """Judging has ended, and so has the time for what was still before this judge."""

    why: str


class Recorded(Told, frozen=True):
    """The decision counts from now on."""


class RecordedBefore(Told, frozen=True):
    """It was decided already, so: the first word counts (undo takes it back)."""

    answer: Answer
    same: bool
    """Whether this is what was said now, too."""


class Changed(Told, frozen=True):
    """Another decision counts from now on; what was decided before is kept."""


class NoDecision(Told, frozen=True):
    """There is no decision of this judge on this pair: none was made, or it was taken back."""


class Flagged(Told, frozen=True):
    """The pair is left unjudged and does not come to this judge again."""


class TakenAgain(Told, frozen=True):
    """A pair that was left is before the judge again."""


class NotYourPair(Told, frozen=True):
    """The pair is not before this judge: it never was, was flagged, or was taken back."""


class NoSuchAnswer(Told, frozen=True):
    """The question does not have this answer."""

    allowed: tuple[Answer, ...]


class CountDiffers(Told, frozen=True):
    """The judge has made another number of decisions than they think: nothing was taken back."""

    decided: Count


class MoreAsked(Told, frozen=True):
    """The judge has taken on more: so many are asked for now."""

    quota: Annotated[int, Meta(ge=1, le=COUNT_MAX)]


class NoMore(Told, frozen=True):
    """No more than that is wanted of this judge."""


class TakenBack(Told, frozen=True):
    """So many of the judge's last decisions count no more; their pairs come again."""

    decisions: Count


class Named(Told, frozen=True):
    """The judge is called so."""

    name: str


class NameRefused(Told, frozen=True):
    """Nobody can judge under this name, or theirs was told when the link was made, and why."""

    why: Literal["empty", "too_long", "unseen", "edges", "alike", "given"]


class DecisionMade(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of a judge's own, with the beginning of both texts, to know them by."""

    pair: UUID
    first: str
    second: str
    answer: Answer
    comment: str
    about: Which | None
    """The text that the comment is about; None: both."""
    decided_at: datetime
    changed_at: datetime | None
    """When it was changed last, if it was."""


class DecisionsMade(Told, frozen=True, kw_only=True):
    """Some of a judge's decisions, the pair that was handed out last first."""

    items: tuple[DecisionMade, ...]
    next: UUID | None
    """What to ask for next; None: that was all."""


class PracticePairs(Told, frozen=True, kw_only=True):
    """What a judge may try first; no answer to it is kept."""

    items: tuple[PracticeToTry, ...]


class CommentDraft(Told, frozen=True, kw_only=True):
    """A comment that was begun and not sent, and of which pair; None: there is none."""

    pair: UUID | None = None
    comment: str = ""
    about: Which | None = None
    saved_at: datetime | None = None


NoPair = (
    QuotaReached
    | TextsUsedUp
    | NoPairLeft
    | NoPairNow
    | Closed
    | NotEnrolled
    | NotOpened
    | KeyRevoked
)
NotLetIn = UnknownKey | KeyRevoked | KeyEnded | SchoolPaused
"""What opens no session, at least not now."""
Next = PairToJudge | NoPair
Left = Flagged | NotYourPair | TooLate | KeyRevoked
More = MoreAsked | NoMore | Closed | NotEnrolled | NotOpened | KeyRevoked
Unflagged = TakenAgain | NotYourPair | TooLate | KeyRevoked
Undone = TakenBack | CountDiffers | TooLate | KeyRevoked
Answered = Recorded | RecordedBefore | NotYourPair | NoSuchAnswer | TooLate | KeyRevoked
Amended = Changed | RecordedBefore | NoDecision | NoSuchAnswer | TooLate | KeyRevoked
Drafted = CommentDraft | NotYourPair | TooLate | KeyRevoked
