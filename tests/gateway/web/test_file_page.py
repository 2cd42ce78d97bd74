"""One file: its text with what was found in it, the file itself, and another in its place."""

from base64 import urlsafe_b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import httpx
import msgspec
import pytest
from tests.services.results.hearing import BATCH, REGISTERED, hear, life_of

from huleedu.contracts.files import TextRead
from huleedu.contracts.gateway import FilesOffered, OfferedFile, ReplaceFile
from huleedu.contracts.lifecycle import EssayRefused, SlotAssigned
from huleedu.contracts.reason import Reason
from huleedu.contracts.spelling import SpellingChecked
from huleedu.services.judging.api.judgings import Judgings, Script
from huleedu.services.judging.domain.desk import Rules
from huleedu.wiring.program import House

ESSAY = UUID(int=1)
NOW = datetime(2026, 11, 29, tzinfo=UTC)
TEXT = "<b>Teh</b> sea is blue."


@pytest.fixture
async def eva(house: House, browser: Callable[..., httpx.AsyncClient]) -> httpx.AsyncClient:
    """An administrator, whose batch it is; it has one file, which was read."""
    [address, original] = await house.contents.keep([TEXT.encode(), b"%PDF-1.7 of Anna"])
    file = OfferedFile(essay=ESSAY, name="9A/Åsa B.pdf", size_bytes=16, content=original)
    read = TextRead(
        batch=BATCH, essay=ESSAY, name=file.name, text=address, characters=23, format="pdf"
    )
    offered = FilesOffered(batch=BATCH, files=(file,))
    await hear(house.database("results"), REGISTERED, offered, read)
    return browser("eva")


def at(rest: str = "", file: UUID = ESSAY) -> str:
    return f"/batches/{BATCH}/files/{file}{rest}"


async def test_a_text_is_shown_and_nothing_of_it_is_markup(eva: httpx.AsyncClient) -> None:
    page = (await eva.get(at())).text
    assert "&lt;b&gt;Teh&lt;/b&gt; sea is blue." in page
    assert "9A/Åsa B.pdf" in page


async def test_how_it_was_read_stands_there(eva: httpx.AsyncClient, house: House) -> None:
    hidden = Reason("unseen_text", {"kind": "hidden", "n": 12})
    header = Reason("left_out", {"kind": "header", "n": 1})
    text = (await house.contents.keep([TEXT.encode()]))[0]
    again = TextRead(
        batch=BATCH, essay=UUID(int=2), name="b.docx", text=text, characters=23, format="docx",
        notes=(header, hidden),
    )  # fmt: skip
    offered = OfferedFile(essay=again.essay, name="b.docx", size_bytes=16, content=text)
    await hear(house.database("results"), FilesOffered(batch=BATCH, files=(offered,)), again)
    page = (await eva.get(at(file=again.essay))).text
    assert '<p class="note">12 words are set as hidden text.' in page
    assert '<p class="soft">Not counted: header and footer (1 word).</p>' in page


async def test_the_original_is_saved_and_never_shown(eva: httpx.AsyncClient) -> None:
    answer = await eva.get(at("/original"))
    assert answer.content == b"%PDF-1.7 of Anna"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%C3%85sa%20B.pdf"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_file_that_is_not_there_has_no_page(eva: httpx.AsyncClient, house: House) -> None:
    await hear(house.database("results"), *life_of(UUID(int=2), UUID(int=8)))
    for rest in ("", "/original"):
        assert (await eva.get(at(rest, UUID(int=2)))).status_code == 404, "it is another batch's"
        assert (await eva.get(f"/batches/{BATCH}/files/x{rest}")).status_code == 404


async def test_another_file_takes_the_place_of_one_that_was_refused(
    eva: httpx.AsyncClient, house: House
) -> None:
    refused = EssayRefused(batch=BATCH, essay=ESSAY, code="damaged", reason=Reason("damaged"))
    await hear(house.database("results"), refused)
    answer = await eva.post(at("/replace"), files={"files": ("anna ny.docx", b"the sea")})
    assert answer.status_code == 303
    async with house.database("gateway").session() as sql:
        body = await sql.fetchval("select body from outbox")
    [file] = msgspec.json.decode(body, type=FilesOffered).files
    assert file.name == "9A/Åsa B.docx", "by its name the lifecycle knows what it corrects"


async def test_another_file_takes_the_place_of_one_that_has_it(
    eva: httpx.AsyncClient, house: House
) -> None:
    placed = SlotAssigned(batch=BATCH, essay=ESSAY, slot=1, content="cd" * 32)
    await hear(house.database("results"), placed)
    page = await eva.get(f"/batches/{BATCH}/essays/{ESSAY}")
    assert "What was judged of this text ends then" in page.text
    answer = await eva.post(at("/replace"), files={"files": ("ny.docx", b"the sea")})
    assert answer.status_code == 303
    async with house.database("gateway").session() as sql:
        rows = await sql.fetch("select type, body from outbox order by seq")
    assert [row["type"] for row in rows] == [
        "gateway.replace_file.v1",
        "gateway.files_offered.v1",
    ]
    asked = msgspec.json.decode(rows[0]["body"], type=ReplaceFile)
    [file] = msgspec.json.decode(rows[1]["body"], type=FilesOffered).files
    assert (asked.essay, asked.by, file.name) == (ESSAY, file.essay, "9A/Åsa B.docx")
    async with house.database("identity").session() as sql:
        noted = await sql.fetchrow("select what, about from audit")
    assert noted
    assert (noted["what"], UUID(str(noted["about"]))) == ("essay_replaced", ESSAY)


async def test_what_is_being_read_is_not_replaced(eva: httpx.AsyncClient, house: House) -> None:
    answer = await eva.post(at("/replace"), files={"files": ("anna.docx", b"the sea")})
    assert answer.status_code == 303
    async with house.database("gateway").session() as sql:
        assert not await sql.fetchval("select count(*) from outbox")


async def test_a_file_is_taken_back_and_brought_back(eva: httpx.AsyncClient, house: House) -> None:
    refused = EssayRefused(batch=BATCH, essay=ESSAY, code="damaged", reason=Reason("damaged"))
    await hear(house.database("results"), refused)
    answer = await eva.post(at("/remove"))
    assert (answer.status_code, answer.headers["location"]) == (303, f"/batches/{BATCH}")
    assert "bring-back" in carried(answer)
    assert (await eva.post(at("/bring-back"))).status_code == 303
    async with house.database("gateway").session() as sql:
        rows = await sql.fetch("select type, body from outbox order by seq")
    assert [row["type"] for row in rows] == [
        "gateway.withdraw_file.v1",
        "gateway.files_offered.v1",
    ]
    [file] = msgspec.json.decode(rows[1]["body"], type=FilesOffered).files
    assert (file.name, file.size_bytes) == ("9A/Åsa B.pdf", 16)


def carried(answer: httpx.Response) -> str:
    """What is told on the next page, with what takes it back."""
    [cookie] = answer.headers.get_list("set-cookie")
    value = cookie.partition(";")[0].partition("=")[2]
    return urlsafe_b64decode(value + "=" * (-len(value) % 4)).decode()


async def test_an_essay_is_measured_in_another_language(
    eva: httpx.AsyncClient, house: House
) -> None:
    found = SpellingChecked(
        batch=BATCH, essay=ESSAY, run=1, language="sv", words=5, misspellings=()
    )
    await hear(
        house.database("results"),
        SlotAssigned(batch=BATCH, essay=ESSAY, slot=1, content="cd" * 32),
        found,
    )
    assert (await eva.get(at())).headers["location"] == f"/batches/{BATCH}/essays/{ESSAY}"
    page = (await eva.get(f"/batches/{BATCH}/essays/{ESSAY}")).text
    assert 'id="language"' in page
    assert '<button class="quiet" name="language" value="sv">' not in page
    assert (await eva.post(at("/language"), data={"language": "fi"})).status_code == 404
    answer = await eva.post(at("/language"), data={"language": "auto"})
    assert answer.headers["location"] == at()
    async with house.database("gateway").session() as sql:
        [row] = await sql.fetch("select type, body from outbox")
    assert row["type"] == "gateway.set_language.v1"
    assert msgspec.json.decode(row["body"])["language"] == "auto"


async def test_who_replaces_an_anchor_is_told_that_it_stays_one(
    eva: httpx.AsyncClient, house: House
) -> None:
    has = SlotAssigned(batch=BATCH, essay=ESSAY, slot=1, content="ab" * 32)
    await hear(house.database("results"), has)
    judgings = Judgings(house.database("judging"), lambda: NOW)
    script = Script(essay=ESSAY, name="Åsa B.pdf", text="ab" * 32, measures={})
    await judgings.open(BATCH, [script], rules=Rules(scale="A-F", grades={ESSAY: "B"}))
    answer = await eva.post(at("/replace"), files={"files": ("new.txt", b"the sea")})
    assert answer.headers["location"] == f"/batches/{BATCH}"
    assert "stays an anchor of the grade B" in (await eva.get(f"/batches/{BATCH}")).text
