"""What is known of a batch, as the read model keeps it, and the report that it makes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from huleedu.contracts.reason import Reason, Why
from huleedu.contracts.spelling import FoundRemark, heard
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
from huleedu.services.results.domain.hiding import Mentions, covered, names_of, without_names

SHORT_BELOW_WORDS = 10
"""An essay of fewer words has a warning."""


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
    remarks_off: tuple[str, ...] = ()


class FileRow(msgspec.Struct, frozen=True, kw_only=True):
    """A file as far as it is known; `text` is the address of its text."""

    id: str
    file: str
    """Its name, as it was handed in."""
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
    remarks: tuple[FoundRemark, ...] = ()
    """By all rules."""
    remarks_off: tuple[str, ...] = ()
    """Those that its batch leaves out."""
    measures: dict[str, float] = {}
    not_measured: dict[str, Why] = {}
    failures: dict[str, Why] = {}
    hidden_as: str | None = None
    """The code that stands for its name; None: names are shown."""
    same_alias: str | None = None
    """The code of the file that has the same text."""

    @property
    def name(self) -> str:
        """What it is called wherever it is shown."""
        return self.file if self.hidden_as is None else self.hidden_as

    def told(self, why: Why) -> Why:
        """Why something is so, as it is shown."""
        if self.hidden_as is None:
            return why
        return without_names(why, self.same_alias or self.hidden_as)


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
        remarks_off=batch.remarks_off,
    )


def essays_of(
    files: Sequence[FileRow],
    texts: Mapping[str, str],
    pupils: Collection[str],
    mentions: Mentions,
) -> list[EssayReport]:
    """Essays that take part, with all that is known of them; the texts by their address.

    Args:
        pupils: who may have written a text of which that is not sure; only asked of hidden ones.
        mentions: finds a name in a text, to cover it where names are hidden.
    """
    return [_essay(file, texts, pupils, mentions) for file in files]


def _line(file: FileRow) -> FileLine:
    state = file.state if file.state in ("assigned", "refused", "left_over") else "waiting"
    return FileLine(
        name=file.name,
        state=state,
        slot=file.slot,
        essay=file.id if file.slot is not None else None,
        code=file.code,
        reason=file.told(file.reason),
        notes=tuple(map(file.told, file.notes)),
    )


def _essay(
    file: FileRow, texts: Mapping[str, str], pupils: Collection[str], mentions: Mentions
) -> EssayReport:
    essay = _shown(file, texts)
    if file.hidden_as is None:
        return essay
    names = names_of(file.pupil, file.file)
    others = () if file.pupil_sure else pupils
    return msgspec.structs.replace(
        covered(essay, [*names, *others], mentions), pupil=None, warnings=_very_short(file)
    )


def _shown(file: FileRow, texts: Mapping[str, str]) -> EssayReport:
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
            Remark(start=found.start, end=found.end, rule=found.rule, better=found.better)
            for found in heard(file.remarks, file.remarks_off)
        ),
        measures={**measured, **file.measures},
        failures={step: file.told(why) for step, why in file.failures.items()},
        warnings=(*_very_short(file), *((file.pupil_reason,) if file.pupil_reason else ())),
    )


def _very_short(file: FileRow) -> tuple[Reason, ...]:
    """Measures say little of so few words, and the text may have been lost on its way."""
    words = file.measures.get("words")
    if words is None or words >= SHORT_BELOW_WORDS:
        return ()
    return (Reason("very_short", {"n": int(words)}),)
