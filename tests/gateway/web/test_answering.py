"""What was just done is told once, on the next page, and can be taken back there."""

import gzip
from base64 import urlsafe_b64encode
from collections.abc import Callable

import httpx
import msgspec
import pytest

from huleedu.gateway.web.pages import Done, Undo

Browser = Callable[..., httpx.AsyncClient]


def carried(done: Done) -> str:
    return urlsafe_b64encode(msgspec.json.encode(done)).decode()


async def test_what_was_done_is_told_once_with_its_undo(browser: Browser) -> None:
    done = Done("archived", {"title": "<Å>"}, Undo("/look", {"theme": 'da"rk'}))
    answer = await browser().get("/help", headers={"cookie": f"__Host-done={carried(done)}"})
    assert 'id="done"' in answer.text
    assert "&lt;Å&gt;" in answer.text
    assert 'name="theme" value="da&#34;rk"' in answer.text
    assert "done=; Path=/; Max-Age=0" in answer.headers["set-cookie"]


@pytest.mark.parametrize("odd", ["", "%%%", "e30=", "bnVsbA==", "ZmFsc2U="])
async def test_what_is_no_such_thing_is_passed_over(browser: Browser, odd: str) -> None:
    answer = await browser().get("/help", headers={"cookie": f"__Host-done={odd}"})
    assert answer.status_code == 200
    assert 'id="done"' not in answer.text


async def test_pages_are_packed(browser: Browser) -> None:
    async with browser() as client:
        answer = await client.get("/help", headers={"accept-encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        plain = await client.get("/help", headers={"accept-encoding": "identity"})
        assert "content-encoding" not in plain.headers
        assert plain.text == answer.text
    assert len(gzip.compress(plain.content)) < len(plain.content)
