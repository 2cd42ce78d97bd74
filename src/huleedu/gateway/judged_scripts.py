"""Tell the judging what there is to judge: the essays of a batch's picture."""

from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.judging.api.opening import Script
from huleedu.services.results import store as results
from huleedu.services.results.api import BatchReport, NotMeasured


async def scripts_of(database: Database, picture: BatchReport) -> list[Script]:
    """The essays of a batch, in the order of their slots.

    Args:
        database: that of the results.
    """
    async with database.session() as sql:
        known = await results.load(sql, UUID(picture.batch))
    texts = {f"{file.id}": file.text or "" for file in known.files}
    return [
        Script(
            essay=UUID(essay.id),
            name=essay.file,
            text=texts[essay.id],
            measures={
                key: float(value)
                for key, value in essay.measures.items()
                if not isinstance(value, NotMeasured)
            },
            pupil=essay.pupil.name if essay.pupil else "",
        )
        for essay in sorted(picture.essays, key=lambda essay: essay.slot)
    ]
