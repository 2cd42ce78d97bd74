"""P8: judging goes on, ends and goes on again, and nobody else changes it."""

import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import httpx
import pytest
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.judged import (
    AT,
    BATCH,
    FORM,
    essays_in,
    judged,
    opened,
    overview,
)

from huleedu.gateway.web.pages import SignedIn
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def karin(house: House, browser: Browser) -> httpx.AsyncClient:
    """Karin, with six essays that can be judged."""
    await essays_in(house, range(1, 7))
    return browser("karin")


async def test_more_is_asked_of_all_alike_and_goes_on(
    karin: httpx.AsyncClient, house: House
) -> None:
    await opened(karin)
    await karin.post(f"{AT}/close")
    page = (await karin.get(AT)).text
    assert "Judging has ended." in page
    assert "Karin" in page
    await karin.post(f"{AT}/more", data={"count": "5"})
    found = await overview(house)
    assert found.closed_at is None
    assert (found.wanted, [one.quota for one in found.judges]) == (17, [9, 8])
    for wrong in ("0", "-1", "x", "99999"):
        await karin.post(f"{AT}/more", data={"count": wrong})
    assert (await overview(house)).wanted == 17


async def test_a_late_essay_waits_until_it_is_let_in(
    karin: httpx.AsyncClient, house: House
) -> None:
    await opened(karin)
    await judged(house, "Ali Berg", 2)
    await essays_in(house, [9])
    assert "1 essay came after judging began" in (await karin.get(AT)).text
    assert (await overview(house)).essays == 6
    await karin.post(f"{AT}/late")
    found = await overview(house)
    assert (found.essays, found.late, found.decided) == (7, 0, 2)


async def test_late_essays_join_by_themselves_where_that_is_said(
    karin: httpx.AsyncClient, house: House
) -> None:
    await opened(karin)
    await judged(house, "Ali Berg", 2)
    await essays_in(house, [9])
    assert "An essay that comes late: It waits until you let it be judged" in (
        (await karin.get(AT)).text
    )
    await karin.post(f"{AT}/late-rule", data={"when_late": "join"})
    assert (await overview(house)).essays == 7, "what waits joins, too"
    await essays_in(house, [10])
    found = await overview(house)
    assert (found.essays, found.late, found.decided) == (8, 0, 2)
    assert "An essay that comes late: It is judged at once" in (await karin.get(AT)).text
    await karin.post(f"{AT}/late-rule", data={"when_late": "wait"})
    await essays_in(house, [11])
    found = await overview(house)
    assert (found.essays, found.late) == (8, 1)


async def test_before_anybody_began_an_essay_joins_by_itself(
    karin: httpx.AsyncClient, house: House
) -> None:
    await opened(karin)
    await essays_in(house, [9])
    found = await overview(house)
    assert (found.essays, found.late) == (7, 0)


async def test_who_may_only_look_sees_and_changes_nothing(
    karin: httpx.AsyncClient, browser: Browser, house: House, signed_in: dict[str, SignedIn]
) -> None:
    signed_in["ali"] = replace(KARIN, person=UUID(int=99))
    ali = browser("ali")
    assert (await ali.get(AT)).status_code == 404
    async with house.database("results").session() as sql:
        await sql.execute(
            "insert into share (batch, school, person, may) select id, school, $2, 'look' "
            "from batch where id = $1",
            BATCH,
            UUID(int=99),
        )
    assert "Nobody has set up judging yet" in (await ali.get(AT)).text
    await opened(karin)
    page = (await ali.get(AT)).text
    assert "0 of 12 judgements" in page
    assert 'method="post" action="/batches' not in page
    for act in ("open", "more", "close", "go-on", "late", "late-rule", "judges"):
        assert (await ali.post(f"{AT}/{act}", data=FORM)).status_code == 403


async def test_the_files_page_leads_here_and_says_how_far_it_is(
    karin: httpx.AsyncClient, house: House
) -> None:
    async def word() -> str:
        page = (await karin.get(f"/batches/{BATCH}")).text
        [found] = re.findall(rf'<a href="{AT}">Judging</a> <span>([^<]+)</span>', page)
        return found

    assert await word() == "set it up"
    await opened(karin)
    assert await word() == "open"
    await judged(house, "Ali Berg", 2)
    assert await word() == "2 judgements"
    await karin.post(f"{AT}/close")
    assert await word() == "ended"


async def test_language_models_are_stopped_and_go_on(
    karin: httpx.AsyncClient, house: House
) -> None:
    await opened(karin)
    assert "Language models" not in (await karin.get(AT)).text, "none was asked"
    await karin.post(f"{AT}/llm", data={"do": "stop"})
    page = (await karin.get(AT)).text
    assert "no question is asked any more" in page
    assert "Let them go on" in page
    await karin.post(f"{AT}/llm", data={"do": "go-on"})
    assert "no question is asked any more" not in (await karin.get(AT)).text
