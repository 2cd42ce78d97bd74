"""Words that sound alike have the same key; what is near by it is ranked by its letters too."""

import pytest

from huleedu.services.spelling.domain import Language
from huleedu.services.spelling.domain.sounds import LETTERS_MIN, key_of, sounding_like


@pytest.mark.parametrize(
    ("language", "written", "meant"),
    [
        ("en", "filosify", "philosophy"),
        ("en", "nolige", "knowledge"),
        ("en", "anoimus", "anonymous"),
        ("en", "inaksesibel", "inaccessible"),
        ("sv", "hjärnan", "järnan"),
        ("sv", "stjärna", "kjärna"),
        ("sv", "arj", "arg"),
    ],
)
def test_what_sounds_alike_has_the_same_key(language: Language, written: str, meant: str) -> None:
    assert key_of(written, language) == key_of(meant, language)


def test_what_sounds_different_has_another_key() -> None:
    assert key_of("garden", "en") != key_of("carton", "en")


def test_the_likeliest_weighs_least() -> None:
    weighed = sounding_like("imeadeatly", "en", 0.8)
    assert min(weighed)[1] == "immediately"


def test_a_short_word_sounds_like_too_many() -> None:
    assert sounding_like("x" * (LETTERS_MIN - 1), "en", 0.8) == []
