"""A browser of somebody who comes in by the pages themselves."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import httpx
from pyotp.totp import TOTP

from huleedu.gateway.web.application import pages
from huleedu.gateway.web.table import PAGES
from huleedu.kit.mail import Mailer
from huleedu.wiring.program import House
from huleedu.wiring.web import first_path, web_of

ORIGIN = "https://skola.example"
GOOD = "three small boats at dawn"
KARIN = "karin@ekskolan.example"


@asynccontextmanager
async def visiting(house: House, mailer: Mailer | None = None) -> AsyncGenerator[httpx.AsyncClient]:
    """A browser with nothing in it."""
    await house.start(["gateway"])
    web = replace(web_of(house, "en", origins=(ORIGIN,), secure=True), mailer=mailer)
    app = pages(web, PAGES)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app, client=("192.0.2.7", 4)),
        base_url=ORIGIN,
        follow_redirects=True,
        headers={"Sec-Fetch-Site": "same-origin", "User-Agent": "Firefox"},
    ) as client:
        yield client


def secret_in(page: str) -> str:
    """The secret of a code app, as the page shows it in letters."""
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert found, page
    return found[1].replace(" ", "")


def link_in(page: str) -> str:
    """The link that a page tells once, without its host."""
    found = re.search(r'<code class="secret">https://skola\.example([^<]+)</code>', page)
    assert found, page
    return found[1]


def code_of(secret: str, now: datetime, steps: int = 0) -> str:
    """What the app shows, so many half minutes later."""
    return TOTP(secret).at(now + timedelta(seconds=30 * steps))


async def begun(house: House, client: httpx.AsyncClient) -> str:
    """Karin has made the school and is signed in; the secret of her code app."""
    first = await first_path(house)
    assert first
    assert (await client.get(first)).status_code == 200
    told = {
        "school_name": "Ekskolan",
        "language": "en",
        "name": "Karin Lind",
        "email": KARIN,
        "password": GOOD,
    }
    page = await client.post("/start", data=told)
    secret = secret_in(page.text)
    done = await client.post(
        "/sign-in/set-up", data={"code": code_of(secret, house.clock()), "next": "/account"}
    )
    assert "recovery codes" in done.text
    return secret


async def invited(house: House, admin: httpx.AsyncClient, client: httpx.AsyncClient) -> None:
    """Ali has been invited, and is signed in as a teacher."""
    told = {"email": "ali@ekskolan.example", "rights": "teacher"}
    page = await admin.post("/school/invitations", data=told)
    assert (await client.get(link_in(page.text))).status_code == 200
    came = await client.post("/invitation", data={"name": "Ali Berg", "password": GOOD})
    assert came.status_code in (200, 404), "home"


async def grown_stale(house: House) -> None:
    """Everybody's session is older than ten minutes."""
    async with house.database("identity").session() as sql:
        await sql.execute("update session set fresh_at = fresh_at - interval '11 minutes'")
