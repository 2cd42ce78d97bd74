"""Language models are stopped over the API, and told as they were asked."""

import pytest
from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.gateway.web.judged import BATCH, essays_in

from huleedu.wiring.program import House

AT = f"/batches/{BATCH}/judging/llm"


@pytest.fixture
async def ali(program: Opened, house: House) -> TeachersProgram:
    """A teacher whose batch can be judged."""
    ali = await program()
    await essays_in(house, [1, 2], owner=ali.person)
    return ali


async def test_models_are_stopped_and_go_on(ali: TeachersProgram) -> None:
    nothing = {
        "type": "llm",
        "calls": 0,
        "under_way": 0,
        "tokens": 0,
        "cost": 0.0,
        "stopped_at": None,
    }
    assert (await ali.get(AT)).json() == nothing
    assert (await ali.post(f"{AT}/stop")).status_code == 409
    await ali.post(f"/batches/{BATCH}/judging/open")
    stopped = (await ali.post(f"{AT}/stop")).json()
    assert stopped["stopped_at"]
    assert (await ali.post(f"{AT}/stop")).json() == stopped, "again, nothing more is done"
    assert (await ali.post(f"{AT}/start")).json() == nothing
    told = (await ali.get(f"{AT}/transcript")).json()
    assert told == {"type": "llm_transcript", "items": [], "next": None}
