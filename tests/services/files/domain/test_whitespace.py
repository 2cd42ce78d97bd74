"""A text is cleaned of what nobody sees, and parted into paragraphs."""

from hypothesis import given
from hypothesis import strategies as st

from huleedu.services.files.domain.whitespace import (
    WRAPPED_LINE_MAX,
    clean,
    joined,
    lines_once,
    paragraphs_apart,
    parted,
)


@given(st.text())
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert parted(parted(clean(text))) == parted(clean(text))


def test_line_ends_are_one_and_unseen_signs_go() -> None:
    assert clean("a\r\nb\rc\u2028d\x0ce") == "a\nb\nc\nd\ne"
    assert clean("in\u00advis\u200bible\u202e\ufeff") == "invisible"
    assert clean("A\u030asa") == "Åsa"
    assert clean("می\u200cخواهم") == "می\u200cخواهم", "a joiner shapes letters"


def test_one_empty_line_stands_between_paragraphs() -> None:
    assert joined(["One ", "", "\n", "two\nlines"]) == "One\n\ntwo\nlines"
    assert parted("\n\na  \n\n\n\nb\n") == "a\n\nb"


def test_a_line_longer_than_anybody_wraps_is_a_paragraph() -> None:
    long = "word " * (WRAPPED_LINE_MAX // 5 + 1)
    assert paragraphs_apart(f"{long}\nshort\nshort") == f"{long.rstrip()}\n\nshort\nshort"


def test_headers_keep_each_line_once() -> None:
    assert lines_once(["Åsa  9B\n", "9B\nÅsa 9B", ""]) == "Åsa 9B\n9B"
