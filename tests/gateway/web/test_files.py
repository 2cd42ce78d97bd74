"""The page of a batch's files: every state has its sentence and its remedy."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

import httpx
import pytest
from tests.gateway.web.conftest import KARIN
from tests.services.results.hearing import hear, life_of

from huleedu.contracts.batches import BatchRegistered, StepFailure, StepFinished
from huleedu.contracts.files import ArchiveUnpacked
from huleedu.contracts.gateway import FilesOffered, OfferedFile
from huleedu.contracts.lifecycle import EssayLeftOver, EssayRefused
from huleedu.contracts.message import Message
from huleedu.contracts.reason import Reason
from huleedu.gateway.web.pages import SignedIn
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
BATCH = UUID(int=7)
REGISTERED = BatchRegistered(
    batch=BATCH, title="9B, ett äventyr", slots=5, language="auto", pupils=(), deadline_s=60
)


def essay(number: int) -> UUID:
    return UUID(int=number)


def refused(number: int, code: str = "damaged", **facts: str) -> EssayRefused:
    reason = Reason(code, {**facts})
    return EssayRefused(batch=BATCH, essay=essay(number), code=code, reason=reason)


def left_over(number: int) -> list[Message]:
    return [*life_of(essay(number))[:2], EssayLeftOver(batch=BATCH, essay=essay(number))]


def failed(number: int) -> list[Message]:
    failure = StepFailure(essay=essay(number), reason=Reason("measuring_broke_down"))
    finished = StepFinished(batch=BATCH, run=1, step="linguistics", succeeded=(), failed=(failure,))
    return [*life_of(essay(number))[:4], finished]


@pytest.fixture
async def eva(house: House, browser: Browser) -> httpx.AsyncClient:
    """An administrator, whose batch it is."""
    await hear(house.database("results"), REGISTERED)
    return browser("eva")


async def there_are(house: House, *messages: Sequence[Message] | Message) -> None:
    flat = [each for one in messages for each in ([one] if isinstance(one, Message) else one)]
    await hear(house.database("results"), *flat)


async def shown(client: httpx.AsyncClient, query: str = "", batch: UUID = BATCH) -> str:
    answer = await client.get(f"/batches/{batch}{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def row(page: str, number: int) -> str:
    found = re.search(rf'<tr id="file-{essay(number)}".*?</tr>', page, re.DOTALL)
    assert found, page
    return found[0]


def ids(page: str) -> list[str]:
    return re.findall(r'<tr id="file-([0-9a-f-]+)"', page)


async def commands(house: House) -> list[str]:
    async with house.database("gateway").session() as sql:
        return [row["type"] for row in await sql.fetch("select type from outbox order by seq")]


async def test_without_files_the_page_says_what_comes_here(eva: httpx.AsyncClient) -> None:
    page = await shown(eva)
    assert "No essays are in yet" in page
    assert "Drop essays here, or choose them" in page
    assert ".docx, .odt, .rtf, PDF with text, .txt, .md, .html" in page
    assert "20\u00a0MB each" in page
    assert '<nav class="filters"' not in page, "there is nothing to choose among"


async def test_the_heading_counts_and_problems_stand_first_with_one_remedy(
    eva: httpx.AsyncClient, house: House
) -> None:
    await there_are(house, life_of(essay(1)), life_of(essay(2))[:1], refused(2))
    page = await shown(eva)
    heading = re.search(r"<h1>(.*?)</h1>", page, re.DOTALL)
    assert heading
    assert re.sub(r"<.*?>", "", heading[1]).strip() == "One essay is in, 1 needs you"
    [needs] = re.findall(r'<ul class="needs">(.*?)</ul>', page, re.DOTALL)
    assert "2.txt" in needs
    assert "can’t be opened" in needs
    assert needs.count("<a ") + needs.count("<button") == 1


@pytest.mark.parametrize(
    ("messages", "says", "offers"),
    [
        (life_of(essay(1))[:1], ["Being read"], []),
        (life_of(essay(1))[:2], ["Waits for a place"], ["Look"]),
        (life_of(essay(1)), ["Read", "312", "Swedish"], ["Look"]),
        ([*life_of(essay(1))[:1], refused(1)], ["Not taken", "damaged"], ["Replace", "Remove"]),
        (
            [*life_of(essay(1))[:2], refused(1, "same_text", name="Bo.txt")],
            ["The same text as another", "Bo.txt"],
            ["Remove", "Replace"],
        ),
        (left_over(1), ["Every place was taken"], ["Add a place", "Look", "Remove"]),
        (failed(1), ["A step failed", "broke down"], ["Try again", "Look"]),
    ],
    ids=["reading", "waiting", "read", "refused", "same text", "left over", "failed"],
)
async def test_each_state_says_what_it_is_and_what_can_be_done(
    eva: httpx.AsyncClient,
    house: House,
    messages: list[Message],
    says: list[str],
    offers: list[str],
) -> None:
    await there_are(house, messages)
    told = row(await shown(eva), 1)
    for word in says:
        assert word in told
    actions = re.sub(r"<.*?>", "", told.rpartition("<td>")[2])
    for remedy in offers:
        assert remedy in actions
    assert bool(actions.strip()) == bool(offers)


async def test_an_archive_gives_way_to_its_files(eva: httpx.AsyncClient, house: House) -> None:
    member = OfferedFile(essay=essay(2), name="in/2.txt", size_bytes=4, content="ef" * 32)
    unpacked = ArchiveUnpacked(batch=BATCH, essay=essay(1), name="1.zip", members=(member,))
    await there_are(house, life_of(essay(1))[:1], unpacked)
    page = await shown(eva)
    assert "in/2.txt" in row(page, 2)
    assert f"file-{essay(1)}" not in page


async def test_filters_count_and_show_their_own(eva: httpx.AsyncClient, house: House) -> None:
    await there_are(house, life_of(essay(1)), life_of(essay(2))[:1], refused(2), left_over(3))
    page = await shown(eva)
    filters = re.sub(r"<.*?>|\s+", " ", page.partition('class="filters"')[2].partition("</nav>")[0])
    assert re.findall(r"(all|needs you|read|waiting|left over)\s+(\d+)", filters) == [
        *(("all", "3"), ("needs you", "2"), ("read", "1"), ("left over", "1")),
    ]
    page = await shown(eva, "?show=left_over")
    assert ids(page) == [str(essay(3))]


async def test_a_hundred_rows_stand_on_a_page_in_their_order(
    eva: httpx.AsyncClient, house: House
) -> None:
    files = tuple(
        OfferedFile(essay=essay(n), name=f"{n}.txt", size_bytes=4, content="ef" * 32)
        for n in range(1, 151)
    )
    await there_are(house, FilesOffered(batch=BATCH, files=files))
    first = await shown(eva)
    assert re.findall(r'<tr id="file-([0-9a-f-]+)"', first) == [
        str(essay(n)) for n in range(1, 101)
    ]
    assert "More files" in first
    second = await shown(eva, "?show=all&from=100")
    assert ids(second) == [str(essay(n)) for n in range(101, 151)]
    assert len(first.encode()) < 200_000


@pytest.mark.parametrize(
    ("act", "form", "sent", "says"),
    [
        ("end-intake", {}, ["gateway.end_intake.v1"], "Nothing more is waited for"),
        ("close", {}, ["gateway.stop_waiting.v1"], "goes on with what there is"),
        ("retry", {}, ["gateway.retry_batch.v1"], "tried again"),
        ("places", {"count": "2"}, ["gateway.add_slots.v2"], "room for 2 more texts"),
        ("places", {"count": "-2"}, [], "Nothing was added"),
        ("places", {"count": "1001"}, [], "Nothing was added"),
    ],
)
async def test_what_is_asked_at_the_foot_becomes_a_command(
    eva: httpx.AsyncClient,
    house: House,
    act: str,
    form: dict[str, str],
    sent: list[str],
    says: str,
) -> None:
    answer = await eva.post(f"/batches/{BATCH}/{act}", data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/batches/{BATCH}")
    assert await commands(house) == sent
    for cookie in answer.headers.get_list("set-cookie"):
        name, _, value = cookie.partition(";")[0].partition("=")
        eva.cookies.set(name, value)
    assert says in await shown(eva)


async def test_others_batches_are_not_there(
    eva: httpx.AsyncClient, browser: Browser, signed_in: dict[str, SignedIn], house: House
) -> None:
    far = replace(KARIN, school=UUID(int=98), rights=frozenset({"administrator"}))
    signed_in["far"] = far
    await there_are(house, life_of(essay(1)))
    for who in ("far", "karin"):
        client = browser(who)
        at = f"/batches/{BATCH}"
        for path in (at, f"{at}/files/{essay(1)}", f"{at}/files/{essay(1)}/original"):
            assert (await client.get(path)).status_code == 404, path
        for act in ("end-intake", "close", "retry", "places"):
            assert (await client.post(f"{at}/{act}")).status_code == 404
        assert (await client.get(f"{at}/events?after=0")).status_code == 404
    assert (await eva.get(f"/batches/{UUID(int=55)}")).status_code == 404
    assert (await eva.get("/batches/nothing")).status_code == 404
    assert not await commands(house)


async def test_a_page_in_swedish_holds_no_english(eva: httpx.AsyncClient, house: House) -> None:
    await there_are(house, life_of(essay(1)), life_of(essay(2))[:1], refused(2), left_over(3))
    eva.headers["accept-language"] = "sv"
    page = await shown(eva)
    for word in ("Read", "needs you", "Drop", "Handed in", "No more", "Replace"):
        assert word not in re.sub(r"<[^>]*>", " ", page)


async def test_when_it_was_handed_in_stands_there(eva: httpx.AsyncClient, house: House) -> None:
    await there_are(house, life_of(essay(1)))

    assert "<time datetime=" in row(await shown(eva), 1)
