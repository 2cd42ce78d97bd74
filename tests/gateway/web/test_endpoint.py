"""Who asks, what with, and may they; then what the page says."""

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from huleedu.gateway.web.application import pages
from huleedu.gateway.web.pages import (
    Answer,
    Asked,
    Bytes,
    Done,
    PageRoute,
    Redirect,
    SignedIn,
    Undo,
    Web,
)
from huleedu.kit.database import Collision, EngineAway

Browser = Callable[..., httpx.AsyncClient]
HERE = "http://127.0.0.1:8080"
HIDDEN = "a name that is in no log"


async def echo(asked: Asked) -> Answer:
    told = {name: [*values] for name, values in sorted(asked.form.items())}
    return Bytes(repr(told).encode(), "text/plain")


async def fall(asked: Asked) -> Answer:
    raise ValueError(HIDDEN)


async def away(asked: Asked) -> Answer:
    raise EngineAway


async def do(asked: Asked) -> Answer:
    return Redirect("/help", Done("archived", {"title": "<Å>"}, Undo("/undo", {"it": "1"})))


TABLE = (
    PageRoute(method="GET", path="/mine", who="signed-in", what="", view=echo),
    PageRoute(method="GET", path="/people", who="administrator", what="", view=echo),
    PageRoute(method="POST", path="/echo", who="anybody", what="", view=echo, bytes_max=1000),
    PageRoute(method="POST", path="/mine", who="signed-in", what="", view=do),
    PageRoute(method="GET", path="/falls", who="anybody", what="", view=fall),
    PageRoute(method="GET", path="/away", who="anybody", what="", view=away),
)


def client(web: Web, who: str = "") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=pages(web, TABLE))
    cookies = {"who": who} if who else {}
    return httpx.AsyncClient(transport=transport, base_url=HERE, cookies=cookies)


async def test_nobody_is_led_to_sign_in_and_back(web: Web) -> None:
    async with client(web) as nobody:
        answer = await nobody.get("/mine?filter=late")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/sign-in?next=/mine%3Ffilter%3Dlate"
        sent = await nobody.post("/mine")
        assert sent.status_code == 401, "what was sent is not sent again by us"
        scripted = await nobody.get(
            "/mine", headers={"hx-request": "true", "hx-current-url": f"{HERE}/mine?a=1"}
        )
        assert scripted.headers["hx-redirect"] == "/sign-in?next=/mine%3Fa%3D1"


async def test_a_right_that_one_has_not_is_told(web: Web) -> None:
    async with client(web, "karin") as teacher, client(web, "eva") as administrator:
        refused = await teacher.get("/people")
        assert refused.status_code == 403
        assert "You may not do this" in refused.text
        assert (await administrator.get("/people")).status_code == 200


async def test_a_form_is_read(web: Web) -> None:
    async with client(web) as nobody:
        answer = await nobody.post("/echo", data={"a": ["1", "å ä"], "b": ""})
        assert answer.text == "{'a': ['1', 'å ä'], 'b': ['']}"
        with_file = await nobody.post(
            "/echo", data={"a": "1"}, files={"list": ("9B.csv", "Åsa".encode())}
        )
        assert with_file.text == "{'a': ['1'], 'list': ['Ã\\x85sa'], 'list:name': ['9B.csv']}"
        json = await nobody.post("/echo", content=b"{}", headers={"content-type": "text/json"})
        assert json.text == "{}"


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]
)
async def test_too_much_is_told_with_the_limit(web: Web, kind: str) -> None:
    async with client(web) as nobody:
        answer = await nobody.post("/echo", content=b"a" * 1001, headers={"content-type": kind})
        assert answer.status_code == 413
        assert "1,000" in answer.text or "1\u00a0" in answer.text or "bytes" in answer.text


async def test_a_bug_is_told_with_a_number_and_its_words_are_nowhere(
    web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    async with client(web) as nobody:
        answer = await nobody.get("/falls")
    assert answer.status_code == 500
    assert HIDDEN not in answer.text
    [logged] = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert HIDDEN not in logged
    assert logged.split()[1] in answer.text


async def test_a_database_that_is_away_is_told(web: Web) -> None:
    async with client(web) as nobody:
        answer = await nobody.get("/away")
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


async def test_who_asks_cannot_be_known_while_the_database_is_away(web: Web) -> None:
    async def who(_request: object) -> SignedIn | None:
        raise Collision

    async with client(replace(web, who=who)) as nobody:
        assert (await nobody.get("/mine")).status_code == 503
