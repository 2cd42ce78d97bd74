"""Two languages have dictionaries; a text's most frequent words tell which is asked."""

import pytest

from huleedu.services.files.domain.pdf.dictionary import Language, dictionary, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the dog and the cat", "en"),
        ("hunden och katten som var där", "sv"),
        ("minun koirani on iso", None),
        ("", None),
    ],
)
def test_frequent_words_tell_the_language(text: str, language: Language | None) -> None:
    assert language_of(text.split()) == language


def test_a_dictionary_knows_its_words_and_no_others() -> None:
    assert dictionary("en")("important")
    assert not dictionary("en")("dayoff")
    assert dictionary("sv")("skolgården")
    assert not dictionary("sv")("\u0416ук")
