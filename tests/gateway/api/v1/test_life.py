"""An essay is looked at again by who has not seen it, and its life tells of that."""

from uuid import UUID

from tests.gateway.api.v1.conftest import Opened
from tests.gateway.api.v1.full import everything

from huleedu.contracts.judging import Kind
from huleedu.services.judging.api.desk import Script
from huleedu.services.judging.api.judgings import Judgings
from huleedu.wiring.program import House


async def test_it_is_looked_at_again_and_not_any_more(program: Opened, house: House) -> None:
    ali = await program()
    there = await everything(ali)
    batch, essay = UUID(there["batch"]), there["essay"]
    path = f"/essays/{essay}/look-again"
    refused = await ali.post(path, {"more": 2})
    assert (refused.status_code, refused.json()["type"][-10:]) == (409, "not_opened")
    judgings = Judgings(house.database("judging"), house.clock)
    other = Script(essay=UUID(int=1), name="b", text="cd" * 32, measures={})
    await judgings.open(batch, [other])
    await judgings.enrol(batch, "Cia", Kind.PERSON)
    strange = await ali.post(path, {"more": 2})
    assert (strange.status_code, strange.json()["type"][-10:]) == (409, "not_judged")
    mine = Script(essay=UUID(essay), name="a", text="ab" * 32, measures={})
    await judgings.open(batch, [mine])
    await judgings.close(batch)
    once = "5b0e3c9e-6d0c-4a43-9d52-0c8f6d9a41e7"
    first = await ali.post(path, {"more": 2}, once)
    told = first.json()
    assert (told["more"], told["judges"], told["reopened"]) == (2, ["Cia"], True)
    assert (await ali.post(path, {"more": 2}, once)).json() == told
    assert (await ali.post(path, {"more": 21})).status_code == 422
    assert (await ali.post(f"{path}/end")).json()["ended"] == 1
    assert (await ali.post(f"{path}/end")).json()["ended"] == 0
    life = (await ali.get(f"/essays/{essay}/life")).json()
    assert [each["kind"] for each in life["events"]] == ["look_again", "look_again_withdrawn"]
    assert life["events"][0]["told"] == "2"
    assert life["moves"][-1]["after"] == "assigned"
