"""A request that has a name is done once, whoever asks how often."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from huleedu.gateway import answered
from huleedu.gateway.answered import WORKS, AnsweredBefore, Begun, NamedBefore, StillWorking
from huleedu.kit.database import Viewer
from huleedu.wiring.program import House

NOW = datetime(2026, 11, 29, 20, tzinfo=UTC)
ME, OTHER = Viewer(UUID(int=1), UUID(int=11)), Viewer(UUID(int=1), UUID(int=12))


async def test_the_first_does_it_and_others_hear_what_was_said(house: House) -> None:
    name, seen = uuid4(), house.viewers("gateway").of(ME)
    assert await answered.begin(seen, ME, name, "a", NOW) == Begun()
    assert await answered.begin(seen, ME, name, "a", NOW) == StillWorking()
    assert await answered.begin(seen, ME, name, "b", NOW) == NamedBefore()
    others = house.viewers("gateway").of(OTHER)
    assert await answered.begin(others, OTHER, name, "b", NOW) == Begun()
    await answered.answer(seen, ME, name, 202, b"{}")
    assert await answered.begin(seen, ME, name, "a", NOW) == AnsweredBefore(202, b"{}")
    assert await answered.begin(seen, ME, name, "b", NOW) == NamedBefore()


async def test_who_ended_without_an_answer_is_followed(house: House) -> None:
    name, seen = uuid4(), house.viewers("gateway").of(ME)
    assert await answered.begin(seen, ME, name, "a", NOW) == Begun()
    later = NOW + WORKS + timedelta(seconds=1)
    assert await answered.begin(seen, ME, name, "b", later) == NamedBefore()
    assert await answered.begin(seen, ME, name, "a", later) == Begun()
    await answered.forget(seen, ME, name)
    assert await answered.begin(seen, ME, name, "b", later) == Begun()
