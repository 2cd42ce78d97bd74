"""Whose a thing is: sin, hans and min are told apart where it is sure, and left alone elsewhere."""

import pytest

from huleedu.kit.prose import read
from huleedu.services.spelling.domain.remarks.rules import remark_on


def whose(text: str) -> list[tuple[str, str]]:
    found = remark_on(read(text), "sv")
    return [(text[m.start : m.end], m.better) for m in found if m.rule == "sin"]


@pytest.mark.parametrize(
    ("text", "word", "better"),
    [
        ("Jag tog sin cykel till skolan.", "sin", "min"),
        ("I dag kan du sina glosor.", "sina", "dina"),
        ("Vi sålde sitt hus.", "sitt", "vårt"),
        ("Han och sin bror gick hem.", "sin", "hans"),
        ("Hon köpte hennes egen bil.", "hennes", "sin"),
        ("De målade deras egna stolar.", "deras", "sina"),
    ],
)
def test_where_there_is_no_second_reading_it_is_said(text: str, word: str, better: str) -> None:
    assert whose(text) == [(word, better)]


@pytest.mark.parametrize(
    "text",
    [
        "Han tog sin cykel. Jag såg hans bror. Vi bad dem ta sina böcker.",
        "Jag i sin tur gick hem. Vi fick var sin bulle. De bor i deras egna hus.",
        "Jag såg honom och sin bror. Hon åkte med hans egen bil. Vi på sin höjd tio.",
        "Han sa hans egen bror ljög.",
    ],
)
def test_where_there_may_be_another_reading_nothing_is(text: str) -> None:
    assert whose(text) == []
