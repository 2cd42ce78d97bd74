"""P11: what may be done with one essay, by whom, and how it is undone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from tests.gateway.web.conftest import KARIN
from tests.gateway.web.judged_batch import (
    ANNA,
    BATCH,
    BERTIL,
    judged_batch,
)
from tests.gateway.web.test_essay_page import done, undo
from tests.services.results.hearing import hear

from huleedu.contracts.batches import BatchShared
from huleedu.gateway.web.pages import SignedIn
from huleedu.wiring.program import House

ALI = UUID(int=13)
AT = f"/batches/{BATCH}/essays/{BERTIL}"


@pytest.fixture
async def karin(house: House, browser: Callable[..., httpx.AsyncClient]) -> httpx.AsyncClient:
    """Whose batch it is."""
    await judged_batch(house)
    return browser("karin")


async def test_a_grade_is_decided_changed_meanwhile_and_undone(karin: httpx.AsyncClient) -> None:
    first = await karin.post(f"{AT}/grade", data={"grade": "B", "seen": "0", "reason": "later"})
    assert done(first)["code"] == "grade_decided"
    assert 'class="grade">B</strong>' in (await karin.get(AT)).text
    late = await karin.post(f"{AT}/grade", data={"grade": "D", "seen": "0", "reason": "later"})
    assert done(late)["code"] == "grade_changed_since"
    assert done(late)["facts"] == {"name": "Karin Lind", "grade": "B"}
    await undo(karin, first)
    assert 'class="grade">' not in (await karin.get(AT)).text
    for grade, reason, code in (
        ("D", "", "grade_reason_wanted"),
        ("Q", "", "grade_not_of_scale"),
        ("D", "x" * 501, "grade_reason_long"),
    ):
        answer = await karin.post(f"{AT}/grade", data={"grade": grade, "reason": reason})
        assert done(answer)["code"] == code
    swedish = {"Accept-Language": "sv"}
    told = {"grade": "D", "reason": "senare"}
    assert done(await karin.post(f"{AT}/grade", data=told, headers=swedish))
    assert "<br>later</p>" in (await karin.get(AT)).text, "it is the same in each language"
    await karin.post(f"{AT}/grade", data={"grade": ""})
    life = (await karin.get(AT)).text
    assert "Grade decided: B" in life
    assert "Undecided again" in life


async def test_a_word_that_is_right_is_so_in_every_text_and_undone(
    karin: httpx.AsyncClient,
) -> None:
    before = (await karin.get(AT)).text
    assert before.count(">Wroxham</button>") == 1
    answer = await karin.post(f"{AT}/word", data={"word": "Wroxham", "do": "allow"})
    assert done(answer)["facts"] == {"word": "Wroxham"}
    for path in (AT, f"/batches/{BATCH}/essays/{ANNA}"):
        page = (await karin.get(path)).text
        assert ">Wroxham</button>" not in page
        assert page.count(">Teh</button>") == 2
        assert "One word is not counted as misspelt in this batch" in page
    await undo(karin, answer)
    assert ">Wroxham</button>" in (await karin.get(AT)).text


async def test_a_note_is_kept_while_it_is_typed_and_is_ones_own(
    karin: httpx.AsyncClient, house: House, signed_in: dict[str, SignedIn], browser: Any
) -> None:
    kept = await karin.post(f"{AT}/note/kept", data={"note": "Ask her"})
    assert kept.text.startswith("saved ")
    assert "Ask her</textarea>" in (await karin.get(AT)).text
    await hear(house.database("results"), BatchShared(batch=BATCH, person=ALI, may="look"))
    signed_in["ali"] = replace(KARIN, person=ALI, name="Ali Berg")
    ali = browser("ali")
    assert "Ask her" not in (await ali.get(AT)).text
    assert (await ali.post(f"{AT}/note/kept", data={"note": "Mine"})).status_code == 200
    assert "Ask her</textarea>" in (await karin.get(AT)).text
    assert "Ali Berg" in (await karin.get(AT)).text, "who looked"


async def test_who_may_only_look_has_no_actions(
    karin: httpx.AsyncClient, house: House, signed_in: dict[str, SignedIn], browser: Any
) -> None:
    await hear(house.database("results"), BatchShared(batch=BATCH, person=ALI, may="look"))
    signed_in["ali"] = replace(KARIN, person=ALI, name="Ali Berg")
    ali = browser("ali")
    page = (await ali.get(AT)).text
    for action in ("/grade", "/look-again", "/word", f'action="/batches/{BATCH}/talk"'):
        assert f'{action}"' not in page
        assert action not in page.replace(f"/batches/{BATCH}/talk#", "") or action == "/grade"
    for path, data in (
        (f"{AT}/grade", {"grade": "B"}),
        (f"{AT}/grade/undo", {"act": str(uuid4())}),
        (f"{AT}/look-again", {"more": "2"}),
        (f"{AT}/look-again/{uuid4()}/withdraw", {}),
        (f"{AT}/word", {"word": "Teh"}),
        (f"/batches/{BATCH}/talk", {"essay": str(ANNA)}),
        (f"/batches/{BATCH}/talk/{BERTIL}/outcome", {"outcome": "stays"}),
        (f"/batches/{BATCH}/talk/{BERTIL}/undo", {}),
    ):
        assert (await ali.post(path, data=data)).status_code == 403, path


async def test_it_is_looked_at_again_by_who_has_not_seen_it(karin: httpx.AsyncClient) -> None:
    answer = await karin.post(f"{AT}/look-again", data={"more": "2", "once": str(uuid4())})
    assert done(answer)["code"] == "again_asked"
    assert "Cia" in done(answer)["facts"]["judges"]
    assert "2 more judgements are asked for, 0 given" in (await karin.get(AT)).text
    await undo(karin, answer)
    page = (await karin.get(AT)).text
    assert "are asked for, 0 given" not in page
    assert "and then not any more" in page, "its life tells"
    for more in ("0", "21", "x", ""):
        wrong = await karin.post(f"{AT}/look-again", data={"more": more})
        assert done(wrong)["code"] == "again_wrong"
