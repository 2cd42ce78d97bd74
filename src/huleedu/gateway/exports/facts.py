"""What an export is made from: all that is known of a batch, as it crosses to the writing process.

It lies in a file without a name: first everything but the essays, then each essay by itself, so
that neither side ever holds a large batch as a whole.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import BinaryIO
from uuid import UUID

import msgspec

from huleedu.gateway.exports.profiles import ProfileCode
from huleedu.gateway.report.many import Many
from huleedu.gateway.words.choice import Language
from huleedu.services.results.api import BatchReport, EssayReport

HEAD_BYTES = 8
AT_ONCE = 100


class PupilTaken(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil, what other systems know them by, and their essays."""

    name: str
    email: str = ""
    ids: tuple[str, ...] = ()
    essays: tuple[UUID, ...] = ()
    canvas_id: str = ""
    moodle_id: str = ""
    """What that platform itself calls them, in the name of a file that was handed in there."""


class GradeTaken(msgspec.Struct, frozen=True, kw_only=True):
    """A decided grade: by whom, when, and why if it is not the likeliest."""

    grade: str
    by: str
    at: datetime
    reason: str = ""
    likeliest: str | None = None


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A platform's own file that is to be filled in, and in which column the grade goes."""

    name: str
    content: bytes
    column: str = ""


class ExportFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the forms are made from; each takes what it tells."""

    profile: ProfileCode
    language: Language
    report: BatchReport
    pupils: tuple[PupilTaken, ...] = ()
    class_name: str = ""
    due: datetime | None = None
    grades: dict[UUID, GradeTaken] = {}
    """By essay; the grades alone stand in the report, too."""
    feedback: dict[UUID, str] = {}
    """By essay: what was given to its pupil."""
    given: Given | None = None
    rules: dict[str, object] = {}
    """By which it is judged, where the form tells of it."""


def write_facts(facts: ExportFacts, out: BinaryIO) -> None:
    """Write all of it, essay by essay."""
    head = msgspec.structs.replace(facts.report, essays=())
    _frame(out, msgspec.msgpack.encode(msgspec.structs.replace(facts, report=head)))
    for essay in facts.report.essays:
        _frame(out, msgspec.msgpack.encode(essay))
    out.flush()
    out.seek(0)


def read_facts(source: BinaryIO, essays: BinaryIO) -> ExportFacts:
    """Read it again; `essays` is a file that the essays are kept in."""
    frames = _frames(source)
    facts = msgspec.msgpack.decode(next(frames), type=ExportFacts)
    decoder = msgspec.msgpack.Decoder(EssayReport)
    many = Many(essays)
    while some := [decoder.decode(frame) for frame in islice(frames, AT_ONCE)]:
        many.keep(some)
    report = msgspec.structs.replace(facts.report, essays=many)
    return msgspec.structs.replace(facts, report=report)


def _frame(out: BinaryIO, content: bytes) -> None:
    out.write(len(content).to_bytes(HEAD_BYTES))
    out.write(content)


def _frames(source: BinaryIO) -> Iterator[bytes]:
    while head := source.read(HEAD_BYTES):
        yield source.read(int.from_bytes(head))
