"""A batch is shared with teachers of the same school by its owner, who also ends it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import httpx
import pytest
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.test_home import registered
from tests.services.identity import persons

from huleedu.contracts.people import MayShared
from huleedu.gateway.web.pages import SignedIn
from huleedu.kit.database import Viewer
from huleedu.services.results import api as results
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
FAR = UUID(int=98)


@dataclass
class Staff:
    """Who there is, and the batch that is Karin's."""

    house: House
    batch: UUID
    ali: UUID
    head: UUID

    @property
    def at(self) -> str:
        return f"/batches/{self.batch}/shares"

    async def shares(self) -> dict[UUID, MayShared]:
        return dict(await results.shares_of(self.house.database("results"), self.batch))


@pytest.fixture
async def staff(house: House, browser: Browser, signed_in: dict[str, SignedIn]) -> Staff:
    people = house.viewers("identity").of(Viewer(None))
    ali = await persons.somebody(people, "ali@lund.example", now=house.clock())
    head = await persons.somebody(
        people, "eva@lund.example", rights=("administrator",), now=house.clock()
    )
    signed_in["ali"] = replace(KARIN, person=ali)
    batch = await registered(house, "Min sommar")
    return Staff(house, batch, ali, head)


async def test_a_colleague_is_let_in_looks_works_and_is_shown_out(
    staff: Staff, browser: Browser
) -> None:
    karin, ali = browser("karin"), browser("ali")
    empty = (await karin.get(staff.at)).text
    assert "Nobody else sees this batch" in empty, empty.partition("<h1>")[2][:300]
    assert "Ali Berg" in empty
    assert (await ali.get(f"/batches/{staff.batch}")).status_code == 404
    await karin.post(staff.at, data={"person": str(staff.ali), "may": "look"})
    await staff.house.catch_up()
    assert await staff.shares() == {staff.ali: "look"}
    page = await ali.get(f"/batches/{staff.batch}")
    assert page.status_code == 200
    assert "You may look" in page.text
    assert (await ali.post(f"/batches/{staff.batch}/end-intake")).status_code == 403
    for answer in (await ali.get(staff.at), await ali.post(staff.at)):
        assert answer.status_code == 403
    await karin.post(staff.at, data={"person": str(staff.ali), "may": "work"})
    await staff.house.catch_up()
    assert (await ali.post(f"/batches/{staff.batch}/end-intake")).status_code == 303
    shown = (await karin.get(staff.at)).text
    assert "One colleague sees this batch" in shown
    assert "Ali Berg will no longer see “Min sommar”" in shown
    assert "shared with one colleague" in (await karin.get(f"/batches/{staff.batch}")).text
    await karin.post(staff.at, data={"person": str(staff.ali), "may": "none"})
    await staff.house.catch_up()
    assert await staff.shares() == {}
    assert (await ali.get(f"/batches/{staff.batch}")).status_code == 404
    async with staff.house.database("identity").session() as sql:
        rows = await sql.fetch(
            "select what, about from audit where what like 'batch_%' order by id"
        )
    assert [row["what"] for row in rows] == ["batch_shared", "batch_shared", "batch_unshared"]
    assert {UUID(int=row["about"].int) for row in rows} == {staff.ali}


@pytest.mark.parametrize("who", ["nobody of that id", "another school's", "no teacher", "oneself"])
async def test_nobody_else_is_let_in(staff: Staff, browser: Browser, who: str) -> None:
    house = staff.house
    people = house.viewers("identity").of(Viewer(None))
    person = {"no teacher": staff.head, "oneself": KARIN.person}.get(who, uuid4())
    if who == "another school's":
        async with house.database("identity").session() as sql:
            await sql.execute(
                "insert into school (school, name, language) values ($1, 'Far', 'en')", FAR
            )
        person = await persons.somebody(people, "far@far.example", school=FAR, now=house.clock())
    answer = await browser("karin").post(staff.at, data={"person": str(person), "may": "work"})
    assert answer.status_code == 404
    assert await staff.shares() == {}


async def test_a_choice_is_wanted(staff: Staff, browser: Browser) -> None:
    karin = browser("karin")
    nobody = await karin.post(staff.at, data={"may": "look"})
    assert nobody.status_code == 422
    assert "Choose somebody." in nobody.text
    assert (
        await karin.post(staff.at, data={"person": str(staff.ali), "may": "own"})
    ).status_code == 403
    assert await staff.shares() == {}
