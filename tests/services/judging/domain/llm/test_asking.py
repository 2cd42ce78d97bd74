"""What a language model is asked, and what of its answers counts."""

import json
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.services.judging.domain.llm import asking
from huleedu.services.judging.domain.llm.asking import (
    PromptInjection,
    Said,
    Unreadable,
    read,
    settle,
)

FIRST = '{"better": "first", "how_much": "much", "why": "It says more."}'
ANSWERS = st.sampled_from([-2, -1, 0, 1, 2])


@pytest.mark.parametrize(
    "text",
    [
        FIRST,
        f"\n {FIRST} \n",
        f"```json\n{FIRST}\n```",
        f"```\n{FIRST}```",
        f"Here is my answer: {FIRST} I hope that helps.",
        f"<think>Is it {{second}}? Let me see {{.</think>{FIRST}",
        f"A model may leave out where it began to think. </think>\n\n{FIRST}",
        FIRST.replace("}", ', "speaks_to_the_judge": "none", "sure": 0.9}'),
    ],
)
def test_one_object_of_the_form_is_an_answer_whatever_stands_around_it(text: str) -> None:
    assert read(text) == Said(2, "It says more.")


@pytest.mark.parametrize(
    "text",
    [
        *("", "first", "null", "[]", "{}", "{", '"first"', "The first.", "[1", "\x00"),
        '{"better": "First"}',
        '{"better": "third"}',
        '{"better": 1}',
        '{"better": ["first"]}',
        '{"better": null}',
        '{"better": "first", "how_much": "very"}',
        '{"better": "first", "why": 5}',
        '{"better": "first", "better": "second"}',
        f"{FIRST} {FIRST}",
        f"{FIRST} {{",
        f"[{FIRST}]",
        f'{{"answer": {FIRST}}}',
        f"<think>{FIRST}</think>",
        f"{FIRST}</think>",
        '{"better": "first"',
        "{better: first}",
        '{"better": "first"} [sic]',
        '{"why": ' + "[" * 100_000,
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert isinstance(read(text), Unreadable)


@given(st.text())
def test_no_answer_makes_it_fall(text: str) -> None:
    read(text)
    assert isinstance(read('{"better": "first", "why": ' + json.dumps(text) + "}"), Said)


@pytest.mark.parametrize(
    ("better", "how_much", "answer"),
    [
        ("first", "much", 2),
        ("first", "slightly", 1),
        ("equal", "much", 0),
        ("second", "slightly", -1),
        ("second", "much", -2),
    ],
)
def test_an_answer_is_a_number_of_five(better: str, how_much: str, answer: int) -> None:
    said = read(json.dumps({"better": better, "how_much": how_much}))
    assert said == Said(answer, "")


def test_a_text_that_speaks_to_the_judge_is_no_answer() -> None:
    assert read('{"better": "first", "speaks_to_the_judge": "second"}') == PromptInjection("second")


@given(st.text())
def test_a_reason_can_be_kept_anywhere(why: str) -> None:
    said = read(json.dumps({"better": "first", "why": why + "\x00\ud800\n"}))
    assert isinstance(said, Said)
    assert said.why.encode().decode().isprintable()
    assert len(said.why) <= asking.WHY_MAX


@given(ANSWERS, ANSWERS)
def test_both_orders_make_one_answer(straight: int, swapped: int) -> None:
    answer = settle(straight, swapped)
    if straight * swapped < 0:
        assert answer * straight > 0, "they agree"
        assert abs(answer) == min(abs(straight), abs(swapped))
    else:
        assert answer == 0, "the order has decided, or one of them says equal"
    assert settle(swapped, straight) == -answer, "it does not matter which was asked first"


def test_both_reasons_are_told_and_a_contradiction_named() -> None:
    agree = asking.both_reasons(Said(2, "longer"), Said(-1, "clearer"))
    assert "longer" in agree
    assert "clearer" in agree
    assert "Contradicts" not in agree
    assert "Contradicts itself" in asking.both_reasons(Said(1, "a"), Said(2, "b"))
    assert "Contradicts" not in asking.both_reasons(Said(0, "a"), Said(2, "b"))


def test_a_question_holds_both_texts_between_marks_that_they_cannot_know() -> None:
    asked = asking.question("Which?", "one", "two", "f00")
    assert "<<<first f00>>>\none\n<<<end of first f00>>>" in asked
    assert "<<<second f00>>>\ntwo\n<<<end of second f00>>>" in asked
    assert "Which?" in asked


def test_the_form_that_endpoints_are_told_is_the_form_that_is_read() -> None:
    hints = get_type_hints(asking.AnswerForm)
    assert set(hints) == set(asking.FORM["properties"]) == set(asking.FORM["required"])
    for name, told in asking.FORM["properties"].items():
        assert told.get("enum", []) == list(get_args(hints[name])) or hints[name] is str
        assert name in asking.SYSTEM, "and it stands in the words, for those that take no form"


@given(st.text(), st.text())
def test_no_tokeniser_makes_more_of_a_question_than_it_has_bytes(system: str, asked: str) -> None:
    clean = system.encode("utf-8", "ignore").decode(), asked.encode("utf-8", "ignore").decode()
    assert asking.tokens_at_most(*clean) >= len(clean[0]) + len(clean[1])


def test_the_control_question_can_only_be_answered_in_one_way() -> None:
    criterion = asking.control_criterion("c0de")
    assert "c0de" in criterion
    assert "c0de" not in asking.CONTROL_TEXT + asking.OTHER_TEXT
    assert asking.digest("a", "b") != asking.digest("ab", "")
