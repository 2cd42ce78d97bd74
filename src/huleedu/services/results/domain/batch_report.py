"""The report of a batch: every file, every essay, every measure that a teacher reads."""

import math
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import msgspec

from huleedu.contracts.ranking import RankedEssay, RankingPicture
from huleedu.contracts.reason import Why

__all__ = [
    "BatchReport",
    "BatchState",
    "EssayReport",
    "FileLine",
    "FileState",
    "FoundIn",
    "Language",
    "MeasureInfo",
    "Measured",
    "Misspelling",
    "NotMeasured",
    "PupilFound",
    "RankedEssay",
    "RankingPicture",
    "Remark",
    "StepLine",
]

BatchState = Literal["assessed", "failed", "waiting"]
FileState = Literal["assigned", "refused", "left_over", "waiting"]
FoundIn = Literal["header", "file name", "text", "by hand"]
Language = Literal["en", "sv", ""]


class NotMeasured(msgspec.Struct, frozen=True):
    """A measure that has no value for this essay, and why."""

    reason: Why


Measured = int | float | NotMeasured


class MeasureInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A measure; `unit` is a code and may be empty, `decimals` is how many to show."""

    key: str
    unit: str = ""
    decimals: int = 0


class FileLine(msgspec.Struct, frozen=True, kw_only=True):
    """One file that was offered; `code` and `reason` are empty for one that has a slot."""

    name: str
    state: FileState
    slot: int | None = None
    essay: str | None = None
    code: str = ""
    reason: Why = ""
    notes: tuple[Why, ...] = ()


class PupilFound(msgspec.Struct, frozen=True, kw_only=True):
    """Whose essay this is, and where the name stood."""

    name: str
    found_in: FoundIn


class Misspelling(msgspec.Struct, frozen=True, kw_only=True):
    """A misspelt word at `text[start:end]` (code points), with suggestions, the best first."""

    start: int
    end: int
    word: str
    suggestions: tuple[str, ...] = ()


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """Words that are not what was meant at `text[start:end]`, by a rule's code, and what is right.

    It lies on no misspelling and on no other remark.
    """

    start: int
    end: int
    rule: str
    better: str


class EssayReport(msgspec.Struct, frozen=True, kw_only=True):
    """One essay that holds a slot, with everything that was found out about it.

    `measures` goes from a measure's key to its number or the reason for none; `failures` from a
    step's name to the reason. Raises ValueError for a place outside of the text or a number that
    isn't finite: such a report must not reach a teacher.
    """

    id: str
    slot: int
    file: str
    text: str
    language: Language = ""
    pupil: PupilFound | None = None
    misspellings: tuple[Misspelling, ...] = ()
    remarks: tuple[Remark, ...] = ()
    measures: dict[str, Measured] = {}
    failures: dict[str, Why] = {}
    warnings: tuple[Why, ...] = ()

    def __post_init__(self) -> None:
        for found in self.misspellings:
            if not 0 <= found.start < found.end <= len(self.text):
                raise ValueError(f"{found.word!r} lies outside of the text of essay {self.id}")
        for remark in self.remarks:
            if not 0 <= remark.start < remark.end <= len(self.text):
                raise ValueError(f"{remark.rule} lies outside of the text of essay {self.id}")
        for key, value in self.measures.items():
            if not isinstance(value, NotMeasured) and not math.isfinite(value):
                raise ValueError(f"{key} of essay {self.id} is not a finite number")


class StepLine(msgspec.Struct, frozen=True, kw_only=True):
    """How many essays a step succeeded for, and how many it failed for."""

    name: str
    succeeded: int
    failed: int


class BatchReport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is known of one batch; the exports are made from this and nothing else.

    `files` holds every file offered, in the order offered; `essays` those with a slot;
    `state_note` says what is waited for, or why it failed; times carry their zone.
    """

    batch: str
    title: str
    created_at: datetime
    finished_at: datetime | None = None
    language_asked: Literal["auto", "en", "sv"] = "auto"
    slots: int
    state: BatchState
    state_note: Why = ""
    program: str
    files: tuple[FileLine, ...] = ()
    essays: Sequence[EssayReport] = ()
    measures: tuple[MeasureInfo, ...] = ()
    steps: tuple[StepLine, ...] = ()
    ranking: RankingPicture | None = None
    decided_grades: dict[str, str] = {}
    """By essay: what a person has decided. A probability never stands here."""
    remarks_off: tuple[str, ...] = ()
    """Rules that the texts were not remarked on by: somebody, or the program, left them out."""
