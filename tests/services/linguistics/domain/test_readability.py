"""Readability formulas, against values worked by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.services.linguistics.domain.readability import flesch, flesch_kincaid, lix

COUNT = st.integers(1, 1000)


def test_lix_is_words_per_sentence_and_long_words_in_percent() -> None:
    # 10 words in 2 sentences, 3 long: 10/2 + 100 * 3/10 = 5 + 30
    assert lix(words=10, sentences=2, long_words=3) == pytest.approx(35)


def test_flesch_of_the_cat_on_the_mat() -> None:
    # The cat sat on the mat. 6 words of 6 syllables: 206.835 - 1.015 * 6 - 84.6 * 1 = 116.145
    assert flesch(words=6, sentences=1, syllables=6) == pytest.approx(116.145)
    # 100 words, 5 sentences, 150 syllables: 206.835 - 20.3 - 126.9 = 59.635
    assert flesch(words=100, sentences=5, syllables=150) == pytest.approx(59.635)


def test_the_grade_of_the_cat_on_the_mat() -> None:
    # 0.39 * 6 + 11.8 * 1 - 15.59 = -1.45
    assert flesch_kincaid(words=6, sentences=1, syllables=6) == pytest.approx(-1.45)
    # 100 words, 5 sentences, 150 syllables: 7.8 + 17.7 - 15.59 = 9.91
    assert flesch_kincaid(words=100, sentences=5, syllables=150) == pytest.approx(9.91)


@given(COUNT, COUNT, COUNT)
def test_longer_words_and_sentences_make_a_text_harder(words: int, more: int, some: int) -> None:
    sentences = some + 1
    assert lix(words, sentences, some + more) > lix(words, sentences, some)
    assert lix(words, sentences - 1, some) > lix(words, sentences, some)
    assert flesch(words, sentences, words + more) < flesch(words, sentences, words)
    assert flesch_kincaid(words, sentences, words + more) > flesch_kincaid(words, sentences, words)
