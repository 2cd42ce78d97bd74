"""Which words are counted as joining thoughts."""

from collections import Counter
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.services.linguistics.domain.connectives import CONNECTIVES, count_connectives

LANGUAGES: tuple[Literal["en", "sv"], ...] = ("en", "sv")


def listed(language: Literal["en", "sv"]) -> list[str]:
    return [c.strip() for kind in CONNECTIVES[language].values() for c in kind.split(",")]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_connective_is_listed_once_in_small_letters(language: Literal["en", "sv"]) -> None:
    once = Counter(" ".join(connective.split()) for connective in listed(language))
    assert {connective for connective, times in once.items() if times > 1} == set()
    assert all(connective and connective == connective.lower() for connective in once)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_connective_is_found_as_one_of_its_kind(language: Literal["en", "sv"]) -> None:
    for kind, connectives in CONNECTIVES[language].items():
        for connective in connectives.split(","):
            assert count_connectives([connective.split()], language) == {kind: 1}, connective


def test_connectives_of_several_words_count_once_and_the_longest_counts() -> None:
    english = "on the other hand it rained so that we left as soon as it was possible"
    # on the other hand | so that | as soon as
    counts = count_connectives([english.split()], "en")
    assert counts == {"adversative": 1, "causal": 1, "temporal": 1}
    swedish = "till exempel trots att det var sent och därför att vi ville till skogen"
    # till exempel, och | trots att | därför att
    counts = count_connectives([swedish.split()], "sv")
    assert counts == {"additive": 2, "adversative": 1, "causal": 1}


def test_a_connective_does_not_go_over_a_sentences_end() -> None:
    assert count_connectives([["we", "went", "on", "the", "other"], ["hand"]], "en") == {}


def test_a_language_has_its_own_connectives() -> None:
    assert count_connectives([["och", "men"]], "en") == {}
    assert count_connectives([["and", "but"]], "sv") == {}


@given(st.lists(st.sampled_from([w for c in listed("en") for w in c.split()]), max_size=40))
def test_there_are_never_more_connectives_than_words(words: list[str]) -> None:
    assert count_connectives([words], "en").total() <= len(words)
