"""Kinds of remarks are left out of a batch, wanted again, and undone; a school has its own."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import httpx
import pytest
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.judged_batch import BATCH, BERTIL, judged_batch
from tests.gateway.web.test_essay_page import done, undo
from tests.gateway.web.visiting import begun, visiting
from tests.services.results.hearing import hear

from huleedu.contracts.batches import BatchShared
from huleedu.contracts.people import OWN_SCHOOL
from huleedu.contracts.spelling import REMARK_RULES, FoundRemark, SpellingChecked
from huleedu.gateway.web.pages import SignedIn
from huleedu.services.results.api import remarks
from huleedu.wiring.program import House

ALI = UUID(int=13)
ESSAY, AT = f"/batches/{BATCH}/essays/{BERTIL}", f"/batches/{BATCH}/remarks"
ALL = len(REMARK_RULES["en"])


@pytest.fixture
async def karin(house: House, browser: Callable[..., httpx.AsyncClient]) -> httpx.AsyncClient:
    """Whose batch it is; one of its texts is remarked on."""
    await judged_batch(house)
    await hear(
        house.database("results"),
        SpellingChecked(
            batch=BATCH, essay=BERTIL, run=2, language="en", words=20, misspellings=(),
            remarks=(FoundRemark(14, 17, "there_is", "there"),),
        ),
    )  # fmt: skip
    return browser("karin")


async def test_a_kind_is_left_out_at_its_mark_and_undone(karin: httpx.AsyncClient) -> None:
    page = (await karin.get(ESSAY)).text
    assert page.count('class="remarked" popovertarget="remark-0"') == 1
    assert f'href="{AT}"' in page
    assert 'name="of" value="there_is"' in page
    answer = await karin.post(AT, data={"of": "there_is", "essay": str(BERTIL)})
    assert answer.headers["location"] == ESSAY
    assert done(answer)["code"] == "remark_off"
    assert 'popovertarget="remark-' not in (await karin.get(ESSAY)).text
    listed = (await karin.get(AT)).text
    assert f"{ALL - 1} kinds of remarks are looked for, of {ALL}" in listed
    assert "found once" in listed, "nothing is lost"
    back = await undo(karin, answer)
    assert done(back)["code"] == "remark_on"
    assert 'popovertarget="remark-0"' in (await karin.get(ESSAY)).text


async def test_many_are_chosen_at_once_and_undone(karin: httpx.AsyncClient, house: House) -> None:
    database = house.database("results")
    shown = " ".join(REMARK_RULES["en"])
    answer = await karin.post(AT, data={"of": shown, "on": ["than", "article", "no_rule"]})
    assert done(answer)["facts"] == {"n": 2}
    page = (await karin.get(AT)).text
    assert f"2 kinds of remarks are looked for, of {ALL}" in page
    assert page.count(" checked>") == 2
    await undo(karin, answer)
    assert (await karin.get(AT)).text.count(" checked>") == ALL
    assert (await remarks.of_batch(database, BATCH)).off == ()
    swedish = (await karin.get(AT, headers={"Accept-Language": "sv"})).text
    assert f"{ALL} slags anmärkningar eftersöks, av {ALL}" in swedish


async def test_the_report_follows_and_says_what_is_left_out(karin: httpx.AsyncClient) -> None:
    report = f"/batches/{BATCH}/report"
    before = (await karin.get(report)).text
    assert '<mark class="remark"' in before
    assert "Left out in this batch" not in before
    await karin.post(AT, data={"of": "there_is"})
    after = (await karin.get(report)).text
    assert '<mark class="remark"' not in after
    assert "Left out in this batch" in after


async def test_who_may_only_look_changes_nothing(
    karin: httpx.AsyncClient,
    house: House,
    signed_in: dict[str, SignedIn],
    browser: Callable[..., httpx.AsyncClient],
) -> None:
    signed_in["ali"] = replace(KARIN, person=ALI)
    ali = browser("ali")
    assert (await ali.get(AT)).status_code == 404
    await hear(house.database("results"), BatchShared(batch=BATCH, person=ALI, may="look"))
    page = await ali.get(AT)
    assert page.status_code == 200
    assert "Look for these</button>" not in page.text
    assert "Do not look for this" not in (await ali.get(ESSAY)).text
    assert (await ali.post(AT, data={"of": "there_is"})).status_code == 403


async def test_new_batches_of_a_school_begin_with_its_own(house: House) -> None:
    database = house.database("results")
    async with visiting(house) as admin:
        await begun(house, admin)
        assert "New batches look for" in (await admin.get("/school/remarks")).text
        changed = await admin.post("/school/remarks", data={"of": "than article", "on": "article"})
        assert "One kind of remark is looked for" in changed.text
        assert (await remarks.of_school(database, OWN_SCHOOL)).off == ("than",)
        assert "settings" in (await admin.get("/school/audit")).text.lower()
