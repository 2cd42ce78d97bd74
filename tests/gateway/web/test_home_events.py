"""Home is told the rows of batches that changed, and nothing of others'."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

import httpx
import msgspec
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.judged import AT, BATCH, essays_in, judged, opened
from tests.gateway.web.test_events import Reader, reading
from tests.services.results.hearing import REGISTERED, hear, life_of

from huleedu.contracts.batches import BatchRegistered, BatchRenamed
from huleedu.gateway.web.live import Live
from huleedu.gateway.web.pages import Web
from huleedu.wiring.program import House

ONE, OTHER, ANOTHERS = UUID(int=7), UUID(int=8), UUID(int=9)


def registered(batch: UUID, owner: UUID | None = KARIN.person) -> BatchRegistered:
    return msgspec.structs.replace(REGISTERED, batch=batch, title=f"b{batch.int}", owner=owner)


def told(reader: Reader) -> list[tuple[int, Sequence[str]]]:
    """Each event's id, and the batches of which it tells."""
    found = re.findall(r"^id: (\d+)\n((?:data: .*\n)+)", reader.text, re.MULTILINE)
    return [
        (int(number), re.findall(r'hx-target="#b-([0-9a-f-]+)"', data)) for number, data in found
    ]


async def test_the_row_that_changed_is_told_and_no_other(web: Web, house: House) -> None:
    results = house.database("results")
    await hear(results, registered(ONE), registered(OTHER), registered(ANOTHERS, UUID(int=99)))
    async with reading(web, "2", "karin", path="/events") as reader:
        await reader.until(": still here")
        await hear(results, *life_of(UUID(int=1), ONE)[:1])
        await reader.until("id: 3")
        await hear(results, BatchRenamed(batch=ANOTHERS, title="secret"))
        await hear(results, BatchRenamed(batch=OTHER, title="Ny rubrik"))
        await reader.until("id: 4")
    assert told(reader) == [(3, [str(ONE)]), (4, [str(OTHER)])]
    assert "Ny rubrik" in reader.text
    assert "secret" not in reader.text
    assert 'hx-target="#home-needs"' in reader.text


async def test_home_tells_how_far_judging_is_as_it_goes(
    web: Web, house: House, browser: Callable[..., httpx.AsyncClient]
) -> None:
    await essays_in(house, range(1, 7))
    karin = browser("karin")
    await opened(karin)
    page = (await karin.get("/")).text
    assert "Judging, 0 of 12" in page
    [revision] = re.findall(r"/events\?after=(\d+)", page)
    async with reading(web, revision, "karin", path="/events") as reader:
        await reader.until(": still here")
        await judged(house, "Ali Berg", 1)
        await reader.until("Judging, 1 of 12")
    assert f"#b-{BATCH}" in reader.text
    await karin.post(f"{AT}/close")
    page = (await karin.get("/")).text
    assert "Judging, " not in page
    [now] = re.findall(r"/events\?after=(\d+)", page)
    assert now != revision


async def test_what_happened_while_nobody_read_is_told_by_any_process(
    web: Web, house: House
) -> None:
    results = house.database("results")
    await hear(results, registered(ONE), registered(OTHER))
    await hear(results, BatchRenamed(batch=OTHER, title="Ny rubrik"))
    other = replace(web, live=Live(results))
    async with reading(other, "0", "karin", last="2", path="/events") as reader:
        await reader.until("id: 3")
        await hear(results, BatchRenamed(batch=ONE, title="Annan"))
        await reader.until("id: 4")
    assert told(reader) == [(3, [str(OTHER), str(ONE)]), (4, [str(ONE)])]


async def test_a_page_goes_on_behind_what_it_shows(
    browser: Callable[..., httpx.AsyncClient], house: House
) -> None:
    await hear(house.database("results"), registered(ONE), *life_of(UUID(int=1), ONE)[:2])
    page = (await browser("karin").get("/?show=mine&search=b")).text
    assert 'hx-sse:connect="/events?after=3&amp;show=mine&amp;search=b"' in page
    empty = (await browser("karin").get("/?search=x")).text
    assert 'hx-sse:connect="/events?after=3&amp;search=x"' in empty


async def test_nobody_reads_without_a_number_or_a_right(web: Web, house: House) -> None:
    async with reading(web, "x", "karin", path="/events") as reader:
        pass
    assert reader.status == 400
    async with reading(web, "0", "", path="/events") as reader:
        pass
    assert reader.status in (303, 401)
