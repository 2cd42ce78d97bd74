"""What judges found worrying and nobody has talked about yet: it needs whoever works on it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.judging.api.worries import Worry, worries_of
from huleedu.services.results.api import talk


async def open_worries(
    results_of: Database, judging: Database, batches: Sequence[UUID]
) -> Mapping[UUID, Sequence[UUID]]:
    """Batch → its essays that are to be seen, each once; raises `EngineAway`.

    A worry is settled when its essay was closed on the list of what is to be talked about.

    Args:
        results_of: the results' tables, as whoever asks sees them; so `judging`.
    """
    found: dict[UUID, list[Worry]] = {}
    for worry in await worries_of(judging, batches):
        found.setdefault(worry.batch, []).append(worry)
    return {
        batch: essays
        for batch, of_batch in found.items()
        if (essays := await _unsettled(results_of, batch, of_batch))
    }


async def _unsettled(results_of: Database, batch: UUID, worries: Sequence[Worry]) -> list[UUID]:
    settled = await talk.closed_at(results_of, batch)
    waiting = [
        each.essay for each in worries if each.essay not in settled or settled[each.essay] < each.at
    ]
    return list(dict.fromkeys(waiting))
