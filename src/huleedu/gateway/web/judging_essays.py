"""What judging speaks of: a batch's essays by the names that may be seen, and pupils' groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from huleedu.gateway.judge_groups import groups_of_class
from huleedu.gateway.web.batch import Batch
from huleedu.gateway.web.classes import teacher
from huleedu.gateway.web.pages import Asked
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen

NAMED_MAX = 5_000


@dataclass(frozen=True, slots=True)
class EssayNamed:
    """An essay, by what whoever asks may call it."""

    id: UUID
    name: str
    text: str
    """Its text's address in the content store."""


async def essays_named(asked: Asked, batch: BatchSeen) -> list[EssayNamed]:
    """The essays that have a place, in the order of their files; codes where names are hidden."""
    files = await results.files_listed(
        asked.database("results"), batch.id, "all", batch.due, 0, NAMED_MAX
    )
    return [
        EssayNamed(file.id, file.pupil if file.pupil and file.pupil_sure else file.name, file.text)
        for file in files
        if file.slot is not None and file.text
    ]


async def essays_of_groups(asked: Asked, batch: Batch) -> Mapping[str, Sequence[UUID]]:
    """Each group of the batch's class, with the essays of its pupils."""
    found = asked.database("classes"), teacher(asked), batch.id, batch.seen.class_
    return await groups_of_class(*found)
