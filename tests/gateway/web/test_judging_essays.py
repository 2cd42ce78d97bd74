"""Essays are called what may be seen; groups lead to their pupils' essays."""

from collections.abc import Callable

import httpx
from tests.gateway.web.judged import AT, essays_in

from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]


async def test_essays_are_named_by_their_files_or_pupils(house: House, browser: Browser) -> None:
    await essays_in(house, [1, 2])
    page = (await browser("karin").get(AT)).text
    assert ">essay 1.txt</option>" in page


async def test_where_names_are_hidden_codes_stand_for_them(house: House, browser: Browser) -> None:
    await essays_in(house, [1, 2], blind=True)
    page = (await browser("karin").get(AT)).text
    assert "2 essays are ready" in page
    assert "essay 1.txt" not in page
