"""Home: what needs me first, then my batches, and nobody else's."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import httpx
import pytest
from tests.gateway.web.conftest import KARIN, SCHOOL

from huleedu.contracts.gateway import FilesOffered, OfferedFile, RegisterBatch
from huleedu.gateway.sampled import sample_of
from huleedu.gateway.web.pages import SignedIn
from huleedu.kit.database import Viewer
from huleedu.wiring.batches import batches_of
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]


async def registered(house: House, title: str, **more: object) -> UUID:
    """A batch of Karin's, or of who is named."""
    batch = uuid4()
    told = {"slots": None, "school": SCHOOL, "owner": KARIN.person, **more}
    await house.start(["batches", "lifecycle", "results"])
    batches = batches_of(house)
    await batches.commands.send(RegisterBatch(batch=batch, title=title, **told))  # type: ignore[arg-type]
    await house.catch_up()
    return batch


def titles(page: str) -> list[str]:
    return re.findall(r'<a href="/batches/[0-9a-f-]{36}">([^<]+)</a>', page)


async def test_a_newcomer_is_told_what_will_stand_here(browser: Browser) -> None:
    page = (await browser("karin").get("/")).text
    assert "Begin with a class" in page
    assert 'action="/sample"' in page
    assert "<table" not in page


async def test_my_batches_stand_there_and_what_needs_me_above(
    browser: Browser, house: House
) -> None:
    mine = await registered(house, "A challenge <b>")
    await registered(house, "Eva's", owner=uuid4())
    await registered(house, "Another school's", school=uuid4())
    refused = OfferedFile(
        essay=uuid4(), name="a.pdf", size_bytes=1, content=None, refused="no_file"
    )
    await batches_of(house).commands.send(FilesOffered(batch=mine, files=(refused,)))
    await house.start(["files"])
    await house.catch_up()
    page = (await browser("karin").get("/")).text
    assert titles(page) == ["A challenge &lt;b&gt;"]
    assert "One file in A challenge &lt;b&gt; needs you" in page
    assert f"/batches/{mine}?show=needs" in page


async def test_put_away_can_be_taken_back(browser: Browser, house: House) -> None:
    batch = await registered(house, "A challenge")
    client = browser("karin")
    answer = await client.post(f"/batches/{batch}/archive", data={"archived": "yes"})
    assert answer.status_code == 303
    await house.catch_up()
    done = answer.headers["set-cookie"].partition(";")[0]
    page = (await client.get("/", headers={"cookie": f"who=karin; {done}"})).text
    assert "“A challenge” is put away" in page
    assert f'action="/batches/{batch}/archive"' in page
    assert titles((await client.get("/?show=archived")).text) == ["A challenge"]
    await client.post(f"/batches/{batch}/archive", data={"archived": "no"})
    await house.catch_up()
    assert titles((await client.get("/")).text) == ["A challenge"]


async def test_nobody_puts_away_what_is_anothers(
    browser: Browser, house: House, signed_in: dict[str, SignedIn]
) -> None:
    batch = await registered(house, "A challenge")
    signed_in["bo"] = replace(KARIN, person=uuid4())
    for other in (f"/batches/{batch}/archive", f"/batches/{uuid4()}/archive", "/batches/x/archive"):
        assert (await browser("bo").post(other)).status_code == 404


@pytest.mark.parametrize(("sought", "found"), [("CHALL", 1), ("a challenge", 1), ("essay", 0)])
async def test_a_batch_is_found_by_its_title(
    browser: Browser, house: House, sought: str, found: int
) -> None:
    await registered(house, "A challenge")
    page = (await browser("karin").get("/", params={"search": sought})).text
    assert len(titles(page)) == found


async def test_the_sample_is_one_click_away(browser: Browser, house: House) -> None:
    await house.start(["batches", "results"])
    answer = await browser("karin").post("/sample")
    assert answer.headers["location"] == f"/batches/{sample_of(Viewer(SCHOOL, KARIN.person))}"


async def test_an_administrator_who_does_not_teach_is_led_to_the_school(browser: Browser) -> None:
    assert (await browser("eva").get("/")).headers["location"] == "/school/people"
