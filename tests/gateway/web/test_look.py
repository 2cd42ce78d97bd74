"""Language and light or dark: as chosen, as the browser says, or as the program is set."""

from collections.abc import Callable

import httpx
import pytest

Browser = Callable[..., httpx.AsyncClient]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("sv-SE,sv;q=0.9,en;q=0.8", "sv"),
        ("en-US", "en"),
        ("de,sv;q=0.3", "sv"),
        ("fr", "en"),
        ("", "en"),
    ],
)
async def test_the_browser_says_which_language(
    browser: Browser, accepted: str, language: str
) -> None:
    answer = await browser().get("/help", headers={"accept-language": accepted})
    assert f'<html lang="{language}"' in answer.text


async def test_what_was_chosen_is_remembered(browser: Browser) -> None:
    client = browser()
    answer = await client.post("/look", data={"language": "sv", "theme": "dark", "next": "/help"})
    assert answer.headers["location"] == "/help"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("look=sv.dark;")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    again = await client.get("/help", headers={"cookie": "__Host-look=sv.dark"})
    assert '<html lang="sv" data-theme="dark">' in again.text
    odd = await client.get("/help", headers={"cookie": '__Host-look=xx."><b>'})
    assert '<html lang="en" data-theme="auto">' in odd.text


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "https://evil.example", "/\\evil.example", "\\evil", "/\t/evil", "x"],
)
async def test_one_is_never_led_elsewhere(browser: Browser, elsewhere: str) -> None:
    answer = await browser().post("/look", data={"theme": "dark", "next": elsewhere})
    assert answer.headers["location"] == "/"
