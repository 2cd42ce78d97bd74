"""A word in the form of dictionaries, and a correction in the case of the word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.services.spelling.domain import letters


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("don’t", "don't"),
        ("isn`t", "isn't"),
        ("can´t", "can't"),
        ("she＇s", "she's"),
        ("Zo\u0308e", "Zöe"),
        ("re\u2010read", "re-read"),
        ("in\u00advisible\u200b", "invisible"),
        ("ﬁne", "fine"),
    ],
)
def test_a_word_becomes_what_dictionaries_know(word: str, plain: str) -> None:
    assert letters.plain(word) == plain


@given(st.text())
def test_what_is_plain_stays_as_it_is(word: str) -> None:
    assert letters.plain(letters.plain(word)) == letters.plain(word)


def test_accents_are_taken_off_letters() -> None:
    assert [*map(letters.without_accents, ("naïve", "Zoë", "å", "fine"))] == [
        *("naive", "Zoe", "a", "fine")
    ]


@pytest.mark.parametrize(
    ("word", "latin"), [("fine", True), ("Åsa’s", True), ("привет", False), ("Ωmega", False)]
)
def test_other_alphabets_are_for_other_dictionaries(word: str, latin: bool) -> None:
    assert letters.is_latin(word) == latin


@pytest.mark.parametrize(
    ("word", "corrected"), [("Teh", "The"), ("TEH", "THE"), ("teh", "the"), ("T", "The")]
)
def test_a_correction_is_written_as_the_word_was(word: str, corrected: str) -> None:
    assert letters.in_case_of(word, "the") == corrected
