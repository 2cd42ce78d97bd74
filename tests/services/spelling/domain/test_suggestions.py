"""What was meant is found among 300,000 words, and stands first as a rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from huleedu.bench.spelling import try_pairs
from huleedu.services.spelling.domain import Language
from huleedu.services.spelling.domain.lexicon import lexicon
from huleedu.services.spelling.domain.nearby import Nearby
from huleedu.services.spelling.domain.slips import cost
from huleedu.services.spelling.domain.suggestions import meant_by

LETTERS = st.text(alphabet="abcåé'-", max_size=8)


@pytest.mark.parametrize(
    ("language", "first", "among_five"), [("en", 0.90, 0.97), ("sv", 0.95, 0.98)]
)
def test_known_misspellings_are_corrected(
    language: Language, first: float, among_five: float
) -> None:
    tried = try_pairs(language)
    assert tried.pairs >= 200
    assert tried.first_share >= first, tried.missed
    assert tried.among_five_share >= among_five, tried.missed


@pytest.mark.parametrize(
    ("language", "written", "meant"),
    [
        ("en", "noone", "no one"),
        ("en", "Eachother", "Each other"),
        ("en", "tv", "TV"),
        ("en", "pdf", "PDF"),
        ("en", "childrens", "children's"),
        ("sv", "någongång", "någon gång"),
    ],
)
def test_what_everybody_means_stands_first(language: Language, written: str, meant: str) -> None:
    assert not lexicon(language).knows(written)
    assert meant_by(lexicon(language), written).suggestions[:1] == (meant,)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("entusiansome", "enthusiastic"),
        ("inacsesabel", "inaccessible"),
        ("aratictature", "architecture"),
        ("sofecitently", "sufficiently"),
        ("fasinateing", "fascinating"),
        ("sykologee", "psychology"),
        ("unfourchantly", "unfortunately"),
    ],
)
def test_what_sounds_like_it_is_offered_where_nothing_is_near(written: str, meant: str) -> None:
    assert meant in meant_by(lexicon("en"), written).suggestions


@pytest.mark.parametrize(
    ("language", "written", "never"),
    [
        ("en", "fluk", {"fuck"}),
        ("en", "shitt", {"shit", "shits", "shite", "shitty"}),
        ("en", "motherfuker", {"motherfucker", "motherfuckers"}),
        ("en", "moviestar", {"molester", "molesters"}),
        ("sv", "kuke", {"kuk", "kuken", "kukar"}),
        ("sv", "knula", {"knulla", "knullad", "knullar"}),
        ("sv", "jävvel", {"jävel", "jäveln", "djävel", "jävla"}),
    ],
)
def test_a_class_is_offered_no_swear_word(
    language: Language, written: str, never: set[str]
) -> None:
    words = lexicon(language)
    assert not any(words.is_suited(word) for word in never), "in whatever form"
    assert never.isdisjoint(word.lower() for word in meant_by(words, written).suggestions)


@given(st.lists(LETTERS, min_size=1, max_size=30, unique=True), LETTERS, st.integers(0, 3))
def test_the_index_finds_exactly_the_words_within_the_distance(
    words: list[str], word: str, slips: int
) -> None:
    if not any(words) or not word:
        return
    found = sorted(Nearby(words).within(word, slips))
    near = ((other, OSA.distance(word, other)) for other in words if other)
    assert found == sorted((other, distance) for other, distance in near if distance <= slips)


@given(LETTERS, LETTERS, st.sampled_from(("en", "sv")))
def test_only_the_same_word_costs_nothing(written: str, meant: str, language: Language) -> None:
    assert (cost(written, meant, language) == 0) == (written == meant)


@pytest.mark.parametrize(
    ("written", "near", "far", "language"),
    [
        ("recieve", "receive", "relieve", "en"),
        ("fone", "phone", "bone", "en"),
        ("comming", "coming", "combing", "en"),
        ("sjärna", "stjärna", "skärva", "sv"),
        ("foraldrar", "föräldrar", "förklarar", "sv"),
        ("teh", "the", "ten", "en"),
    ],
)
def test_a_likely_slip_costs_less(written: str, near: str, far: str, language: Language) -> None:
    assert cost(written, near, language) < cost(written, far, language)
