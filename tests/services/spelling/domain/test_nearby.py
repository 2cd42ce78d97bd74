"""The index finds what a search of the whole list would find."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from huleedu.services.spelling.domain.nearby import LENGTH_MAX, Nearby, nearby

WORDS = st.text(alphabet="abcdåäé'œ", min_size=1, max_size=7)


@given(st.lists(WORDS, min_size=1, unique=True), WORDS, st.integers(0, 3))
def test_every_word_within_so_many_slips_is_found_and_no_other(
    words: list[str], word: str, slips: int
) -> None:
    distances = {other: OSA.distance(word, other) for other in words}
    expected = {(other, far) for other, far in distances.items() if far <= slips}
    assert set(Nearby(words).within(word, slips)) == expected


def test_words_that_are_too_long_are_left_out() -> None:
    index = Nearby(["a" * LENGTH_MAX, "a" * (LENGTH_MAX + 1)])
    assert index.within("a" * (LENGTH_MAX + 1), 1) == [("a" * LENGTH_MAX, 1)]
    assert index.within("a" * (LENGTH_MAX + 5), 2) == []


def test_the_word_that_was_meant_is_near() -> None:
    assert ("receive", 1) in nearby("en").within("recieve", 1)
    assert ("biblioteket", 1) in nearby("sv").within("bibloteket", 1)
