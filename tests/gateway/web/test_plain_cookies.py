"""Without TLS cookies go by names that every browser keeps; pages see their own names."""

import httpx
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from huleedu.gateway.web.plain_cookies import PlainCookies


async def _app(scope: Scope, receive: Receive, send: Send) -> None:
    seen = Request(scope).cookies
    answer: Response = PlainTextResponse(" ".join(f"{name}={seen[name]}" for name in sorted(seen)))
    answer.headers.append("Set-Cookie", "__Host-one=1; Path=/; Secure; HttpOnly; SameSite=Lax")
    answer.headers.append("Set-Cookie", "__Host-two=; Max-Age=0; Path=/; Secure")
    answer.headers.append("Set-Cookie", "__Secure-three=3; Path=/judge; Secure")
    answer.headers["X-Other"] = "a; Secure"
    await answer(scope, receive, send)


def _client(**headers: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=PlainCookies(_app))
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080", headers=headers)


async def test_a_browser_that_wants_tls_for_secure_cookies_brings_them_back() -> None:
    async with _client() as client:  # httpx sends no secure cookie over http, as Safari does not
        first = await client.get("/")
        assert first.headers.get_list("set-cookie") == [
            "one=1; Path=/; HttpOnly; SameSite=Lax",
            "two=; Max-Age=0; Path=/",
            "secure.three=3; Path=/judge",
        ]
        assert first.headers["x-other"] == "a; Secure"
        assert (await client.get("/")).text == "__Host-one=1"


async def test_cookies_of_some_paths_keep_what_they_are_for() -> None:
    async with _client(cookie="secure.three=3; one=1") as client:
        assert (await client.get("/")).text == "__Host-one=1 __Secure-three=3"


async def test_names_that_are_whole_already_stay_as_they_are() -> None:
    async with _client(cookie="__Host-one=1; two=2") as client:
        assert (await client.get("/")).text == "__Host-one=1 __Host-two=2"


async def test_who_brings_no_cookie_has_none() -> None:
    async with _client() as client:
        assert (await client.get("/")).text == ""
