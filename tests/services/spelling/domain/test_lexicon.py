"""The words of a language are known as they are, inflected, and with prefixes that are free."""

import pytest

from huleedu.services.spelling.domain.findings import Language
from huleedu.services.spelling.domain.lexicon import RARITY_OF_THE_UNSEEN, lexicon


@pytest.mark.parametrize(
    ("language", "word", "known"),
    [
        ("en", "colour", True),
        ("en", "naïve", True),
        ("en", "teacher's", True),
        ("en", "unfollow", True),
        ("en", "desided", False),
        ("en", "recieve", False),
        ("sv", "skolbänkarna", True),
        ("sv", "Annas", True),
        ("sv", "annas", False),
        ("sv", "bibloteket", False),
        ("sv", "привет", False),
    ],
)
def test_a_word_is_known_or_not(language: Language, word: str, known: bool) -> None:
    assert lexicon(language).knows(word) == known
    assert lexicon(language).knows(word) == known, "remembered as it was found"


def test_a_prefix_may_stand_before_a_hyphen_in_english_alone() -> None:
    assert lexicon("en").knows_part("anti")
    assert not lexicon("sv").knows_part("co")


def test_common_words_are_less_rare_than_others() -> None:
    english = lexicon("en")
    assert english.rarity("The") < english.rarity("teacher") < english.rarity("defenestration")
    assert english.rarity("qqqzzz") == RARITY_OF_THE_UNSEEN
