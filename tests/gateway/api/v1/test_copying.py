"""A batch is made again with its set-up and without its texts."""

from uuid import UUID, uuid4

from tests.gateway.api.v1.conftest import Opened
from tests.gateway.api.v1.test_sharing import made

from huleedu.services.judging.api.plans import Plan, plan_of
from huleedu.wiring.program import House


async def test_the_set_up_is_copied_for_another_class(program: Opened, house: House) -> None:
    await house.start(["judging"])
    ali, bo = await program(), await program("bo@lund.example")
    first = await made(
        ali, language="sv", places=7, blind=True, criterion="Which is funnier?", scale="1-5"
    )
    await house.catch_up()
    class_ = await ali.made("/classes", {"name": "9C"})
    told = (await ali.post(f"/batches/{first}/copy", {"class": class_})).json()
    copied = told.get("id") or told["batch"]
    found = await ali.until(f"/batches/{copied}", lambda one: one.get("type") == "batch")
    assert copied != first
    kept = ("title", "language", "places", "blind", "class", "due")
    assert [found[name] for name in kept] == ["9B", "sv", 7, True, class_, None]
    await house.catch_up()
    assert await plan_of(house.database("judging"), UUID(copied)) == Plan(
        criterion="Which is funnier?", scale="1-5"
    )
    gone = await ali.post(f"/batches/{first}/copy", {"class": str(uuid4())})
    assert gone.status_code == 422
    assert (await bo.post(f"/batches/{first}/copy", {})).status_code == 404
