"""What feedback is made with: the tables as whoever asks sees them, and who that is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from huleedu.gateway.words.choice import Language
from huleedu.kit.alphabet import alphabetical
from huleedu.kit.content import Contents
from huleedu.kit.database import Database
from huleedu.services.feedback import api as feedback
from huleedu.services.feedback.api import Feedback, InBatch
from huleedu.services.results import api as results
from huleedu.services.results.api import Changes, ListedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class AroundFeedback:
    """Who asks, in which language, and where everything is."""

    database: Callable[[str], Database]
    contents: Contents
    school: UUID
    school_name: str
    person: UUID | None
    """None: at the machine itself."""
    person_name: str
    """Who answers for what is written, and may be asked."""
    language: Language
    now: datetime

    def of(self, batch: UUID) -> InBatch:
        """A batch of theirs."""
        return InBatch(self.school, batch)


class FeedbackBatch(Protocol):
    """What is to be known of a batch: whether names are hidden in it decides what is given."""

    @property
    def id(self) -> UUID: ...
    @property
    def title(self) -> str: ...
    @property
    def hidden(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class PupilLine:
    """An essay of a batch, and what is written to its pupil."""

    file: ListedFile
    feedback: Feedback

    @property
    def called(self) -> str:
        """The pupil's name, if it is sure whose it is; else the file's, or the code for it."""
        return self.file.pupil if self.file.pupil_sure and self.file.pupil else self.file.name


async def pupil_lines(around: AroundFeedback, batch: UUID) -> list[PupilLine]:
    """The batch's essays by their pupils' names, each with its feedback as it is."""
    found = await results.changes(around.database("results"), batch, -1)
    written = await feedback.feedback_of(around.database("feedback"), batch, around.school)
    files = found.files if isinstance(found, Changes) else ()
    lines = [
        PupilLine(one, written.get(one.id, Feedback(essay=one.id)))
        for one in files
        if one.slot is not None
    ]
    return sorted(lines, key=lambda line: (alphabetical(line.called), line.file.slot))
