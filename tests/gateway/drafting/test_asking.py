"""A model that is slow, wrong, hostile or dear costs what it may, and harms nobody."""

from decimal import Decimal
from uuid import UUID

import pytest
from tests.app.models.server import Answer, Server, openai
from tests.gateway.drafting.conftest import WORDS, Drafting, allow, answer

from huleedu.gateway.drafting.store import DraftFound
from huleedu.services.feedback import api as feedback

ANNA = UUID(int=1)


async def drafted(drafting: Drafting) -> DraftFound:
    await drafting.wanted([ANNA])
    return (await drafting.work())[ANNA]


async def words_of(drafting: Drafting) -> str:
    database = drafting.house.database("feedback")
    return (await feedback.one(database, drafting.of.school, ANNA)).words


@pytest.mark.parametrize(
    "said",
    ["no JSON", answer(""), answer("https://evil.example"), answer() * 2, "{" * 10_000, "[]"],
)
async def test_what_is_not_as_asked_is_asked_again_and_then_left(
    drafting: Drafting, model: Server, said: str
) -> None:
    model.talk = lambda _: said
    assert await drafted(drafting) == DraftFound("failed", "no_answer")
    assert await words_of(drafting) == ""
    assert len(model.asked) == 3
    assert all(outcome.startswith("not as asked") for outcome in await drafting.outcomes())


async def test_once_wrong_and_then_right_is_a_draft(drafting: Drafting, model: Server) -> None:
    model.first = [Answer(openai("what?"))]
    assert await drafted(drafting) == DraftFound("drafted", "")
    assert await words_of(drafting) == WORDS


@pytest.mark.parametrize(
    ("broken", "why", "asked"),
    [
        (Answer({"error": "busy"}, 503), "away", 3),
        (Answer(b"<html>", 200), "away", 3),
        (Answer({"error": "wrong key"}, 401), "refused", 1),
        (Answer({"error": {"message": "maximum context length"}}, 400), "too_long", 1),
        (Answer({"error": "later"}, 429, {"retry-after": "3600"}), "away", 1),
        (Answer(openai("", finish="content_filter")), "refused", 1),
    ],
)
async def test_what_the_endpoint_says_otherwise_is_told_as_a_code(
    drafting: Drafting, model: Server, broken: Answer, why: str, asked: int
) -> None:
    model.answer = lambda _: broken
    assert await drafted(drafting) == DraftFound("failed", why)
    assert len(model.asked) == asked
    assert len(await drafting.outcomes()) == asked


async def test_what_it_cost_is_what_the_endpoint_tells_to_the_last_digit(
    drafting: Drafting, model: Server
) -> None:
    usage = {"prompt_tokens": 1_000, "completion_tokens": 100}
    model.answer = lambda _: Answer(openai(answer(), usage))
    assert await drafted(drafting) == DraftFound("drafted", "")
    cost = Decimal(1_000 * 1 + 100 * 10) / 1_000_000
    assert await drafting.spent() == (cost, cost)


@pytest.mark.parametrize("usage", [{}, {"prompt_tokens": 0, "completion_tokens": 0}, "free"])
async def test_whoever_tells_too_little_is_charged_all_that_was_set_aside(
    drafting: Drafting, model: Server, usage: object
) -> None:
    model.answer = lambda _: Answer(openai(answer(), usage or {"total": 1}))
    await drafted(drafting)
    batch, month = await drafting.spent()
    assert batch == month > Decimal("0.015")


@pytest.mark.parametrize(
    ("batch", "month", "why"), [("0.000001", "9", "over_budget"), ("5", "5", "month_over")]
)
async def test_a_question_that_could_pass_a_limit_is_not_asked(
    drafting: Drafting, model: Server, batch: str, month: str, why: str
) -> None:
    await allow(drafting.house, drafting.of.school, model.url, batch, month)
    if why == "month_over":
        async with drafting.house.database("identity").session() as sql:
            await sql.execute(SPEND, drafting.of.school, drafting.house.clock().replace(day=1))
    assert await drafted(drafting) == DraftFound("failed", why)
    assert model.asked == []
    assert (await drafting.spent())[0] == 0


SPEND = "insert into language_models_spent (school, month, money) values ($1, $2::date, 5)"


async def test_a_key_goes_to_its_own_address_alone(drafting: Drafting, model: Server) -> None:
    other = Server()
    other.talk = lambda _: answer()
    await allow(drafting.house, drafting.of.school, other.url)
    await drafted(drafting)
    assert model.asked == []
    assert "authorization" not in other.headers[0]
    other.close()
