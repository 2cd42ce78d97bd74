"""P8: a teacher has a language model judge, and is told how it goes and why it ended."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import httpx
import pytest
from tests.app.models.server import Server
from tests.gateway.llm_judging.conftest import Models
from tests.gateway.web.judged import AT, essays_in, opened, overview

from huleedu.gateway.web.judging_llm import money_told, state_of
from huleedu.gateway.words.words import words
from huleedu.services.judging.api.llm_runs import LlmEnd
from huleedu.wiring.program import House

Browser = Callable[..., httpx.AsyncClient]
START = {"do": "start", "llm_model": "m", "llm_judgements": "4", "llm_money": "1,5"}


@pytest.fixture
def played(house: House) -> Iterator[Models]:
    """What a worker does, and the server that plays the models."""
    plays = Server()
    yield Models(house, plays)
    plays.close()


@pytest.fixture
async def karin(house: House, browser: Browser, played: Models) -> httpx.AsyncClient:
    """Karin, whose school allows the models m and n."""
    await essays_in(house, range(1, 7))
    await played.allow()
    return browser("karin")


async def test_set_up_offers_models_and_says_where_texts_go(
    karin: httpx.AsyncClient, played: Models
) -> None:
    page = (await karin.get(AT)).text
    assert "they are sent to Nordic Words in Finland (127.0.0.1)" in page
    assert page.count('name="llm_model"') == 2
    await played.forbid()
    assert "llm_model" not in (await karin.get(AT)).text


async def test_judging_is_opened_with_a_model_and_people_keep_their_share(
    karin: httpx.AsyncClient, house: House, played: Models
) -> None:
    await opened(karin, llm_model="m", llm_judgements="5")
    found = await overview(house)
    assert [(run.model, run.quota) for run in found.llm_runs] == [("m", 5)]
    assert found.rules.judgements == found.wanted == 12 + 5
    page = (await karin.get(AT)).text
    assert "m begins within a few seconds." in page
    assert (await played.judged()).why is LlmEnd.DONE
    page = (await karin.get(AT)).text
    assert "m has judged as many as were asked of it." in page
    assert "5 of 5" in page
    assert "0.0004 EUR" in page, "in the judges' table"


async def test_what_cannot_be_is_said_and_what_was_typed_stays(
    karin: httpx.AsyncClient, house: House
) -> None:
    form = {"judges": "Ali", "per_essay": "4", "steps": "3", "llm_model": "m"}
    wrong = await karin.post(f"{AT}/open", data={**form, "llm_judgements": "0", "llm_money": "2"})
    assert wrong.status_code == 422
    assert "a whole number from 1 to 10,000" in wrong.text
    assert 'value="m" checked' in wrong.text
    await opened(karin)
    for typed, said in (
        ({"llm_money": "6"}, "more than 0 and at most 5.00 EUR"),
        ({"llm_money": "x"}, "more than 0 and at most 5.00 EUR"),
        ({"llm_model": "x"}, "Choose at least one of the language models."),
        ({"llm_model": ""}, "Choose at least one of the language models."),
    ):
        answer = await karin.post(f"{AT}/llm", data={**START, **typed})
        assert answer.status_code == 422
        assert said in answer.text
        assert "<title>Error:" in answer.text
    assert (await overview(house)).llm_runs == ()


async def test_it_is_started_stopped_and_let_go_on_and_the_page_says_by_whom(
    karin: httpx.AsyncClient, house: House, played: Models
) -> None:
    await opened(karin)
    assert (await karin.post(f"{AT}/llm", data=START)).status_code == 303
    [run] = (await overview(house)).llm_runs
    assert (run.quota, run.money) == (4, 1.5)
    assert "Stop them" in (await karin.get(AT)).text
    await karin.post(f"{AT}/llm", data={"do": "stop"})
    page = (await karin.get(AT)).text
    assert "no question is asked any more" in page
    assert "Let them go on" in page
    assert await played.told() == [], "it was stopped before a worker heard of it"
    await karin.post(f"{AT}/llm", data={"do": "go-on"})
    assert (await played.judged()).why is LlmEnd.DONE
    assert "Stop them" not in (await karin.get(AT)).text, "nothing is at work"


async def test_who_may_not_starts_nothing(
    karin: httpx.AsyncClient, house: House, played: Models
) -> None:
    await opened(karin)
    async with house.database("identity").session() as sql:
        await sql.execute("update language_models set who = 'administrators'")
    assert "start-models" not in (await karin.get(AT)).text
    answer = await karin.post(f"{AT}/llm", data=START)
    assert "administrators alone" in answer.text
    assert (await overview(house)).llm_runs == ()
    assert not played.server.asked


@pytest.mark.parametrize("language", ["en", "sv"])
def test_each_end_is_told(language: str) -> None:
    told = words("sv" if language == "sv" else "en")
    for why in (*(one.value for one in LlmEnd if one is not LlmEnd.TAKEN_OVER), "stopped_by"):
        assert told.say(f"judging.llm_ended.{why}", model="m", name="Åsa").startswith("m")


def test_an_end_is_as_it_should_be_or_not() -> None:
    assert state_of(LlmEnd.DONE) == "done"
    assert state_of(LlmEnd.SPENT) == "ended"


def test_small_money_is_told_precisely() -> None:
    say = words("sv")
    assert money_told(Decimal("0.0032"), say) == "0,0032"
    assert money_told(2.5, say) == "2,50"
    assert money_told(0, say) == "0,00"


@pytest.mark.parametrize("what", ["started", "stopped", "let_go_on"])
def test_the_audit_tells_it_without_facts(what: str) -> None:
    for told in (words("en"), words("sv")):
        assert told.say(f"identity.audit.models_{what}")
