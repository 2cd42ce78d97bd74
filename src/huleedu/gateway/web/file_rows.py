"""What a file's row says, and what can be done there: one remedy for each state."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from huleedu.gateway.uploads import Upload, essay_of
from huleedu.gateway.web.batch import Batch
from huleedu.gateway.words.quiet import account, loud
from huleedu.gateway.words.words import Words
from huleedu.services.results.api import ListedFile, OtherText

State = Literal[
    "sending",
    "reading",
    "read",
    "refused",
    "same_text",
    "second_text",
    "left_over",
    "failed",
    "waiting",
]
Remedy = Literal[
    "replace",
    "remove",
    "place",
    "retry",
    "language",
    "pupil",
    "both",
    "look",
    "which",
    "counts",
]
REMEDIES: dict[State, tuple[Remedy, ...]] = {
    "sending": ("remove",),
    "reading": (),
    "waiting": ("look",),
    "read": ("look", "language", "pupil", "replace"),
    "refused": ("replace", "remove"),
    "same_text": ("remove", "both", "replace"),
    "left_over": ("place", "look", "remove"),
    "failed": ("retry", "language", "look", "replace"),
    "second_text": ("which", "counts", "look", "language", "pupil", "replace"),
}
"""The first is the one that a problem's line offers."""
SAME_TEXT = "same_text"
GONE = frozenset({"unpacked", "replaced", "withdrawn"})
STATES: dict[str, State] = {"refused": "refused", "left_over": "left_over", "assigned": "read"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A row of the table."""

    id: UUID
    name: str
    size_bytes: int | None
    state: State
    why: str = ""
    """The reason, as a sentence."""
    remedies: tuple[Remedy, ...] = ()
    same_as: UUID | None = None
    """The file that has the same text."""
    others: tuple[OtherText, ...] = ()
    """The other texts of the same pupil."""
    notes: tuple[str, ...] = ()
    """What to look at in how it was read."""
    account: str = ""
    """What of it was left out on purpose."""
    pupil: str = ""
    """Whose it is, or probably is; empty: nobody's yet."""
    pupil_sure: bool = False
    language: str = ""
    words: int | None = None
    came_at: datetime | None = None
    late: bool = False
    upload: UUID | None = None
    sent_bytes: int = 0
    fingerprint: str = ""
    has_original: bool = False
    has_text: bool = False

    @property
    def needs_you(self) -> bool:
        """Whether nothing comes of it unless somebody does something."""
        return self.state in ("refused", "same_text", "second_text", "left_over", "failed")


def row_of(file: ListedFile, batch: Batch, words: Words) -> FileRow | None:
    """The row of a file that was offered; None: others stand in its place."""
    if file.state in GONE:
        return None
    state = _state(file)
    return FileRow(
        id=file.id,
        name=file.name,
        size_bytes=file.size_bytes,
        state=state,
        why=_why(file, words),
        remedies=_remedies(state, file, batch),
        same_as=file.same_as,
        others=file.others,
        notes=tuple(map(words.explain, loud(file.notes))),
        account=account(file.notes, words),
        pupil=file.pupil,
        pupil_sure=file.pupil_sure,
        language=file.language,
        words=file.words,
        came_at=file.came_at,
        late=file.late,
        has_original=file.content is not None,
        has_text=file.text is not None,
    )


def _remedies(state: State, file: ListedFile, batch: Batch) -> tuple[Remedy, ...]:
    if not batch.works:
        return tuple(remedy for remedy in REMEDIES[state] if remedy == "look")
    hidden: set[Remedy] = {"pupil", "both"} if file.hidden else set()
    unknown: set[Remedy] = set() if file.same_as else {"both"}
    return tuple(each for each in REMEDIES[state] if each not in hidden | unknown)


def _state(file: ListedFile) -> State:
    if file.state == "refused" and file.code == SAME_TEXT:
        return "same_text"
    if file.failures:
        return "failed"
    if file.state == "waiting":
        return "waiting" if file.text else "reading"
    if file.state == "assigned" and file.others:
        return "second_text"
    return STATES[file.state]


def _why(file: ListedFile, words: Words) -> str:
    if file.failures:
        return " ".join(words.explain(reason) for reason in file.failures.values())
    if file.state in ("refused", "left_over") and file.reason:
        return words.explain(file.reason)
    return ""


def row_of_upload(upload: Upload, batch: Batch, words: Words) -> FileRow:
    """The row of a file that has not come whole: it stands where it will stand then."""
    hidden = batch.seen.hidden  # it has no code before it has come
    return FileRow(
        id=essay_of(upload.batch, upload.name, upload.fingerprint),
        name=words.say("files.on_its_way") if hidden else upload.name,
        size_bytes=upload.size_bytes,
        state="sending",
        remedies=("remove",),
        upload=upload.id,
        sent_bytes=upload.sent_bytes,
        fingerprint=upload.fingerprint,
    )
