"""A batch's owner shares it, ends that, and has names shown; nobody else does."""

from uuid import UUID, uuid4

import pytest
from tests.gateway.api.v1.conftest import Opened, TeachersProgram

from huleedu.kit.database import Viewer
from huleedu.services.judging.api.plans import Plan, plan_of
from huleedu.wiring.program import House


@pytest.fixture
async def ali(program: Opened) -> TeachersProgram:
    return await program()


async def made(ali: TeachersProgram, **told: object) -> str:
    """A batch that is known, however busy the machine is."""
    answer = (await ali.post("/batches", {"title": "9B", **told})).json()
    batch = answer.get("id") or answer["batch"]
    await ali.until(f"/batches/{batch}", lambda found: found.get("type") == "batch")
    return batch


async def put(ali: TeachersProgram, path: str, may: str) -> int:
    answer = await ali.http.put(f"/api/v1{path}", json={"may": may})
    return answer.status_code


async def test_a_colleague_is_let_in_and_shown_out(ali: TeachersProgram, program: Opened) -> None:
    bo = await program("bo@lund.example")
    batch = await made(ali)
    at = f"/batches/{batch}/shares"
    assert await put(ali, f"{at}/{bo.person}", "look") == 200
    assert await put(ali, f"{at}/{bo.person}", "look") == 200
    [one] = (await ali.until(at, lambda found: bool(found["items"])))["items"]
    assert one == {"person": str(bo.person), "name": "Ali Berg", "may": "look"}
    assert (await bo.get(f"/batches/{batch}")).json()["may"] == "look"
    assert await put(bo, f"{at}/{bo.person}", "work") == 403
    assert await put(ali, f"{at}/{bo.person}", "work") == 200
    await bo.until(f"/batches/{batch}", lambda found: found["may"] == "work")
    assert (await bo.http.delete(f"/api/v1{at}/{bo.person}")).status_code == 403
    assert (await ali.http.delete(f"/api/v1{at}/{bo.person}")).status_code == 200
    await ali.until(at, lambda found: not found["items"])
    assert (await bo.get(f"/batches/{batch}")).status_code == 404


async def test_nobody_of_elsewhere_and_no_administrator_is_let_in(
    ali: TeachersProgram, program: Opened
) -> None:
    eva = await program("eva@lund.example", ("read", "admin"), of=("administrator",))
    batch = await made(ali)
    for person in (eva.person, ali.person, uuid4()):
        answer = await ali.http.put(
            f"/api/v1/batches/{batch}/shares/{person}", json={"may": "look"}
        )
        assert answer.status_code == 422
        assert answer.json()["type"].endswith("no_colleague")


async def test_names_are_shown_and_hidden_and_noted(ali: TeachersProgram, house: House) -> None:
    batch = await made(ali, blind=True)
    hidden = (await ali.get(f"/batches/{batch}")).json()
    assert (hidden["blind"], hidden["names_shown"]) == (True, False)
    await ali.post(f"/batches/{batch}/reveal")
    await ali.until(f"/batches/{batch}", lambda found: found["names_shown"])
    assert (await ali.post(f"/batches/{batch}/reveal")).json()["names_shown"]
    await ali.post(f"/batches/{batch}/hide")
    await ali.until(f"/batches/{batch}", lambda found: not found["names_shown"])
    seen = await made(ali)
    assert (await ali.post(f"/batches/{seen}/hide")).json()["names_shown"]
    async with house.database("identity").session() as sql:
        rows = await sql.fetch("select what from audit where what like 'names%' order by id")
    assert [row["what"] for row in rows] == ["names_shown", "names_hidden"]


async def test_how_a_batch_is_judged_is_planned(ali: TeachersProgram, house: House) -> None:
    await house.start(["judging"])
    told = {"criterion": " Which is funnier? ", "scale": "IG, G, VG"}
    batch = UUID(await made(ali, **told))
    await house.catch_up()
    viewer = Viewer(None)
    assert await plan_of(house.viewers("judging").of(viewer), batch) == Plan()
    assert await plan_of(house.database("judging"), batch) == Plan(
        criterion="Which is funnier?", scale="IG,G,VG"
    )
    wrong = await ali.post("/batches", {"title": "9B", "scale": "A,A"})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "scale"
