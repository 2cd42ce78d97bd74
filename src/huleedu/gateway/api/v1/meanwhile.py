"""What others may change, too: as it is told, and as it is told to who saw it otherwise."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from huleedu.contracts.gateway import LanguageAsked
from huleedu.contracts.people import Right
from huleedu.gateway.api.v1.answers import ApiAnswer
from huleedu.gateway.api.v1.forms import Count, Line, Money
from huleedu.gateway.api.v1.judging_told import EnrolmentResource, JudgingResource
from huleedu.gateway.api.v1.remarks_told import RemarksResource
from huleedu.services.classes.api.imports import Meaning
from huleedu.services.identity.api import Language, LlmProtocol, LlmWho

SLOTS_MAX = 5_000
Places = Annotated[
    int, Meta(ge=1, le=SLOTS_MAX, description=f"a whole number from 1 to {SLOTS_MAX}")
]
Step = Literal["no_files", "reading", "collecting", "working", "failed", "assessed", "judged"]


class BatchCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many files stand where."""

    files: Count
    waiting: Count
    refused: Count
    left_over: Count
    late: Count
    essays: Count
    measured: Count
    failed: Count


class BatchResource(ApiAnswer, frozen=True, kw_only=True, tag="batch", rename={"class_": "class"}):
    """A batch, as whoever asks sees it; its ETag names what may be changed of it."""

    id: UUID
    title: str
    may: Literal["own", "work", "look"]
    class_: UUID | None
    language: LanguageAsked
    places: Places | None
    """None: as many as come."""
    due: datetime | None
    blind: bool
    """Codes stand for names, unless `names_shown`."""
    names_shown: bool
    archived: bool
    step: Step
    counts: BatchCounts
    made_at: datetime
    changed_at: datetime

    def changeable(self) -> object:
        """What may be changed of it."""
        return self.id, self.title, self.archived


class FileResource(ApiAnswer, frozen=True, kw_only=True, tag="file"):
    """A file of a batch."""

    id: UUID
    batch: UUID
    name: str
    size_bytes: Count | None
    state: str
    code: str
    """Why it is refused or left over; empty if it is not."""
    sentence: str
    """The same in words."""
    remedies: tuple[str, ...]
    """What may be done about it: replace, remove, place, retry, look, counts (POST matches)."""
    place: Places | None
    language: str
    words: Count | None
    misspellings: Count | None
    pupil: str
    pupil_sure: bool
    same_pupil: Annotated[
        tuple[UUID, ...], Meta(description="other files by the same pupil: one is to count")
    ]
    came_at: datetime | None
    late: bool


class PersonResource(ApiAnswer, frozen=True, kw_only=True, tag="person"):
    """Somebody of the school."""

    id: UUID
    name: str
    email: str
    rights: tuple[Right, ...]
    has_factor: bool


class LanguageModels(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which language models a school allows; prices are of a million tokens."""

    provider: Line
    country: Line
    contract: Annotated[Line, Meta(description="where the agreement stands, https://…")]
    protocol: LlmProtocol
    endpoint: Annotated[Line, Meta(description="up to and with the version, https://…/v1")]
    models: Annotated[tuple[Line, ...], Meta(min_length=1, max_length=20)]
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")]
    price_in: Money
    price_out: Money
    limit_batch: Money
    limit_month: Money
    who: Annotated[LlmWho, Meta(description="who may have them used")]


class SchoolResource(ApiAnswer, frozen=True, kw_only=True, tag="school"):
    """A school's settings."""

    id: UUID
    name: str
    language: Language
    teachers_need_factor: bool
    scales: tuple[str, ...]
    pupil_links: bool
    language_models: LanguageModels | None


class ClassResource(ApiAnswer, frozen=True, kw_only=True, tag="class"):
    """A class; `revision` counts what was changed of it and of its pupils."""

    id: UUID
    name: str
    year: str
    archived: bool
    pupils: Count
    revision: Count


class PupilResource(ApiAnswer, frozen=True, kw_only=True, tag="pupil", rename={"class_": "class"}):
    """A pupil of a class; a code may stand for the name."""

    id: UUID
    class_: UUID
    name: str
    called: str
    groups: tuple[str, ...]
    email: str
    ids: tuple[str, ...]
    no_models: bool


class ImportColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column of the list; empty `means`: it is not used."""

    heading: str
    means: Meaning


class ImportEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil as the list has them."""

    name: str
    called: str
    groups: tuple[str, ...]
    email: str
    ids: tuple[str, ...]


class ImportChange(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil of whom the list says something else."""

    pupil: UUID
    before: ImportEntry
    after: ImportEntry


class ImportGone(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil who is not in the list; they stay unless `removed`."""

    pupil: UUID
    name: str
    removed: bool


class ImportWrong(msgspec.Struct, frozen=True, kw_only=True):
    """A cell that cannot be taken in: its row from 1, its column from 0."""

    row: Count
    column: Count
    code: str
    sentence: str


class ImportResource(
    ApiAnswer, frozen=True, kw_only=True, tag="import", rename={"class_": "class"}
):
    """A class list that waits, and what taking it in would do; nothing is done yet."""

    status: ClassVar[int] = 200
    id: UUID
    class_: UUID
    columns: tuple[ImportColumn, ...]
    rows: Count
    groups: tuple[str, ...]
    """The classes that stand in the list."""
    only: tuple[str, ...]
    """Those of them that are meant; none: all."""
    new: tuple[ImportEntry, ...]
    changed: tuple[ImportChange, ...]
    same: Count
    gone: tuple[ImportGone, ...]
    wrong: tuple[ImportWrong, ...]
    doubled: tuple[str, ...]
    """Names that stand in it more than once, and count once."""
    revisions: str
    """Those of the class and of the list: what was shown is confirmed by them."""


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A measure of a text; null: it has none, and `why`."""

    value: float | None
    why: str = ""


class MisspeltWord(msgspec.Struct, frozen=True, kw_only=True):
    """A misspelt word at `text[start:end]` (code points), with suggestions, the best first."""

    start: Count
    end: Count
    word: str
    suggestions: tuple[str, ...]


class EssayResource(ApiAnswer, frozen=True, kw_only=True, tag="essay"):
    """An essay: a file that has a place; its ETag names whose it is."""

    id: UUID
    batch: UUID
    file: str
    place: Places
    language: str
    pupil: str
    """Whose it is, or probably is; empty: nobody's yet."""
    pupil_sure: bool
    pupil_by_hand: bool
    misspellings: tuple[MisspeltWord, ...]
    measures: dict[str, Measure]
    failures: dict[str, str]
    """The steps that failed for it, and why."""
    warnings: tuple[str, ...]

    def changeable(self) -> object:
        """What may be changed of it."""
        return self.id, self.pupil, self.pupil_sure, self.pupil_by_hand


class GradeDecision(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody decided; an empty `grade`: undecided again; `by` null: at the machine itself.

    `likeliest`: what the ranking said then; the reason "later" is given another time.
    """

    number: Count
    grade: str
    reason: str
    by: UUID | None
    by_name: str
    at: datetime
    likeliest: str | None


class GradeResource(ApiAnswer, frozen=True, kw_only=True, tag="grade"):
    """The decided grade of an essay, which a person decides; its ETag names the last decision."""

    essay: UUID
    batch: UUID
    grade: str
    """Empty: undecided."""
    likeliest: str
    """What the ranking says now; empty: nothing. No grade, but a probability."""
    may_be: tuple[str, ...]
    """The grades that may be decided, the best first."""
    decisions: tuple[GradeDecision, ...]
    """All that was ever decided, the last first."""

    def changeable(self) -> object:
        """What may be changed of it."""
        return self.essay, len(self.decisions)


class PupilSees(msgspec.Struct, frozen=True, kw_only=True):
    """What the pupil sees, exactly; what is not shown is empty.

    `written`: their text; `misspellings`: [start, end, what may have been meant] in it; `place`:
    between which of how many; `judged`: people, models, comparisons with other texts; `program`:
    where programs took part, null: not told; `ask`: whom the pupil may ask.
    """

    name: str
    task: str
    criterion: str
    school: str
    written: str
    words: str
    grade: str
    place: tuple[Count, Count, Count] | None
    misspellings: tuple[tuple[Count, Count, str], ...]
    measures: dict[str, float]
    judged: tuple[Count, Count, Count] | None
    program: tuple[str, ...] | None
    ask: str


FeedbackState = Literal["draft", "ready", "given"]


class FeedbackResource(ApiAnswer, frozen=True, kw_only=True, tag="feedback"):
    """What is written to an essay's pupil; its ETag names what may be changed of it."""

    essay: UUID
    batch: UUID
    words: str
    shows: tuple[Literal["grade", "place", "misspellings", "measures", "program"], ...]
    ready: bool
    state: FeedbackState
    again: bool
    """It was changed after it was given: the pupil has it as it was."""
    program: Literal["", "drafted", "changed", "accepted"]
    """Whether a program drafted the words, and what people have done with them since."""
    revision: Count
    """0: nobody has begun it."""
    changed_by: UUID | None
    changed_at: datetime | None
    given_at: datetime | None
    pupil_sees: PupilSees

    def changeable(self) -> object:
        """What may be changed of it."""
        return self.essay, self.revision, self.ready


class ChangedMeanwhile(ApiAnswer, frozen=True, kw_only=True, tag="changed_meanwhile"):
    """Nothing was done: this is how it is now."""

    status: ClassVar[int] = 412
    now: (
        BatchResource
        | FileResource
        | EssayResource
        | FeedbackResource
        | PersonResource
        | SchoolResource
        | ClassResource
        | PupilResource
        | ImportResource
        | JudgingResource
        | EnrolmentResource
        | GradeResource
        | RemarksResource
    )
