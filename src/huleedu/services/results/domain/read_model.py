"""What is known of a batch, as the read model keeps it, and the report that it makes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from huleedu.contracts.reason import Why
from huleedu.services.results.domain.batch_report import (
    BatchReport,
    EssayReport,
    FileLine,
    FoundIn,
    Language,
    Measured,
    MeasureInfo,
    Misspelling,
    NotMeasured,
    PupilFound,
    Remark,
    StepLine,
)


class BatchRow(msgspec.Struct, frozen=True, kw_only=True):
    """A batch as far as it is known."""

    id: str
    title: str
    slots: int
    language: Literal["auto", "en", "sv"]
    created_at: datetime
    state: str
    note: Why
    settled_cause: str | None
    finished_at: datetime | None


class FileRow(msgspec.Struct, frozen=True, kw_only=True):
    """A file as far as it is known; `text` is the address of its text."""

    id: str
    name: str
    state: str
    slot: int | None
    code: str
    reason: Why
    notes: tuple[Why, ...]
    text: str | None
    pupil: str = ""
    pupil_sure: bool = False
    pupil_found_in: FoundIn | Literal[""] = ""
    pupil_reason: Why = ""
    language: Language = ""
    misspellings: tuple[tuple[int, int, str, tuple[str, ...]], ...] = ()
    remarks: tuple[tuple[int, int, str, str], ...] = ()
    measures: dict[str, float] = {}
    not_measured: dict[str, Why] = {}
    failures: dict[str, Why] = {}


class ReadModel(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the read model has of a batch, files in the order offered."""

    batch: BatchRow
    files: tuple[FileRow, ...]
    steps: tuple[StepLine, ...]

    @property
    def taking_part(self) -> list[FileRow]:
        """The files that the report shows as essays, by slot."""
        shown = (f for f in self.files if f.state not in HIDDEN and f.slot is not None)
        return sorted(shown, key=lambda file: file.slot or 0)


HIDDEN = ("unpacked", "replaced", "withdrawn")
"""States of files that others stand for in the report, or that were taken back."""


def outline(known: ReadModel, measures: Sequence[MeasureInfo], program: str) -> BatchReport:
    """The report of a batch without its essays, from what is known without their details.

    Args:
        measures: what each measure is called and means, in the order in which they are shown.
        program: name and version, for the reader who asks where this comes from.
    """
    batch = known.batch
    return BatchReport(
        batch=batch.id,
        title=batch.title,
        created_at=batch.created_at,
        finished_at=batch.finished_at,
        language_asked=batch.language,
        slots=batch.slots,
        state=batch.state if batch.state in ("assessed", "failed") else "waiting",
        state_note=batch.note,
        program=program,
        files=tuple(_line(file) for file in known.files if file.state not in HIDDEN),
        measures=tuple(measures),
        steps=known.steps,
    )


def essays_of(files: Sequence[FileRow], texts: Mapping[str, str]) -> list[EssayReport]:
    """Essays that take part, with all that is known of them; the texts by their address."""
    return [_essay(file, texts) for file in files]


def _line(file: FileRow) -> FileLine:
    state = file.state if file.state in ("assigned", "refused", "left_over") else "waiting"
    return FileLine(
        name=file.name,
        state=state,
        slot=file.slot,
        essay=file.id if file.slot is not None else None,
        code=file.code,
        reason=file.reason,
        notes=file.notes,
    )


def _essay(file: FileRow, texts: Mapping[str, str]) -> EssayReport:
    assert file.slot is not None
    measured: dict[str, Measured] = {k: NotMeasured(why) for k, why in file.not_measured.items()}
    found_in = file.pupil_found_in if file.pupil_sure else ""
    return EssayReport(
        id=file.id,
        slot=file.slot,
        file=file.name,
        text=texts[file.text or ""],
        language=file.language,
        pupil=PupilFound(name=file.pupil, found_in=found_in) if found_in else None,
        misspellings=tuple(
            Misspelling(start=start, end=end, word=word, suggestions=suggestions)
            for start, end, word, suggestions in file.misspellings
        ),
        remarks=tuple(
            Remark(start=start, end=end, rule=rule, better=better)
            for start, end, rule, better in file.remarks
        ),
        measures={**measured, **file.measures},
        failures=file.failures,
        warnings=(file.pupil_reason,) if file.pupil_reason else (),
    )
