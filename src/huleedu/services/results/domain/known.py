"""What is known of a batch, as the read model keeps it, and the picture that it makes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from huleedu.services.results.domain.picture import (
    EssayPicture,
    FileLine,
    Language,
    Measured,
    MeasureInfo,
    Misspelling,
    NotMeasured,
    Picture,
    PupilFound,
    StepLine,
)
from huleedu.services.results.domain.pupils import EssayHints, Match, NoMatch, match


class KnownBatch(msgspec.Struct, frozen=True, kw_only=True):
    """A batch as far as it is known."""

    id: str
    title: str
    slots: int
    language: Literal["auto", "en", "sv"]
    pupils: tuple[str, ...]
    created_at: datetime
    state: str
    note: str
    settled_cause: str | None
    finished_at: datetime | None


class KnownFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as far as it is known; `text` is the address of its text."""

    id: str
    name: str
    state: str
    slot: int | None
    code: str
    reason: str
    notes: tuple[str, ...]
    text: str | None
    header: str
    opening: str
    language: Language
    misspellings: tuple[tuple[int, int, str, tuple[str, ...]], ...]
    measures: dict[str, float]
    not_measured: dict[str, str]
    failures: dict[str, str]


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the read model has of a batch, files in the order offered."""

    batch: KnownBatch
    files: tuple[KnownFile, ...]
    steps: tuple[StepLine, ...]

    @property
    def addresses(self) -> list[str]:
        """Where the texts are that the picture shows."""
        return [file.text for file in self.files if file.slot is not None and file.text]


HIDDEN = ("unpacked", "replaced")
"""States of files for which others stand in the picture."""


def assemble(
    known: Known, texts: Mapping[str, str], measures: Sequence[MeasureInfo], program: str
) -> Picture:
    """The picture of a batch.

    Args:
        texts: by their address.
        measures: what each measure is called and means, in the order in which they are shown.
        program: name and version, for the reader who asks where this comes from.
    """
    batch = known.batch
    shown = [file for file in known.files if file.state not in HIDDEN]
    taking_part = sorted((f for f in shown if f.slot is not None), key=lambda f: f.slot or 0)
    authors = _authors(batch.pupils, taking_part)
    return Picture(
        batch=batch.id,
        title=batch.title,
        created_at=batch.created_at,
        finished_at=batch.finished_at,
        language_asked=batch.language,
        slots=batch.slots,
        state=batch.state if batch.state in ("assessed", "failed") else "waiting",
        state_note=batch.note,
        program=program,
        files=tuple(_line(file) for file in shown),
        essays=tuple(_essay(file, texts, authors.get(file.id)) for file in taking_part),
        measures=tuple(measures),
        steps=known.steps,
    )


def _authors(pupils: Sequence[str], files: Sequence[KnownFile]) -> dict[str, Match | NoMatch]:
    if not pupils:
        return {}
    hints = [EssayHints(f.id, f.header, f.name, f.opening) for f in files]
    return match(pupils, hints)


def _line(file: KnownFile) -> FileLine:
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


def _essay(
    file: KnownFile, texts: Mapping[str, str], author: Match | NoMatch | None
) -> EssayPicture:
    assert file.slot is not None
    measured: dict[str, Measured] = {k: NotMeasured(why) for k, why in file.not_measured.items()}
    found = author if isinstance(author, Match) else None
    return EssayPicture(
        id=file.id,
        slot=file.slot,
        file=file.name,
        text=texts[file.text or ""],
        language=file.language,
        pupil=PupilFound(name=found.pupil, found_in=found.how) if found else None,
        misspellings=tuple(
            Misspelling(start=start, end=end, word=word, suggestions=suggestions)
            for start, end, word, suggestions in file.misspellings
        ),
        measures={**measured, **file.measures},
        failures=file.failures,
        warnings=(author.reason,) if isinstance(author, NoMatch) else (),
    )
