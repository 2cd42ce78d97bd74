"""The service `batches`, defined."""

from pathlib import Path

from huleedu.contracts.gateway import RegisterBatch, RetryBatch, StopWaiting
from huleedu.contracts.lifecycle import BatchSettled
from huleedu.contracts.linguistics import LanguageMeasured, LanguageNotMeasured
from huleedu.contracts.spelling import SpellingChecked, SpellingFailed
from huleedu.kit.service import Periodic, Route, Routes, Service
from huleedu.services.batches import handlers

RESULT = Route(handlers.on_result, together=True)

ROUTES: Routes = {
    RegisterBatch: Route(handlers.register_batch),
    BatchSettled: Route(handlers.on_batch_settled),
    SpellingChecked: RESULT,
    SpellingFailed: RESULT,
    LanguageMeasured: RESULT,
    LanguageNotMeasured: RESULT,
    RetryBatch: Route(handlers.retry_batch),
    StopWaiting: Route(handlers.stop_waiting),
}

SERVICE = Service(
    name="batches",
    purpose="register a batch; decide which step it takes next",
    schema=Path(__file__).parent / "schema",
    routes=ROUTES,
    periodic=(Periodic("close overdue steps", 5.0, handlers.close_overdue),),
)
