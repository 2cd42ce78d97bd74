"""Which remarks are looked for over the API: as it was seen, and nothing that is no rule."""

from tests.gateway.api.v1.conftest import Opened
from tests.gateway.api.v1.full import everything
from tests.gateway.api.v1.test_people import ALL

from huleedu.contracts.spelling import REMARK_RULES
from huleedu.wiring.program import House


async def test_kinds_are_left_out_as_it_was_seen(program: Opened) -> None:
    ali = await program()
    there = await everything(ali)
    at = f"/batches/{there['batch']}/remarks"
    first = await ali.get(at)
    assert first.json()["type"] == "remarks"
    assert {rule["code"] for rule in first.json()["rules"]} == set(REMARK_RULES["sv"])
    seen = first.headers["etag"]
    changed = await ali.put(at, {"off": ["small_start", "dem"]}, seen)
    assert changed.json()["off"] == ["dem", "small_start"]
    off = [rule["code"] for rule in changed.json()["rules"] if not rule["on"]]
    assert sorted(off) == ["dem", "small_start"]
    stale = await ali.put(at, {"off": []}, seen)
    assert (stale.status_code, stale.json()["now"]) == (412, changed.json())
    now = changed.headers["etag"]
    for wrong in ({"off": ["no_such_rule"]}, {"off": "dem"}, {}):
        refused = await ali.put(at, wrong, now)
        assert refused.status_code == 422
    assert (await ali.get(at)).headers["etag"] == now


async def test_a_schools_new_batches_begin_with_its_own(program: Opened, house: House) -> None:
    eva = await program("eva@lund.example", ALL, of=("administrator", "teacher"))
    first = await eva.get("/school/remarks")
    assert first.json()["batch"] is None
    seen = first.headers["etag"]
    changed = await eva.put("/school/remarks", {"off": ["than"]}, seen)
    assert changed.json()["off"] == ["than"]
    assert (await eva.put("/school/remarks", {"off": []}, seen)).status_code == 412
    assert (await eva.put("/school/remarks", {"off": ["x"]}, seen)).status_code == 422
    batch = await eva.made("/batches", {"title": "New"})
    await house.catch_up()
    assert (await eva.get(f"/batches/{batch}/remarks")).json()["off"] == ["than"]
