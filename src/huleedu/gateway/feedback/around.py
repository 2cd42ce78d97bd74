"""What feedback is made with: the tables as whoever asks sees them, and who that is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.gateway.words.choice import Language
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
    person: UUID
    person_name: str
    language: Language
    now: datetime

    def of(self, batch: UUID) -> InBatch:
        """A batch of theirs."""
        return InBatch(self.school, batch)


@dataclass(frozen=True, slots=True)
class PupilLine:
    """An essay of a batch, and what is written to its pupil."""

    file: ListedFile
    feedback: Feedback

    @property
    def called(self) -> str:
        """The pupil's name, or what stands for it: a code, or the file's name."""
        return self.file.pupil or self.file.name


async def pupil_lines(around: AroundFeedback, batch: UUID) -> list[PupilLine]:
    """The batch's essays by place, each with its feedback as it is."""
    found = await results.changes(around.database("results"), batch, -1)
    written = await feedback.feedback_of(around.database("feedback"), batch, around.school)
    files = found.files if isinstance(found, Changes) else ()
    essays = sorted(
        (file for file in files if file.slot is not None), key=lambda one: one.slot or 0
    )
    return [PupilLine(one, written.get(one.id, Feedback(essay=one.id))) for one in essays]
