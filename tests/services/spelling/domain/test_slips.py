"""Slips that are likely cost little, and those of sound less than those of the fingers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.services.spelling.domain.findings import Language
from huleedu.services.spelling.domain.slips import FIRST_LETTER, cost, respellings

WORDS = st.text(alphabet="abcehstå", max_size=6)
LANGUAGES = st.sampled_from(("en", "sv"))


@given(WORDS, WORDS, LANGUAGES)
def test_only_the_word_itself_costs_nothing(one: str, other: str, language: Language) -> None:
    assert (cost(one, other, language) == 0.0) == (one == other)


@given(WORDS, WORDS, LANGUAGES)
def test_writing_one_for_the_other_costs_the_same_both_ways_in_swedish_vowels(
    one: str, other: str, language: Language
) -> None:
    assert cost(one, other, language) == pytest.approx(cost(other, one, language))


@pytest.mark.parametrize(
    ("language", "likelier", "less_likely", "meant"),
    [
        ("en", "recieve", "receibe", "receive"),
        ("en", "fone", "hone", "phone"),
        ("en", "comming", "coxming", "coming"),
        ("en", "teh", "tje", "the"),
        ("sv", "skärna", "bjärna", "stjärna"),
        ("sv", "hemma", "hemna", "hemma"),
    ],
)
def test_a_likely_slip_costs_less(
    language: Language, likelier: str, less_likely: str, meant: str
) -> None:
    assert cost(likelier, meant, language) < cost(less_likely, meant, language)


def test_a_first_letter_is_seldom_wrong() -> None:
    inside = cost("cabe", "cave", "en")
    assert cost("bave", "vave", "en") == pytest.approx(inside + FIRST_LETTER)


def test_a_word_is_written_in_other_ways_that_sound_alike() -> None:
    assert "enough" in set(respellings("enuff", "en"))
    assert "stjärna" in set(respellings("sjärna", "sv"))
    assert "enuff" not in set(respellings("enuff", "en"))
