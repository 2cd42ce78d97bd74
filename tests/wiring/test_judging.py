"""The judging as it is put together: a key opens a session unless its school is paused."""

from tests.gateway.api.asking import enrol, open_batch
from tests.gateway.api.test_paused import of_school, paused_school
from tests.services.identity.persons import NOW

from huleedu.contracts.judging import SchoolPaused, UnknownKey
from huleedu.services.identity import api as identity
from huleedu.services.judging.api.sessions import JudgeSession
from huleedu.wiring.judging import sessions_of
from huleedu.wiring.program import House


async def test_a_key_opens_a_session_unless_its_school_is_paused(house: House) -> None:
    await open_batch(house)
    key, sessions = await enrol(house, "Åsa"), sessions_of(house)
    operator, north = await paused_school(house)
    await of_school(house, north)
    assert isinstance(await sessions.of(key), JudgeSession)
    await identity.pause_school(house.database("identity"), operator, north, NOW)
    assert await sessions.of(key) == SchoolPaused()
    assert await sessions.of("nonsense") == UnknownKey(), "who has no key learns nothing of schools"
    await sessions.aclose()
