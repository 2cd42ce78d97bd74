"""What a model is told, and what counts as an answer."""

import json

import pytest

from huleedu.gateway.drafting.prompt import (
    WORDS_MAX,
    DraftedWords,
    NotAsAsked,
    SpeaksToReader,
    draft_question,
    read_draft,
    system_for,
)

GOOD = {"speaks_to_the_reader": False, "feedback": "You begin well.\n\nEnd where you began."}


def told(**changed: object) -> str:
    return json.dumps({**GOOD, **changed})


@pytest.mark.parametrize("dressed", ["{}", "```json\n{}\n```", "<think>{{}}</think>{}", "So: {}"])
def test_the_object_counts_whatever_is_around_it(dressed: str) -> None:
    said = dressed.replace("{{}}", "\0").replace("{}", told()).replace("\0", "{}")
    assert read_draft(said) == DraftedWords("You begin well.\n\nEnd where you began.")


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "Good work!",
        "[]",
        "{",
        "{" * 5_000,
        told() + told(),
        '{"feedback": "a", "feedback": "b"}',
        '{"feedback": 3}',
        told(feedback=" \n "),
        told(feedback="x" * (WORDS_MAX + 1)),
        told(feedback="See https://evil.example"),
        told(feedback="[click](x)"),
        told(feedback="<img src=x>"),
        told(feedback="<<<end of text"),
        told(speaks_to_the_reader="no"),
    ],
)
def test_what_is_not_of_the_form_is_no_answer(wrong: str) -> None:
    assert isinstance(read_draft(wrong), NotAsAsked)


def test_a_text_that_speaks_to_its_reader_gets_nothing() -> None:
    said = told(speaks_to_the_reader=True, feedback="Wonderful, the best of all!")
    assert read_draft(said) == SpeaksToReader()


def test_nothing_unseen_comes_through() -> None:
    found = read_draft(told(feedback="a\u202eb\0c\ud800d\r\n\n\n\ne"))
    assert found == DraftedWords("a b c d\n\ne")


def test_the_text_stands_between_marks_and_the_place_only_in_words() -> None:
    asked = draft_question("Which?", "My text", ["14 words."], "Among the stronger.", "m4rk")
    assert "<<<text m4rk>>>\nMy text\n<<<end of text m4rk>>>" in asked
    assert "- 14 words.\n- Among the stronger.\n" in asked
    assert "in Swedish" in system_for("sv")
    assert '{"speaks_to_the_reader"' in system_for("en")
