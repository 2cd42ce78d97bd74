"""Which essays are those of a group of pupils: who teaches them is not to judge them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.classes.api import classes
from huleedu.services.classes.api.classes import Seen, Teacher
from huleedu.services.classes.api.proposals import proposals


async def groups_of_class(
    database: Database, who: Teacher, batch: UUID, class_: UUID | None
) -> Mapping[str, Sequence[UUID]]:
    """Each group of the batch's class, with the essays of its pupils; raises `EngineAway`.

    Args:
        database: classes' tables, as whoever asks sees them.
        class_: the batch's; None: it has none, and no groups.
    """
    if class_ is None:
        return {}
    found = await classes.one(database, who, class_)
    if not isinstance(found, Seen):
        return {}
    matching = await proposals(database, batch)
    essays: dict[UUID, list[UUID]] = {}
    for essay in matching.sure:
        if essay.told and essay.told.pupil_id:
            essays.setdefault(essay.told.pupil_id, []).append(essay.id)
    of: dict[str, list[UUID]] = {}
    for pupil in found.pupils:
        for group in pupil.groups:
            of.setdefault(group, []).extend(essays.get(pupil.id, ()))
    return of
