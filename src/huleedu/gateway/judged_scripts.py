"""Tell the judging what there is to judge: the essays of a batch's report."""

from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.judging.api.opening import Script
from huleedu.services.results.api import BatchReport, NotMeasured, texts_of


async def scripts_of(database: Database, report: BatchReport) -> list[Script]:
    """The essays of a batch, in the order of their slots.

    Args:
        database: that of the results.
    """
    texts = await texts_of(database, UUID(report.batch))
    return [
        Script(
            essay=UUID(essay.id),
            name=essay.file,
            text=texts[UUID(essay.id)],
            measures={
                key: float(value)
                for key, value in essay.measures.items()
                if not isinstance(value, NotMeasured)
            },
            pupil=essay.pupil.name if essay.pupil else "",
        )
        for essay in sorted(report.essays, key=lambda essay: essay.slot)
    ]
