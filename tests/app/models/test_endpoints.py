"""Any endpoint: what it refuses by name is said otherwise, what passes is waited for."""

import asyncio
import itertools
import threading
from typing import Any

import pytest
from tests.app.models.conftest import Run
from tests.app.models.server import Answer, Body, anthropic, openai, texts_in

from huleedu.engines.llm.dialect import Protocol
from huleedu.engines.llm.endpoints import Endpoint
from huleedu.kit.llm import (
    AskInFallback,
    ModelAway,
    ModelRefuses,
    NotTold,
    Question,
    QuestionRefused,
    Usage,
)
from huleedu.services.judging.api.automated import Finished, Stopped

QUESTION = Question("Judge.", "Which?", {"type": "object"}, 100)


def refusal(message: str, status: int = 400) -> Answer:
    return Answer({"error": {"message": message}}, status)


def response_format(body: Body) -> str:
    return body.get("response_format", {}).get("type", "")


def no_schema(body: Body) -> Answer | None:
    if response_format(body) == "json_schema":
        return refusal("This response_format type is unavailable now", 422)
    return None


def no_object(body: Body) -> Answer | None:
    if response_format(body) not in ("json_schema", ""):
        return refusal("'response_format.type' must be 'json_schema' or 'text'")
    return None


def no_format(body: Body) -> Answer | None:
    if response_format(body):
        return refusal("Extra inputs are not permitted: response_format", 422)
    return None


def as_reasoning_models(body: Body) -> Answer | None:
    if "max_tokens" in body:
        return refusal(
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use "
            "'max_completion_tokens' instead."
        )
    if "temperature" in body:
        return refusal("Unsupported value: 'temperature' does not support 0 with this model.")
    return None


def no_system(body: Body) -> Answer | None:
    if body["messages"][0]["role"] == "system":
        return refusal("System role not supported")
    return None


def no_tools(body: Body) -> Answer | None:
    return refusal("tool_choice: unknown field") if "tool_choice" in body else None


@pytest.mark.parametrize(
    ("protocol", "refuses"),
    [
        ("openai", [no_schema]),
        ("openai", [no_object]),
        ("openai", [no_format]),
        ("openai", [as_reasoning_models]),
        ("openai", [no_system]),
        ("openai", [no_format, as_reasoning_models, no_system]),
        ("anthropic", [no_tools]),
    ],
)
async def test_what_an_endpoint_refuses_by_name_is_said_otherwise_from_then_on(
    judged: Run, protocol: Protocol, refuses: list[Any]
) -> None:
    judged.protocol = protocol

    def answer(body: Body) -> Answer:
        refused = next((no for one in refuses if (no := one(body))), None)
        return refused or judged.models.well(body)

    judged.models.answer = answer
    ran = await judged(20)
    assert isinstance(ran.ended, Finished)
    assert len(await ran.answers()) == 20
    kept = [outcome for outcome, *_ in await ran.asked()]
    assert kept.count("said") == 40
    assert len(kept) == len(judged.models.asked), "each request is on record"
    last = [body for body in judged.models.asked[-20:] if any(one(body) for one in refuses)]
    assert not last, "what was refused is not tried again"
    first_text, _ = texts_in(judged.models.questions[-1])
    assert first_text in judged.texts


async def test_an_answer_is_held_to_its_form_where_that_can_be(judged: Run) -> None:
    await judged(1)
    [body, *_] = judged.models.asked
    schema = body["response_format"]["json_schema"]
    assert schema["strict"]
    assert set(schema["schema"]["required"]) == set(schema["schema"]["properties"])


async def test_anthropics_models_fill_in_a_form(judged: Run) -> None:
    judged.protocol = "anthropic"

    def answer(body: Body) -> Answer:
        assert body["tool_choice"] == {"type": "tool", "name": body["tools"][0]["name"]}
        call: Body = {"type": "tool_use", "name": body["tools"][0]["name"], "id": "1"}
        call["input"] = {"better": "first", "how_much": "much", "why": "", "more": 1}
        talk = {"type": "text", "text": "Let me see."}
        return Answer(anthropic("") | {"content": [talk, call], "stop_reason": "tool_use"})

    judged.models.answer = answer
    ran = await judged(3)
    assert {answer for *_, answer in await ran.answers()} == {0}


async def test_an_endpoint_that_refuses_without_a_reason_ends_the_run(judged: Run) -> None:
    judged.models.answer = lambda _: refusal("Bad request.")
    ran = await judged(3)
    assert isinstance(ran.ended, Stopped)
    assert "Bad request." in ran.ended.why


@pytest.mark.parametrize(
    ("status", "message"),
    [(401, "wrong key"), (404, "no such model"), (429, '{"code": "insufficient_quota"}')],
)
async def test_a_refusal_stops_at_once_and_loses_nothing(
    judged: Run, status: int, message: str
) -> None:
    judged.texts = judged.texts[:2]
    judged.models.answer = lambda _: refusal(message, status)
    ran = await judged(1)
    assert isinstance(ran.ended, Stopped)
    assert f"{status}" in ran.ended.why
    assert len(judged.models.asked) == 1
    judged.models.answer = judged.models.well
    ran = await judged(1)
    assert isinstance(ran.ended, Finished)
    assert len(await ran.answers()) == 1


async def test_failures_that_pass_are_tried_again(judged: Run) -> None:
    judged.models.first = [
        *(Answer({}, status) for status in (429, 500, 503, 529, 408)),
        Answer(b"<html>gateway</html>"),
        Answer(b'{"choices": "none"}'),
        Answer(b"\xff\xfe{"),
        Answer(b"[" * 100_000),
    ]
    ran = await judged(8)
    assert isinstance(ran.ended, Finished)
    assert len(await ran.answers()) == 8


async def test_one_that_is_too_slow_counts_as_charged(judged: Run) -> None:
    never = threading.Event()

    def answer(_: Body) -> Answer:
        never.wait(60)
        return Answer({})

    judged.models.answer = answer
    judged.texts = judged.texts[:2]
    judged.answer_within_s = 0.05
    ran = await judged(1)
    never.set()
    assert isinstance(ran.ended, Stopped)
    assert "does not answer within 0.05 s" in ran.ended.why
    assert "Nothing is lost" in ran.ended.why
    assert all(tokens > 1000 for *_, tokens in await ran.asked())


async def test_nobody_there_costs_nothing(judged: Run) -> None:
    judged.models.url = "http://127.0.0.1:9/v1"
    ran = await judged(1)
    assert isinstance(ran.ended, Stopped)
    assert "cannot be reached" in ran.ended.why
    assert await ran.spent() == (0, 0)


@pytest.mark.parametrize(
    ("status", "is_charged"),
    [(500, True), (502, True), (504, True), (429, False), (503, False), (529, False)],
)
async def test_whether_a_failure_counts_as_charged_depends_on_what_may_have_been_done(
    judged: Run, status: int, is_charged: bool
) -> None:
    judged.texts = judged.texts[:2]
    judged.models.answer = lambda _: Answer({}, status)
    ran = await judged(1)
    tokens, _ = await ran.spent()
    assert (tokens > 0) == is_charged


async def test_an_endless_answer_is_not_waited_for(judged: Run) -> None:
    endpoint = Endpoint("openai", judged.models.url, "m")
    judged.models.answer = lambda _: Answer(b" " * 1_000_001)
    with pytest.raises(ModelAway, match="does not end its answer"):
        await endpoint.ask(QUESTION)
    await endpoint.aclose()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ([{"type": "text", "text": '{"better"'}, {"type": "text", "text": ': "first"}'}], None),
        ([{"type": "thinking", "thinking": [{"type": "text", "text": "{"}]}], ""),
        (None, ""),
    ],
)
async def test_content_in_parts_is_put_together(
    judged: Run, content: object, text: str | None
) -> None:
    endpoint = Endpoint("openai", judged.models.url, "m")
    judged.models.answer = lambda _: Answer({"choices": [{"message": {"content": content}}]})
    reply = await endpoint.ask(QUESTION)
    assert reply.text == ('{"better": "first"}' if text is None else text)
    assert reply.usage == NotTold()
    await endpoint.aclose()


@pytest.mark.parametrize(
    ("usage", "told"),
    [
        ({"prompt_tokens": 3, "completion_tokens": 4, "details": {"x": [1]}}, Usage(3, 4)),
        ({"prompt_tokens": "3", "completion_tokens": 4}, NotTold()),
        ({"prompt_tokens": True, "completion_tokens": 4}, NotTold()),
        ({"prompt_tokens": 3.5, "completion_tokens": 4}, NotTold()),
        ({"prompt_tokens": 3}, NotTold()),
        ("many", NotTold()),
        ([], NotTold()),
    ],
)
async def test_a_usage_that_is_none_does_not_cost_the_answer(
    judged: Run, usage: object, told: object
) -> None:
    endpoint = Endpoint("openai", judged.models.url, "m")
    judged.models.answer = lambda body: Answer(openai("yes") | {"usage": usage})
    reply = await endpoint.ask(QUESTION)
    assert (reply.text, reply.usage) == ("yes", told)
    await endpoint.aclose()


async def test_what_anthropic_reads_from_a_cache_counts(judged: Run) -> None:
    endpoint = Endpoint("anthropic", judged.models.url, "m")
    usage = {"input_tokens": 3, "cache_read_input_tokens": 20, "output_tokens": 4}
    judged.models.answer = lambda _: Answer(anthropic("yes", usage))
    assert (await endpoint.ask(QUESTION)).usage == Usage(23, 4)
    await endpoint.aclose()


async def test_the_address_keeps_its_query_and_azure_its_header(judged: Run) -> None:
    endpoint = Endpoint("openai", judged.models.url + "/?api-version=2", "m")
    judged.models.talk = lambda _: "yes"
    await endpoint.ask(QUESTION)
    assert judged.models.paths == ["/v1/chat/completions?api-version=2"]
    await endpoint.aclose()


@pytest.mark.parametrize(
    ("told", "wait_s"),
    [("7", 7.0), ("0.5", 0.5), ("-3", 0.0), ("nan", 0.0), ("inf", 0.0), ("soon", 0.0), ("", 0.0)],
)
async def test_how_long_to_wait_is_read_with_care(judged: Run, told: str, wait_s: float) -> None:
    endpoint = Endpoint("openai", judged.models.url, "m")
    judged.models.answer = lambda _: Answer({}, 429, {"retry-after": told})
    with pytest.raises(ModelAway) as away:
        await endpoint.ask(QUESTION)
    assert away.value.wait_s == wait_s
    await endpoint.aclose()


async def test_a_date_to_wait_for_is_understood(judged: Run) -> None:
    endpoint = Endpoint("openai", judged.models.url, "m")
    date = "Fri, 31 Dec 2999 23:59:59 GMT"
    judged.models.answer = lambda _: Answer({}, 503, {"retry-after": date})
    with pytest.raises(ModelAway) as away:
        await endpoint.ask(QUESTION)
    assert away.value.wait_s > 1e9
    await endpoint.aclose()


async def test_an_endpoint_that_wants_to_be_left_alone_for_long_ends_the_run(
    judged: Run,
) -> None:
    judged.texts = judged.texts[:2]
    judged.models.answer = lambda _: Answer({}, 429, {"retry-after": "86400"})
    ran = await judged(1)
    assert isinstance(ran.ended, Stopped)
    assert len(judged.models.asked) == 1


async def test_two_that_were_refused_at_once_are_both_asked_again(judged: Run) -> None:
    endpoint = Endpoint("openai", judged.models.url, "m")
    both = threading.Barrier(2)

    def answer(body: Body) -> Answer:
        if refused := no_schema(body):
            both.wait(60)
        return refused or Answer(openai("yes"))

    judged.models.answer = answer
    asked = [endpoint.ask(QUESTION) for _ in range(2)]
    refused = await asyncio.gather(*asked, return_exceptions=True)
    assert [type(one) for one in refused] == [AskInFallback, AskInFallback]
    assert (await endpoint.ask(QUESTION)).text == "yes"
    assert response_format(judged.models.asked[-1]) == "json_object", "one step, not two"
    await endpoint.aclose()


async def test_what_was_learnt_is_not_forgotten_over_another_refusal(judged: Run) -> None:
    endpoint = Endpoint("openai", judged.models.url, "m")
    both, go_on = threading.Barrier(2), threading.Event()
    numbers = itertools.count(1)

    def answer(body: Body) -> Answer:
        number = next(numbers)
        if number > 2:
            return no_schema(body) or Answer(openai("yes"))
        both.wait(60)
        if number == 1:
            return refusal("no json_schema")
        go_on.wait(60)
        return refusal("temperature must be 1")

    judged.models.answer = answer
    asked = [asyncio.create_task(endpoint.ask(QUESTION)) for _ in range(2)]
    first, second = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
    go_on.set()
    await asyncio.wait(second)
    assert [type(task.exception()) for task in (*first, *second)] == [AskInFallback, AskInFallback]
    assert (await endpoint.ask(QUESTION)).text == "yes", "the first refusal was heard"
    await endpoint.aclose()


async def test_a_refusal_is_the_questions_fault_once_others_were_answered(judged: Run) -> None:
    endpoint = Endpoint("openai", judged.models.url, "m")
    judged.models.first = [refusal("Bad request."), Answer(openai("yes")), refusal("Bad request.")]
    with pytest.raises(ModelRefuses):
        await endpoint.ask(QUESTION)
    await endpoint.ask(QUESTION)
    with pytest.raises(QuestionRefused):
        await endpoint.ask(QUESTION)
    await endpoint.aclose()
