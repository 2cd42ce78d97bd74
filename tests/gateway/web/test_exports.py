"""The page on which a result is taken away, and the files that it hands out."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import httpx
import pypdfium2
import pytest
from tests.gateway.exports.classroom import NAMES, SERVICES, Classroom, classroom
from tests.gateway.exports.judging import JUDGES, judged
from tests.gateway.exports.taking import settled
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.test_events import reading
from tests.services.identity import persons

from huleedu.gateway.exports import asking
from huleedu.gateway.exports.asking import AT_ONCE
from huleedu.gateway.exports.profiles import PROFILES
from huleedu.gateway.web.pages import SignedIn, Web
from huleedu.kit.database import Viewer
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def owner(house: House, signed_in: dict[str, SignedIn]) -> UUID:
    """A teacher whom identity knows."""
    people = house.viewers("identity").of(Viewer(None))
    person = await persons.somebody(people, "karin@lund.example", now=house.clock())
    signed_in["owner"] = replace(KARIN, person=person)
    return person


async def last(house: House, room: Classroom) -> asking.Export:
    [export, *_] = await asking.exports_of(house.database("exports"), room.batch)
    return await settled(house, export)


def request_in(page: str) -> str:
    found = re.search(r'name="request" value="([^"]+)"', page)
    assert found
    return found[1]


async def audit(house: House) -> list[tuple[str, UUID]]:
    async with house.database("identity").session() as sql:
        rows = await sql.fetch("select what, person from audit where what ~ 'export' order by id")
    return [(row["what"], UUID(int=row["person"].int)) for row in rows]


async def test_a_file_is_asked_for_made_and_fetched_and_each_is_noted(
    house: House, browser: Browser, owner: UUID
) -> None:
    room = await classroom(house, owner)
    client, at = browser("owner"), f"/batches/{room.batch}/exports"
    page = (await client.get(at)).text
    assert "Take the result away" in page
    assert "Files to fetch" not in page, "there are none yet"
    form = {"profile": "csv", "request": request_in(page)}
    for _ in range(2):  # pressed twice, it is one
        asked = await client.post(at, data=form)
        assert asked.status_code == 303
        assert asked.headers["location"].startswith(f"{at}#export-")
    made = await last(house, room)
    page = (await client.get(at)).text
    assert page.count('id="export-') == 1
    assert f'href="{at}/{made.id}/content" download' in page
    got = await client.get(f"{at}/{made.id}/content")
    assert got.status_code == 200
    assert all(name in got.text for name in NAMES)
    assert got.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''Min%20sommar%20-%20table.csv"
    )
    assert got.headers["content-length"] == str(len(got.content)) == str(made.size_bytes)
    assert got.headers["content-type"] == "application/octet-stream"
    assert (await audit(house)) == [
        *[("export_asked_for", owner)] * 2,
        ("export_fetched", owner),
    ]


async def test_in_swedish_the_file_and_its_name_are_swedish(
    house: House, browser: Browser, owner: UUID
) -> None:
    room = await classroom(house, owner)
    client, at = browser("owner", **{"accept-language": "sv"}), f"/batches/{room.batch}/exports"
    assert "Ta med dig resultatet" in (await client.get(at)).text
    await client.post(at, data={"profile": "csv-sv"})
    assert (await last(house, room)).name == "Min sommar - tabell för Excel.csv"


async def test_what_is_not_there_yet_and_what_is_gone_lead_back_to_the_page(
    house: House, browser: Browser, owner: UUID
) -> None:
    room = await classroom(house, owner, services=[s for s in SERVICES if s != "exports"])
    client, at = browser("owner"), f"/batches/{room.batch}/exports"
    await client.post(at, data={"profile": "csv"})
    [export] = await asking.exports_of(house.database("exports"), room.batch)
    page = (await client.get(at)).text
    assert "being made" in page
    assert f'<a href="{at}">Look again</a>' in page, "without a script"
    early = await client.get(f"{at}/{export.id}/content")
    assert (early.status_code, early.headers["location"]) == (303, f"{at}#export-{export.id}")
    async with house.database("exports").session() as sql:
        await sql.execute("update export set state = 'gone'")
    late = await client.get(f"{at}/{export.id}/content")
    assert late.status_code == 303
    assert "That file is no longer kept" in (await client.get(at)).text
    assert "One earlier file" in (await client.get(at)).text


async def test_no_more_than_some_are_made_at_once(
    house: House, browser: Browser, owner: UUID
) -> None:
    room = await classroom(house, owner, services=[s for s in SERVICES if s != "exports"])
    client, at = browser("owner"), f"/batches/{room.batch}/exports"
    for _ in range(AT_ONCE + 2):
        await client.post(at, data={"profile": "csv"})
    assert len(await asking.exports_of(house.database("exports"), room.batch)) == AT_ONCE


async def test_who_may_only_look_and_who_is_elsewhere_take_nothing(
    house: House, browser: Browser, owner: UUID, signed_in: dict[str, SignedIn]
) -> None:
    room = await classroom(house, owner)
    client, at = browser("owner"), f"/batches/{room.batch}/exports"
    await client.post(at, data={"profile": "csv"})
    made = await last(house, room)
    signed_in["looks"] = replace(KARIN, person=uuid4())
    signed_in["elsewhere"] = replace(KARIN, person=uuid4(), school=uuid4())
    async with house.database("results").session() as sql:
        await sql.execute(
            "insert into share (school, batch, person, may) values ($1, $2, $3, 'look')",
            *(KARIN.school, room.batch, signed_in["looks"].person),
        )
    other = await classroom(house, signed_in["looks"].person, names=NAMES[:2])
    for who, status in (("looks", 403), ("elsewhere", 404)):
        for path in (at, f"{at}/{made.id}/content"):
            assert (await browser(who).get(path)).status_code == status, (who, path)
        assert (await browser(who).post(at, data={"profile": "csv"})).status_code == status
    stolen = f"/batches/{other.batch}/exports/{made.id}/content"
    assert (await browser("looks").get(stolen)).status_code == 404, "it is of another batch"


async def test_a_page_that_is_open_is_told_how_far_it_is(
    house: House, browser: Browser, owner: UUID, web: Web
) -> None:
    room = await classroom(house, owner)
    async with reading(web, "0&page=exports", who="owner", batch=room.batch) as reader:
        await browser("owner").post(f"/batches/{room.batch}/exports", data={"profile": "csv"})
        await reader.until("/content")
    assert 'hx-target="#kept"' in reader.text
    assert "30 of 30" in reader.text or "being written" in reader.text or "Fetch" in reader.text


@pytest.mark.parametrize("profile", PROFILES)
async def test_no_file_of_a_blind_batch_names_anybody(
    profile: str, house: House, browser: Browser, owner: UUID
) -> None:
    room = await classroom(house, owner, blind=True)
    if "judgements" in PROFILES[profile].wants:  # pyright: ignore[reportArgumentType]
        await judged(house, room)
    client, at = browser("owner"), f"/batches/{room.batch}/exports"
    page = await client.get(at)
    asked = await client.post(at, data={"profile": profile})
    found = await asking.exports_of(house.database("exports"), room.batch)
    if "names" in PROFILES[profile].wants:  # pyright: ignore[reportArgumentType]
        assert not found
        return
    assert asked.status_code == 303
    made = await last(house, room)
    assert made.state == "made"
    got = await client.get(f"{at}/{made.id}/content")
    told = unpacked(got.content) + made.name + page.text + str(got.headers)
    assert not [part for name in (*NAMES, *JUDGES) for part in name.split() if part in told]


def unpacked(content: bytes) -> str:
    """All that stands in a file, and in those of an archive."""
    if content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        return "".join(document[at].get_textpage().get_text_range() for at in range(len(document)))
    if not content.startswith(b"PK"):
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(f"{name}\n{unpacked(packed.read(name))}" for name in packed.namelist())
