"""A class is taught by several: each sees it whole, and it is never nobody's."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import httpx
import pytest
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.test_home import registered
from tests.services.identity import persons

from huleedu.gateway.web.pages import SignedIn
from huleedu.kit.database import Viewer
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def ali(house: House, signed_in: dict[str, SignedIn]) -> UUID:
    people = house.viewers("identity").of(Viewer(None))
    person = await persons.somebody(people, now=house.clock())
    signed_in["ali"] = replace(KARIN, person=person)
    return person


async def made(client: httpx.AsyncClient) -> str:
    answer = await client.post("/classes", data={"name": "9B", "year": "2026"})
    return answer.headers["location"]


async def test_a_class_is_shared_and_its_batches_stay_whose_they_are(
    ali: UUID, browser: Browser, house: House
) -> None:
    karin, other = browser("karin"), browser("ali")
    at = await made(karin)
    assert "Ali Berg" in (await karin.get(at)).text
    assert (await other.get(at)).status_code == 404
    await karin.post(f"{at}/teachers", data={"person": str(ali)})
    await registered(house, "Min sommar", class_=UUID(at.rpartition("/")[2]))
    assert "Min sommar" in (await karin.get(at)).text
    theirs = await other.get(at)
    assert theirs.status_code == 200
    assert "Min sommar" not in theirs.text
    assert "will no longer see 9B" in theirs.text
    await karin.post(f"{at}/teachers", data={"person": str(ali), "teaches": "no"})
    assert (await other.get(at)).status_code == 404
    async with house.database("identity").session() as sql:
        rows = await sql.fetch("select what from audit where what like 'class_%' order by id")
    assert [row["what"] for row in rows] == ["class_shared", "class_unshared"]


async def test_somebody_always_teaches_it(ali: UUID, browser: Browser) -> None:
    karin, other = browser("karin"), browser("ali")
    at = await made(karin)
    await karin.post(f"{at}/teachers", data={"person": str(KARIN.person), "teaches": "no"})
    assert (await karin.get(at)).status_code == 200
    await karin.post(f"{at}/teachers", data={"person": str(ali)})
    gone = await karin.post(f"{at}/teachers", data={"person": str(KARIN.person), "teaches": "no"})
    assert gone.headers["location"] == "/classes"
    assert (await karin.get(at)).status_code == 404
    assert (await other.get(at)).status_code == 200


async def test_nobody_of_elsewhere_is_let_in(ali: UUID, browser: Browser) -> None:
    karin = browser("karin")
    at = await made(karin)
    for person in (str(uuid4()), "nobody"):
        answer = await karin.post(f"{at}/teachers", data={"person": person})
        assert answer.status_code == 404
    assert (
        await browser("ali").post(f"{at}/teachers", data={"person": str(ali)})
    ).status_code == 404
