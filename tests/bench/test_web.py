"""The benchmark of the pages sends real essays through the whole program, and counts."""

from uuid import UUID

from huleedu.bench import web
from huleedu.bench.web import Live


async def test_teachers_send_their_essays_and_are_told() -> None:
    found = await web.measure(teachers=2, essays=2, open_pages=3, sign_ins=2, idle_s=0.1)
    assert found.errors == {}
    assert (found.teachers, found.essays, found.sign_ins, found.open_pages) == (2, 2, 2, 3)
    assert found.events >= 2, "each batch told of itself"
    assert 0 <= found.live_p50_s <= found.live_p95_s <= found.live_max_s
    assert 0 < found.came_s <= found.settled_s
    assert 0 < found.quiet_p50_ms <= found.quiet_p95_ms
    assert ("  answers that were none", "0") in web.told(found)


def test_an_event_waited_since_the_first_change_that_it_tells() -> None:
    one, other = UUID(int=1), UUID(int=2)
    live = Live()
    for batch, revision, at in ((one, 1, 1.0), (other, 1, 1.5), (one, 2, 2.0), (one, 3, 3.0)):
        live.there[batch].setdefault(revision, at)
    live.tell(one, 2, 2.5)
    live.tell(one, 3, 3.25)
    live.tell(other, 1, 1.75)
    live.tell(one, 3, 9.0)
    assert live.waited_s == [1.5, 0.25, 0.25]
