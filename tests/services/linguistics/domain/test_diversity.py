"""Measures of how varied the words are, against values worked by hand."""

import math
import random
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huleedu.services.linguistics.domain.diversity import hdd, mattr, mtld, ovix


def words(text: str) -> list[str]:
    return text.split()


WORDS = st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=3, max_size=60)


def test_mattr_is_the_mean_over_all_windows() -> None:
    # windows of 3: a b a (2 different of 3), b a c (3 of 3), a c a (2 of 3): 7 of 9
    assert mattr(words("a b a c a"), window=3) == pytest.approx(7 / 9)


def test_hdd_adds_each_types_chance_to_be_drawn() -> None:
    # 2 drawn of a a b: a always comes, 1 - 0/3; b comes unless both a are drawn, 1 - 1/3;
    # (1 + 2/3) / 2 = 5/6
    assert hdd(words("a a b"), draws=2) == pytest.approx(5 / 6)
    # 42 drawn of 50 different words: each comes with the chance 42/50, 50 * 0.84 / 42 = 1
    assert hdd([str(n) for n in range(50)]) == pytest.approx(1)
    # 42 drawn of 84 words, 42 types twice each: 1 - (42 * 41) / (84 * 83) = 1 - 1722/6972
    assert hdd([str(n % 42) for n in range(84)]) == pytest.approx(1 - 1722 / 6972)


def test_mtld_counts_factors_forward_and_backward() -> None:
    # McCarthy & Jarvis's (2010) own example: of the people by the (4/5) people (4/6 < 0.72) ends
    # the first factor; for the people has the ratio 1 and adds nothing: 9 words / 1 factor.
    # Backward: people the for people (3/4) the (3/5) ends one; by people the of adds nothing: 9.
    assert mtld(
        ["of", "the", "people", "by", "the", "people", "for", "the", "people"], factor_min=1
    ) == pytest.approx(9)


def test_mtld_counts_the_rest_as_part_of_a_factor() -> None:
    # a b c d a: never below 0.72, at the end 4/5, so (1 - 0.8) / 0.28 = 0.714286 factors;
    # 5 / 0.714286 = 7, and the same backward
    assert mtld(words("a b c d a")) == pytest.approx(7)


def test_mtld_is_the_mean_of_both_directions() -> None:
    # forward: a a (1/2) ends a factor, b c has the ratio 1: 4 / 1
    # backward: c b a (3/3) a (3/4): (1 - 0.75) / 0.28 = 0.892857 factors: 4 / 0.892857 = 4.48
    assert mtld(words("a a b c"), factor_min=1) == pytest.approx((4 + 4.48) / 2)


def test_a_word_said_twice_where_a_factor_begins_is_no_factor() -> None:
    # forward: a a has the ratio 1/2, but 2 words; with the 18 that follow 19/20, so that
    # (1 - 19/20) / 0.28 = 0.178571 factors: 20 / 0.178571 = 112, and the same backward
    assert mtld(["a", "a", *(str(n) for n in range(18))]) == pytest.approx(112)


def test_a_factor_of_ten_words_ends_where_it_falls_below() -> None:
    # ten words, 7 of them different: 0.7 is below 0.72, and ends a factor at its tenth word; what
    # follows has the ratio 1. Backward the rest goes first, so that 17 of 20 words are different:
    # (1 - 17/20) / 0.28 = 0.535714 factors.
    ten = words("a b c d e f g a b c")
    more = [str(n) for n in range(10)]
    assert mtld([*ten, *more]) == pytest.approx((20 / 1 + 20 / 0.5357142857) / 2)


def test_a_factor_goes_on_while_the_ratio_is_just_at_the_threshold() -> None:
    # 18 different words and 7 of them again: 18/25 = 0.72 is not below, so the factor goes on;
    # with another new word 19/26, (1 - 19/26) / 0.28 = 0.961538 factors: 26 / 0.961538 = 27.04.
    # Backward, where the 7 repeats stand at the end, the ratio is never below 19/26 either.
    different = [str(n) for n in range(18)]
    assert mtld([*different, *different[:7], "new"]) == pytest.approx(27.04)


def test_ovix_is_the_formula_of_hultman_and_westman() -> None:
    # 100 words, 10 different: ln 10 / ln 100 = 1/2, ln 100 / ln(2 - 1/2) = 4.60517 / 0.405465
    assert ovix([str(n % 10) for n in range(100)]) == pytest.approx(11.35775, abs=1e-4)


@given(WORDS, st.integers(1, 3))
def test_the_shares_lie_between_nought_and_one(words: list[str], size: int) -> None:
    assert 0 < mattr(words, size) <= 1
    assert 0 < hdd(words, size) <= 1 + 1e-12


@given(st.lists(st.sampled_from("abcd"), min_size=4, max_size=8), st.integers(1, 4))
def test_hdd_is_the_mean_share_of_types_over_all_draws(words: list[str], draws: int) -> None:
    drawn = [len(set(some)) / draws for some in combinations(words, draws)]
    assert hdd(words, draws) == pytest.approx(sum(drawn) / len(drawn))


@given(WORDS, st.permutations(list("abcdefghijklmnopqrstuvwxyz")))
def test_other_names_for_the_words_change_nothing(words: list[str], names: list[str]) -> None:
    renamed = [names[ord(word) - ord("a")] for word in words]
    assert mattr(words, 3) == mattr(renamed, 3)
    assert hdd(words, 3) == pytest.approx(hdd(renamed, 3))
    if len(set(words)) < len(words):
        assert mtld(words) == mtld(renamed)
        assert ovix(words) == ovix(renamed)


@given(WORDS)
def test_mtld_and_mattr_are_the_same_backward(words: list[str]) -> None:
    assert mattr(words, 3) == pytest.approx(mattr(words[::-1], 3))
    assume(len(set(words)) < len(words))
    assert mtld(words) == pytest.approx(mtld(words[::-1]))


@given(WORDS, st.randoms(use_true_random=False))
def test_order_is_nothing_to_hdd_and_ovix(words: list[str], dice: random.Random) -> None:
    mixed = dice.sample(words, len(words))
    assert hdd(words, 3) == pytest.approx(hdd(mixed, 3))
    if len(set(words)) < len(words):
        assert ovix(words) == ovix(mixed)


@given(st.integers(0, 2**32))
def test_a_text_twice_over_changes_mtld_little(seed: int) -> None:
    dice = random.Random(seed)
    # words as rare and as common as in a language: the nth takes a share of 1/n (Zipf)
    words = [str(int(math.exp(dice.random() * 6))) for _ in range(400)]
    assert mtld(words * 2) == pytest.approx(mtld(words), rel=0.2)


@given(st.lists(st.sampled_from("abcde"), min_size=6), st.integers(0))
def test_a_new_word_instead_of_a_repeated_one_makes_a_text_more_varied(
    words: list[str], which: int
) -> None:
    repeated = [at for at, word in enumerate(words) if words.count(word) > 1]
    at = repeated[which % len(repeated)]
    varied = [*words[:at], "new", *words[at + 1 :]]
    assert mattr(varied, 3) >= mattr(words, 3)
    assert hdd(varied, 3) >= hdd(words, 3) - 1e-12
    if len(set(varied)) < len(varied):
        assert ovix(varied) > ovix(words)
