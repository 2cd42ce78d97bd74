"""P11: what one essay's page tells, what may be done there, and what is never shown."""

from base64 import urlsafe_b64decode
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from tests.gateway.web.judged_batch import (
    ANNA,
    BATCH,
    BERTIL,
    HOSTILE,
    NAMES,
    judged_batch,
)
from tests.services.results.hearing import hear

from huleedu.contracts.gateway import FilesOffered, OfferedFile
from huleedu.contracts.lifecycle import SlotHandedOver
from huleedu.wiring.program import House

ALI = UUID(int=13)
AT = f"/batches/{BATCH}/essays/{BERTIL}"


@pytest.fixture
async def karin(house: House, browser: Callable[..., httpx.AsyncClient]) -> httpx.AsyncClient:
    """Whose batch it is."""
    await judged_batch(house)
    return browser("karin")


def done(answer: httpx.Response) -> Any:
    """What the next page tells was done."""
    assert answer.status_code == 303, answer.text
    return msgspec.json.decode(urlsafe_b64decode(answer.cookies["done"]))


async def undo(client: httpx.AsyncClient, answer: httpx.Response) -> httpx.Response:
    told = done(answer)["undo"]
    return await client.post(told["action"], data=told["fields"])


async def test_the_page_tells_where_it_stands_and_why(karin: httpx.AsyncClient) -> None:
    page = (await karin.get(AT)).text
    for told in (
        "Bertil Öberg",
        "Place 2 of 4, most likely between 1 and 3",
        "45\u00a0%",
        "Undecided",
        "better than",
        "without it 1 place lower",
        "Judges disagree 1:2",
        "Borderline: ",
        "No colleague, judge or pupil"[3:],
        f'href="/batches/{BATCH}/essays/{ANNA}" data-key="k"',
        'data-key="j"',
    ):
        assert told in page, told


async def test_nothing_that_anybody_wrote_is_markup(karin: httpx.AsyncClient) -> None:
    await karin.post(f"{AT}/note", data={"note": f"</textarea>{HOSTILE}"})
    await karin.post(f"/batches/{BATCH}/talk", data={"essay": str(ANNA), "line": HOSTILE})
    for path in (AT, f"/batches/{BATCH}/essays/{ANNA}", f"/batches/{BATCH}/talk",
                 f"/batches/{BATCH}/talk/print"):  # fmt: skip
        page = (await karin.get(path)).text
        assert HOSTILE not in page, path
        assert "&lt;script&gt;alert" in page, path


async def test_a_file_that_has_a_place_has_one_page(karin: httpx.AsyncClient, house: House) -> None:
    answer = await karin.get(f"/batches/{BATCH}/files/{BERTIL}")
    assert (answer.status_code, answer.headers["location"]) == (303, AT)
    without = UUID(int=50)
    [text] = await house.contents.keep([b"late"])
    file = OfferedFile(essay=without, name="x.docx", size_bytes=4, content=text)
    await hear(house.database("results"), FilesOffered(batch=BATCH, files=(file,)))
    answer = await karin.get(f"/batches/{BATCH}/essays/{without}")
    assert answer.headers["location"] == f"/batches/{BATCH}/files/{without}"
    assert (await karin.get(f"/batches/{BATCH}/essays/{uuid4()}")).status_code == 404
    assert (await karin.post(f"/batches/{BATCH}/essays/{without}/note")).status_code == 404


@pytest.mark.parametrize("path", ["", "/talk", "/talk/print", *(f"/essays/{n}" for n in (1, 2))])
async def test_in_a_blind_batch_no_name_is_told(
    house: House, browser: Callable[..., httpx.AsyncClient], path: str
) -> None:
    await judged_batch(house, blind=True)
    karin = browser("karin")
    at = path.replace("/essays/1", f"/essays/{ANNA}").replace("/essays/2", f"/essays/{BERTIL}")
    answer = await karin.get(f"/batches/{BATCH}{at}")
    assert answer.status_code == 200
    for name in NAMES:
        for word in name.split():
            assert word not in answer.text, (word, path)
    part = await karin.get(f"/batches/{BATCH}{at}", headers={"HX-Request": "true"})
    assert not any(name in part.text for name in NAMES)


async def test_a_text_whose_place_another_has_leads_there(
    karin: httpx.AsyncClient, house: House
) -> None:
    new = UUID(int=60)
    [text] = await house.contents.keep([b"A new text."])
    file = OfferedFile(essay=new, name="ny.docx", size_bytes=11, content=text)
    handed = SlotHandedOver(
        batch=BATCH, essay=BERTIL, by=new, name="ny.docx", slot=2, content=text, first=BERTIL
    )
    database = house.database("results")
    await hear(database, FilesOffered(batch=BATCH, files=(file,)), handed)
    page = (await karin.get(AT)).text
    assert "Another text has the place of Bertil Öberg.docx" in page
    assert f'href="/batches/{BATCH}/essays/{new}"' in page
    assert (await karin.get(f"/batches/{BATCH}/essays/{new}")).status_code == 200
    assert (await karin.post(f"{AT}/note")).status_code == 404
    assert (await karin.get(f"/batches/{BATCH}/talk")).status_code == 200
