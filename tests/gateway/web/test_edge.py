"""Every answer has its headers, and what other sites send is refused."""

from collections.abc import Callable

import httpx
import pytest

Browser = Callable[..., httpx.AsyncClient]
SAME = {"sec-fetch-site": "same-origin"}


@pytest.mark.parametrize("path", ["/help", "/nowhere", "/help/nothing", "/static/0/none.js"])
async def test_every_answer_shuts_out_what_does_not_belong_here(
    browser: Browser, path: str
) -> None:
    answer = await browser().get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"sec-fetch-site": "same-origin"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-site"}, True),
        ({"sec-fetch-site": "cross-site"}, True),
        ({"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8080"}, True),
        ({"origin": "http://127.0.0.1:8080"}, False),
        ({"origin": "http://127.0.0.1:8081"}, True),
        ({"origin": "null"}, True),
        ({}, False),  # no browser: there is no cookie that somebody else could use
    ],
)
async def test_what_another_site_sends_is_refused(
    browser: Browser, headers: dict[str, str], refused: bool
) -> None:
    answer = await browser().post("/look", headers=headers, data={"theme": "dark", "next": "/help"})
    assert answer.status_code == (403 if refused else 303)
    assert ("look=" in answer.headers.get("set-cookie", "")) != refused


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1:8080", 200), ("localhost:1", 200), ("[::1]:80", 200), ("evil.example", 403)],
)
async def test_a_name_that_leads_here_by_a_trick_is_refused(
    browser: Browser, host: str, status: int
) -> None:
    answer = await browser().get("/help", headers={"host": host})
    assert answer.status_code == status


async def test_what_is_not_there_is_told_in_the_readers_language(browser: Browser) -> None:
    answer = await browser().get("/nowhere", headers={"accept-language": "sv,en;q=0.5"})
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.text
    assert '<html lang="sv"' in answer.text
