"""Tell the judging what there is to judge: the essays of a batch's report."""

from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.judging.api.opening import Script
from huleedu.services.results.api import BatchReport, NotMeasured, real_names, texts_of


async def scripts_of(database: Database, report: BatchReport) -> list[Script]:
    """The essays of a batch, in the order of their slots.

    Args:
        database: that of the results.
    """
    batch, essays = UUID(report.batch), [UUID(essay.id) for essay in report.essays]
    texts = await texts_of(database, batch)
    names = await real_names(database, batch, essays)  # judges see none: judging takes them out
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
            pupil=names[UUID(essay.id)].pupil,
        )
        for essay in sorted(report.essays, key=lambda essay: essay.slot)
    ]
