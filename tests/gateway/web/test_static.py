"""Files stand at addresses that name their contents, packed for whoever can unpack."""

import gzip
from collections.abc import Callable

import httpx

from huleedu.gateway.web.static import static_files

Browser = Callable[..., httpx.AsyncClient]
FIRST_PAGE = ("web.css", "htmx.js", "keys.js", "page.js", "mark.svg")
KB = 1024


async def test_a_browser_may_keep_them(browser: Browser) -> None:
    client = browser()
    for name, file in static_files().items():
        answer = await client.get(file.path)
        assert answer.status_code == 200, name
        assert answer.content == file.body
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-type"] == file.media_type
    other = static_files()["web.css"].path.replace("/static/", "/static/0")
    assert (await client.get(other)).status_code == 404


def test_the_first_page_is_light() -> None:
    packed = sum(len(static_files()[name].packed or b"") for name in FIRST_PAGE)
    assert packed + 6 * KB < 60 * KB
    css = static_files()["web.css"].packed
    assert css
    assert b"--paper" in gzip.decompress(css), "the colours are the report's"
