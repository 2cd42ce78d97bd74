"""Language models are stopped over the API, and told as they were asked."""

from decimal import Decimal

import pytest
from tests.gateway.api.v1.conftest import Opened, TeachersProgram
from tests.gateway.llm_judging.conftest import ALLOW
from tests.gateway.web.conftest import SCHOOL
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
    nothing: dict[str, object] = {
        "type": "llm",
        "calls": 0,
        "under_way": 0,
        "tokens": 0,
        "cost": 0.0,
        "stopped_at": None,
        "stopped_by": None,
        "runs": [],
        "offered": None,
    }
    assert (await ali.get(AT)).json() == nothing
    assert (await ali.post(f"{AT}/stop")).status_code == 409
    assert (await ali.post(f"{AT}/start", {})).status_code == 409
    await ali.post(f"/batches/{BATCH}/judging/open")
    stopped = (await ali.post(f"{AT}/stop")).json()
    assert stopped["stopped_at"]
    assert stopped["stopped_by"] == str(ali.person)
    assert (await ali.post(f"{AT}/stop")).json() == stopped, "again, nothing more is done"
    assert (await ali.post(f"{AT}/start", {})).json() == nothing
    told = (await ali.get(f"{AT}/transcript")).json()
    assert told == {"type": "llm_transcript", "items": [], "next": None}


async def test_a_model_is_started_as_the_school_allows_it(
    ali: TeachersProgram, house: House
) -> None:
    await ali.post(f"/batches/{BATCH}/judging/open")
    refused = await ali.post(f"{AT}/start", {"models": ["m"]})
    assert refused.status_code == 409
    assert "no_models" in refused.json()["type"]
    money = [Decimal(amount) for amount in ("5", "9", "1")]
    async with house.database("identity").session() as sql:
        await sql.execute(ALLOW, SCHOOL, "https://models.example/v1", *money)
    offered = (await ali.get(AT)).json()["offered"]
    assert (offered["models"], offered["host"]) == (["m", "n"], "models.example")
    assert (offered["left"], offered["currency"]) == ("5", "EUR")
    for wrong in (
        {"models": ["x"]},
        {"models": ["m"], "judgements": 0},
        {"models": ["m"], "money": "0"},
        {"models": ["m"], "money": "6"},
        {"models": ["m"], "money": "-1"},
    ):
        assert (await ali.post(f"{AT}/start", wrong)).status_code == 422, wrong
    asked: dict[str, object] = {"models": ["m"], "judgements": 3, "money": "1.5"}
    [run] = (await ali.post(f"{AT}/start", asked)).json()["runs"]
    assert (run["model"], run["judgements"], run["ended_at"]) == ("m", 3, None)
    assert run["started_by"] == str(ali.person)
    [again] = (await ali.post(f"{AT}/start", {**asked, "judgements": 9})).json()["runs"]
    assert again == run, "it judges already"
    [ended] = (await ali.post(f"{AT}/stop")).json()["runs"]
    assert (ended["why"], ended["ended_by"]) == ("stopped", str(ali.person))
    [goes_on] = (await ali.post(f"{AT}/start", {})).json()["runs"]
    assert goes_on == run
    await ali.post(f"/batches/{BATCH}/judging/close")
    assert (await ali.post(f"{AT}/start", {"models": ["n"]})).status_code == 409
