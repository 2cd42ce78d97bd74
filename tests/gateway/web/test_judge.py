"""A link's key becomes a cookie of its judging alone, by which the page asks what programs ask."""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import httpx
import pytest
from tests.gateway.api.asking import BATCH, NOBODY, enrol, open_batch
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.test_events import reading
from tests.services.results.hearing import REGISTERED, hear

from huleedu.gateway.api.routes import AT, ROUTES, JudgeRoute
from huleedu.gateway.web.application import pages
from huleedu.gateway.web.judge import JUDGE_PAGES
from huleedu.gateway.web.pages import SignedIn, Web
from huleedu.gateway.web.table import PAGES
from huleedu.wiring.judging import judgings_of
from huleedu.wiring.program import House
from huleedu.wiring.web import web_of

Browser = Callable[..., httpx.AsyncClient]
OTHER = UUID(int=8)


async def entered(client: httpx.AsyncClient, key: str) -> str:
    """Where this key's judging is."""
    answer = await client.post("/judge/enter", json={"key": key})
    assert answer.status_code == 200, answer.text
    assert answer.json()["type"] == "entered"
    return f"/judge/{answer.json()['judging']}"


def test_the_page_asks_all_that_programs_ask() -> None:
    asked = {(route.method, route.path.replace("/judge/{judging}", AT)) for route in JUDGE_PAGES}
    assert {(each.method, each.path) for each in ROUTES if isinstance(each, JudgeRoute)} < asked


async def test_a_judge_comes_by_a_key_and_goes_on_by_a_cookie(
    browser: Browser, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    await open_batch(house)
    key = await enrol(house, "Åsa", quota=2)
    client = browser()
    with caplog.at_level(logging.DEBUG):
        at = await entered(client, key)
        assert key not in at
        begun = (await client.get(f"{at}/session")).json()
        assert (begun["judge"], begun["quota"]) == ("Åsa", 2)
        pair = (await client.post(f"{at}/next", json={})).json()
        after = (await client.post(f"{at}/next", json={"holding": pair["pair"]})).json()
        assert after["type"] == "pair_to_judge"
        decided = await client.post(f"{at}/pairs/{pair['pair']}/decision", json={"answer": 1})
        assert decided.json() == {"type": "recorded"}
        draft = {"pair": after["pair"], "comment": "so"}
        assert (await client.put(f"{at}/draft", json=draft)).json()["comment"] == "so"
        assert len((await client.get(f"{at}/decisions?limit=5")).json()["items"]) == 1
        undone = await client.post(f"{at}/undo", json={"decided": 1})
        assert undone.json()["type"] == "taken_back"
    assert key not in caplog.text
    assert pair["first"] not in caplog.text


async def test_the_cookie_is_for_this_judging_and_the_browser_alone(house: House) -> None:
    await house.start(["gateway"])
    await open_batch(house)
    key = await enrol(house, "Åsa")
    app = pages(web_of(house, "en", origins=("https://s.example",), secure=True), PAGES)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="https://s.example") as client:
        answer = await client.post("/judge/enter", json={"key": key})
        judging = answer.json()["judging"]
        [cookie] = answer.headers.get_list("set-cookie")
    assert cookie == (
        f"__Secure-huleedu-judge-{judging}={key}; Path=/judge/{judging}; "
        "Secure; HttpOnly; SameSite=Strict"
    )
    assert key not in answer.text


async def test_a_link_that_opens_nothing_makes_no_cookie(browser: Browser, house: House) -> None:
    await open_batch(house)
    client = browser()
    refused = await client.post("/judge/enter", json={"key": NOBODY})
    assert (refused.status_code, refused.json()) == (401, {"type": "unknown_key"})
    assert "set-cookie" not in refused.headers
    for wrong in ({}, {"key": ""}, {"key": "k" * 201}, {"key": 1}):
        assert (await client.post("/judge/enter", json=wrong)).status_code == 422
    none = await client.get(f"/judge/{'0' * 16}/session")
    assert none.status_code == 401
    assert "Class 9B" not in refused.text + none.text


async def test_a_key_that_was_withdrawn_opens_nothing_any_more(
    browser: Browser, house: House
) -> None:
    await open_batch(house)
    client = browser()
    at = await entered(client, await enrol(house, "Åsa"))
    await judgings_of(house).revoke(BATCH, "Åsa")
    answer = await client.post(f"{at}/next", json={})
    assert (answer.status_code, answer.json()) == (401, {"type": "key_revoked"})


async def test_two_judgings_and_a_teacher_do_not_mix_in_one_browser(
    browser: Browser, house: House
) -> None:
    await open_batch(house)
    await open_batch(house, batch=OTHER)
    client = browser("karin")
    asa = await entered(client, await enrol(house, "Åsa"))
    bo = await entered(client, await enrol(house, "Bo", batch=OTHER))
    assert (await client.get(f"{asa}/session")).json()["judge"] == "Åsa"
    assert (await client.get(f"{bo}/session")).json()["judge"] == "Bo"
    assert (await client.get("/account")).status_code == 200
    fresh = browser()
    assert (await fresh.get(f"{asa}/session")).status_code == 401


async def test_other_sites_can_neither_enter_nor_answer(browser: Browser, house: House) -> None:
    await open_batch(house)
    client = browser()
    key = await enrol(house, "Åsa")
    at = await entered(client, key)
    for elsewhere in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        for path, body in (("/judge/enter", {"key": key}), (f"{at}/next", {})):
            assert (await client.post(path, json=body, headers=elsewhere)).status_code == 403
    form = await client.post(f"{at}/next", data={"holding": ""})
    assert form.status_code == 415, "no form of another site's is taken for what the page asks"


async def test_the_page_itself_holds_nothing_of_anybody(browser: Browser, house: House) -> None:
    await open_batch(house)
    client = browser(**{"Accept-Language": "sv"})
    at = await entered(client, await enrol(house, "Åsa"))
    for path in ("/judge", at):
        page = await client.get(path)
        assert page.status_code == 200
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        assert "unsafe" not in page.headers["content-security-policy"]
        assert "Åsa" not in page.text
        assert "Class 9B" not in page.text
        assert "Bedömning kräver JavaScript" in page.text
        assert 'lang="sv"' in page.text


async def test_a_worry_is_told_to_whoever_works_on_the_batch(
    browser: Browser, house: House, signed_in: dict[str, SignedIn], web: Web
) -> None:
    await hear(house.database("results"), REGISTERED)
    await open_batch(house, batch=REGISTERED.batch)
    client = browser()
    at = await entered(client, await enrol(house, "Åsa", batch=REGISTERED.batch))
    pair = (await client.post(f"{at}/next", json={})).json()["pair"]
    await client.post(f"{at}/pairs/{pair}/flag", json={"why": "cannot_judge"})
    signed_in["both"] = replace(KARIN, rights=frozenset({"administrator", "teacher"}))
    owner = browser("both")
    assert "worrying" not in (await owner.get("/")).text
    told = {"why": "worrying", "which": "first"}
    page = (await owner.get(f"/batches/{REGISTERED.batch}")).text
    [revision] = re.findall(r"/events\?after=(\d+)", page)
    async with reading(web, revision, "both", batch=REGISTERED.batch) as reader:
        assert (await client.put(f"{at}/pairs/{pair}/flag", json=told)).status_code == 200
        await reader.until("A judge found something worrying in one of the texts.")
    page = (await owner.get(f"/batches/{REGISTERED.batch}")).text
    assert "A judge found something worrying in one of the texts." in page
    assert "In 9B a judge found something worrying in a text." in (await owner.get("/")).text
