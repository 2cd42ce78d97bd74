"""What the pages about coming in share."""

from dataclasses import replace

import pytest
from starlette.requests import Request

from huleedu.gateway.web.coming import asked_from, forget, site_of, wait, wrong_link
from huleedu.gateway.web.pages import Asked, Look, Web
from huleedu.gateway.words.words import words
from huleedu.services.identity import api as identity


def asked(web: Web, *, host: str = "127.0.0.1:8080", **headers: str) -> Asked:
    told = {"host": host, **headers}
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "headers": [(name.encode(), value.encode()) for name, value in told.items()],
        "client": ("192.0.2.7", 5),
    }
    return Asked(request=Request(scope), web=web, person=None, look=Look("en"), words=words("en"))


@pytest.mark.parametrize(
    ("origins", "host", "site"),
    [
        ((), "127.0.0.1:8080", identity.Site("127.0.0.1", "http://127.0.0.1:8080")),
        ((), "localhost:8080", identity.Site("localhost", "http://localhost:8080")),
        (
            ("https://a.example", "https://b.example:8443"),
            "b.example:8443",
            identity.Site("b.example", "https://b.example:8443"),
        ),
        (("https://a.example",), "evil.example", identity.Site("a.example", "https://a.example")),
    ],
)
async def test_a_passkey_is_bound_to_where_the_pages_are(
    web: Web, origins: tuple[str, ...], host: str, site: identity.Site
) -> None:
    assert site_of(asked(replace(web, origins=origins), host=host)) == site


async def test_where_somebody_asks_from(web: Web) -> None:
    cookie = "__Host-huleedu-device=secret"
    found = asked_from(asked(web, cookie=cookie, **{"user-agent": "Firefox"}))
    assert found == identity.AskedFrom("192.0.2.7", "Firefox", "secret")


async def test_waiting_is_told_in_seconds_and_in_minutes(web: Web) -> None:
    here = asked(web)
    assert wait(here, identity.WaitSeconds(30)) == "Too many tries. Wait 30 seconds."
    assert wait(here, identity.WaitSeconds(900)) == "Too many tries. Wait 15 minutes."


def test_why_a_link_does_not_work_has_a_word() -> None:
    wrong = (identity.LinkUsed(), identity.LinkEnded(), identity.NoSuchLink())
    assert [wrong_link(each) for each in wrong] == ["used", "ended", "none"]
    assert forget("x").startswith("x=; Max-Age=0; ")
