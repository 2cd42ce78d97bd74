"""Under a batch's heading stands whose it is, of which class, and by when it is to be in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import httpx
from tests.gateway.web.conftest import KARIN, SCHOOL
from tests.gateway.web.test_home import registered
from tests.services.identity import persons

from huleedu.gateway.web.pages import SignedIn
from huleedu.kit.database import Viewer
from huleedu.services.classes.api import classes
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
CLASS = UUID(int=77)


async def test_a_batch_tells_its_class_its_language_its_day_and_its_owner(
    house: House, browser: Browser, signed_in: dict[str, SignedIn]
) -> None:
    people = house.viewers("identity").of(Viewer(None))
    owner = await persons.somebody(people, now=house.clock())
    signed_in["ali"] = replace(KARIN, person=owner)
    told = classes.Teacher(SCHOOL, owner)
    await classes.make(house.database("classes"), told, CLASS, ("9B", "26/27"), house.clock())
    batch = await registered(
        house,
        "Min sommar",
        owner=owner,
        class_=CLASS,
        language="sv",
        due=datetime(2100, 3, 4, 22, 59, tzinfo=UTC),
    )
    page = (await browser("ali").get(f"/batches/{batch}")).text
    for words in ("class 9B", "texts in Swedish", "to be in by", "share with a colleague"):
        assert words in page
    async with house.database("results").session() as sql:
        await sql.execute(
            "insert into share (school, batch, person, may) values ($1, $2, $3, 'look')",
            *(SCHOOL, batch, KARIN.person),
        )
    other = (await browser("karin").get(f"/batches/{batch}")).text
    assert "shared by Ali Berg" in other
    assert "You may look" in other
    assert "class 9B" not in other, "she does not teach it"
    assert "/shares" not in other
    assert (await browser("karin").get(f"/batches/{uuid4()}")).status_code == 404
