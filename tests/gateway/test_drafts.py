"""What was typed is kept for whoever typed it, and for nobody else."""

from datetime import UTC, datetime
from uuid import UUID

from huleedu.gateway import drafts
from huleedu.kit.database import Viewer
from huleedu.wiring.program import House

NOW = datetime(2026, 11, 29, 20, tzinfo=UTC)
SCHOOL, OTHER_SCHOOL = UUID(int=1), UUID(int=2)
KARIN, EVA = UUID(int=11), UUID(int=12)
TYPED = {"title": ["En utmaning"], "blind": []}


async def test_the_last_that_was_typed_is_there_until_it_is_sent(house: House) -> None:
    me = Viewer(SCHOOL, KARIN)
    database = house.viewers("gateway").of(me)
    await drafts.keep(database, me, "new-batch", {"title": ["En"]}, NOW)
    await drafts.keep(database, me, "new-batch", TYPED, NOW)
    assert await drafts.read(database, me, "new-batch") == TYPED
    assert await drafts.read(database, me, "other") == {}
    for other in (Viewer(SCHOOL, EVA), Viewer(OTHER_SCHOOL, KARIN), Viewer(None, KARIN)):
        seen = house.viewers("gateway").of(other)
        assert await drafts.read(seen, other, "new-batch") == {}
    await drafts.forget(database, me, "new-batch")
    assert await drafts.read(database, me, "new-batch") == {}
