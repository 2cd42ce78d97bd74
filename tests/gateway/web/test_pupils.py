"""P7: guesses are shown with why and where, one click decides, and undo takes it back."""

import html
import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import httpx
import pytest
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.test_classes import OURS
from tests.gateway.web.test_events import reading

from huleedu.contracts.gateway import EndIntake, FilesOffered, OfferedFile, RegisterBatch
from huleedu.gateway.web.pages import SignedIn, Web
from huleedu.gateway.web.soon import soon
from huleedu.services.classes.api.proposals import proposals
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
BATCH, BLIND = UUID(int=700), UUID(int=701)
FILES = ("Anna.txt", "Anna igen.txt", "Bo Ek.txt")


@pytest.fixture
def signed_in() -> dict[str, SignedIn]:
    return {"karin": KARIN, "other": replace(KARIN, person=UUID(int=13))}


@pytest.fixture
async def batches(house: House) -> House:
    """Two batches of three essays, the second one blind."""
    await house.start(["gateway", "files", "lifecycle", "batches", "classes", "results"])
    for batch in (BATCH, BLIND):
        texts = [f"En text nummer {n} om {batch}.".encode() for n in range(len(FILES))]
        contents = await house.contents.keep(texts)
        files = tuple(
            OfferedFile(essay=UUID(int=batch.int * 10 + n), name=name, size_bytes=30, content=at)
            for n, (name, at) in enumerate(zip(FILES, contents, strict=True))
        )
        await house.commands().send(
            RegisterBatch(
                batch=batch,
                title="Min sommar",
                slots=3,
                pupils=("Anna Lo", "Anna Ny", "Bo Ek"),
                school=KARIN.school,
                owner=KARIN.person,
                blind=batch == BLIND,
            ),
            FilesOffered(batch=batch, files=files),
            EndIntake(batch=batch),
        )

        async def matched(batch: UUID = batch) -> bool:
            found = await proposals(house.database("classes"), batch)
            return len(found.essays) == 3 and all(one.told for one in found.essays)

        for _ in range(20):
            if await soon(matched):
                break
    return house


async def says(
    karin: httpx.AsyncClient, words: str, where: str = f"/batches/{BATCH}/pupils"
) -> str:
    """However busy the machine is: what was decided is shown in the end."""
    page = ""

    async def shows() -> bool:
        nonlocal page
        page = (await karin.get(where)).text
        return words in page

    for _ in range(20):
        if await soon(shows):
            return page
    pytest.fail(f"the page never says {words}")


async def test_one_decision_settles_and_undo_takes_it_back(
    batches: House, browser: Browser
) -> None:
    karin = browser("karin", **OURS)
    where = f"/batches/{BATCH}/pupils"
    page = (await karin.get(where)).text
    assert "1 of 3 are sure, 2 to confirm" in page
    assert "<mark>Anna</mark>" in page
    assert "only the given name stands there" in page
    assert 'data-key="1"' in page
    [first, *_] = re.findall(r'name="essay" value="([^"]+)"', page)
    await karin.post(where, data={"essay": first, "pupil": "Anna Ny"})
    await says(karin, "decided by hand")
    await says(karin, "2 of 3 are sure, one to confirm")
    await karin.post(where, data={"essay": first, "do": "undo"})
    await says(karin, "2 to confirm")
    await karin.post(where, data={"essay": first, "named": "anna lo, bo ek"})
    await says(karin, "Anna Lo, Bo Ek")
    await karin.post(where, data={"essay": first, "do": "nobody"})
    await says(karin, "None of these")
    nobody = await karin.post(where, data={"essay": first, "named": "Nobody Here"})
    assert nobody.status_code == 303
    assert (await karin.post(where, data={"essay": str(BLIND), "do": "nobody"})).status_code == 404


async def test_a_blind_batch_shows_no_name_and_others_see_no_batch(
    batches: House, browser: Browser
) -> None:
    blind = await browser("karin").get(f"/batches/{BLIND}/pupils")
    assert blind.status_code == 403
    assert "Anna" not in blind.text
    for path in (f"/batches/{BATCH}/pupils", "/batches/nothing/pupils"):
        assert (await browser("other").get(path)).status_code == 404


async def keyed(page: str, name: str) -> str:
    """The essay of this file, as the page names it."""
    found = re.search(rf'id="essay-([0-9a-f-]+)"><span>{re.escape(name)} – ', page)
    assert found, page
    return found[1]


async def test_two_are_swapped_and_one_of_several_counts(batches: House, browser: Browser) -> None:
    karin, where = browser("karin", **OURS), f"/batches/{BATCH}/pupils"
    essays = dict.fromkeys(
        re.findall(r'name="essay" value="([^"]+)"', (await karin.get(where)).text)
    )
    for essay, pupil in zip(essays, ("Anna Ny", "Anna Lo"), strict=False):
        await karin.post(where, data={"essay": essay, "pupil": pupil})
    await says(karin, "Anna igen.txt – Anna Lo")
    page = (await karin.get(where)).text
    one, bo = await keyed(page, "Anna.txt"), await keyed(page, "Bo Ek.txt")
    await karin.post(where, data={"essay": one, "other": bo, "do": "swap"})
    await says(karin, "Anna.txt – Bo Ek")
    await says(karin, "Bo Ek.txt – Anna Ny")
    same = await karin.post(where, data={"essay": one, "other": one, "do": "swap"})
    assert same.status_code == 303
    await karin.post(where, data={"essay": bo, "named": "Bo Ek, Anna Lo"})
    await says(karin, "Several essays of")
    await karin.post(where, data={"essay": one, "do": "counts"})
    await says(karin, "Bo Ek.txt – Anna Lo")
    await says(karin, "Anna.txt – Bo Ek")
    gone = await karin.post(where, data={"essay": str(UUID(int=5)), "do": "swap"})
    assert gone.status_code == 404


async def test_of_a_pupil_without_an_essay_is_said_why(batches: House, browser: Browser) -> None:
    karin, where = browser("karin", **OURS), f"/batches/{BATCH}/pupils"
    at = f"{where}/missing"
    assert "2 pupils have no essay yet" in (await karin.get(where)).text
    await karin.post(at, data={"pupil": "Anna Lo", "why": "absent"})
    page = (await karin.get(where)).text
    assert 'Anna Lo <span class="tag">Absent</span>' in page
    await karin.post(at, data={"pupil": "Anna Lo", "why": "later"})
    assert 'Anna Lo <span class="tag">Comes later</span>' in (await karin.get(where)).text
    await karin.post(at, data={"pupil": "Anna Lo", "why": ""})
    assert '<span class="tag">' not in (await karin.get(where)).text
    assert (await karin.post(at, data={"pupil": "Nobody", "why": "later"})).status_code == 404
    blind = f"/batches/{BLIND}/pupils/missing"
    assert (await karin.post(blind, data={"pupil": "Anna Lo"})).status_code == 403
    assert (await browser("other").post(at, data={"pupil": "Anna Lo"})).status_code == 404


async def test_what_somebody_else_decides_is_told_as_the_whole_body(
    batches: House, browser: Browser, web: Web
) -> None:
    karin, where = browser("karin", **OURS), f"/batches/{BATCH}/pupils"
    page = (await karin.get(where)).text
    [after] = re.findall(r"events\?after=(\d+)&amp;page=pupils", page)
    [first, *_] = re.findall(r'name="essay" value="([^"]+)"', page)
    async with reading(web, f"{after}&page=pupils", who="karin", batch=BATCH) as reader:
        await reader.until(": still here")
        await karin.post(where, data={"essay": first, "pupil": "Anna Ny"})
        await reader.until("2 of 3 are sure")
    assert 'hx-target="#pupils"' in reader.text
    assert "file-" not in reader.text
    blind = reading(web, "0&page=pupils", who="karin", batch=BLIND)
    async with blind as hidden:
        await hidden.until(": still here")
    assert "Anna" not in hidden.text


async def test_of_two_texts_by_a_pupil_the_row_asks_which_one_counts(
    batches: House, browser: Browser
) -> None:
    karin, where = browser("karin", **OURS), f"/batches/{BATCH}/pupils"
    files = f"/batches/{BATCH}"
    essays = [str(UUID(int=BATCH.int * 10 + n)) for n in (0, 1)]
    for essay in essays:
        await karin.post(where, data={"essay": essay, "pupil": "Anna Lo"})
    await says(karin, "Several essays of one pupil")
    page = await says(karin, "By the same pupil as", files)
    first = re.search(rf'<tr id="file-{essays[0]}".*?</tr>', page, re.DOTALL)
    assert first
    assert "Anna igen.txt</a> (" in first[0], "with its time"
    assert "This one counts" in first[0]
    assert "data-replace" not in first[0], "what has a place is replaced on its own page"
    assert page.count(f'href="{where}#doubled"') == 1, "it is one problem"
    assert 'handed in <time datetime="' in (await karin.get(where)).text
    other = browser("other", **OURS)
    sent = {"essay": essays[1], "do": "counts", "from": "files"}
    assert (await other.post(where, data=sent)).status_code == 404
    answer = await karin.post(where, data=sent)
    assert answer.headers["location"] == files
    page = (await karin.get(files)).text
    assert "Anna igen.txt counts" in page
    assert "it stays in the ranking, without a pupil" in page
    undo = re.search(r'name="was" value="([^"]+)"', page)
    assert undo
    await says(karin, "nobody yet", files)
    assert "By the same pupil as" not in (await karin.get(files)).text
    was = {"essay": essays[1], "do": "back", "was": html.unescape(undo[1])}
    await karin.post(where, data=was)
    await says(karin, "Several essays of one pupil")
    for nonsense in ("", "[1]", was["was"].replace("Anna Lo", "Anna Nobody")):
        sent = {**was, "was": nonsense}
        assert (await karin.post(where, data=sent)).status_code == 404


async def test_sure_ones_are_searched_and_the_page_that_is_told_live_is_the_same(
    batches: House, browser: Browser
) -> None:
    karin, where = browser("karin", **OURS), f"/batches/{BATCH}/pupils"
    page = (await karin.get(f"{where}?search=bo")).text
    assert '<details id="sure" open>' in page
    assert "Bo Ek.txt – Bo Ek" in page
    assert "&amp;page=pupils&amp;search=bo" in page
    page = (await karin.get(f"{where}?search=nobody")).text
    assert "Bo Ek.txt – Bo Ek" not in page
    assert "Nothing is found by “nobody”." in page
