"""The judge that only counts: sure of nothing but its measures, and it says so."""

from uuid import UUID

import pytest

from huleedu.gateway.words.choice import Language
from huleedu.gateway.words.words import words
from huleedu.services.judging.domain import baseline
from huleedu.services.judging.domain.desk import Script


def script(number: int, **measures: float) -> Script:
    return Script(essay=UUID(int=number), name=f"{number}", text="", measures=measures)


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("en", ("not for grading", "Nobody has read")),
        ("sv", ("inget betygsunderlag", "ingen har läst")),
    ],
)
def test_it_says_that_it_is_not_for_grading(language: Language, says: tuple[str, str]) -> None:
    told = words(language).explain(baseline.NOTE)
    assert all(each.casefold() in told.casefold() for each in says), told


def test_more_words_and_fewer_misspellings_are_better() -> None:
    longer = baseline.scores([script(1, words=100), script(2, words=200), script(3, words=400)])
    assert list(longer) == sorted(longer)
    faulty = baseline.scores(
        [script(1, misspellings_per_100_words=9), script(2, misspellings_per_100_words=1)]
    )
    assert faulty[1] > faulty[0]


def test_what_is_not_measured_counts_as_the_middle() -> None:
    low, unknown, high = baseline.scores([script(1, words=100), script(2), script(3, words=400)])
    assert low < unknown < high
    assert unknown == 0


def test_a_class_without_measures_or_with_equal_ones_is_all_equal() -> None:
    assert list(baseline.scores([script(1), script(2)])) == [0, 0]
    assert list(baseline.scores([script(1, words=5), script(2, words=5)])) == [0, 0]
    assert list(baseline.scores([])) == []


@pytest.mark.parametrize(
    ("better", "answer"),
    [(0, 0), (0.14, 0), (0.15, 1), (0.99, 1), (1.0, 2), (-0.15, -1), (-7, -2), (-0.1, 0)],
)
def test_small_differences_are_none_and_large_ones_much(better: float, answer: int) -> None:
    assert baseline.answer(better) == answer
