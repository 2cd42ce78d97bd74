"""All measures of a text: what they say, when they say nothing, and what doesn't change them."""

import math
import unicodedata
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huleedu.contracts.reason import Reason
from huleedu.gateway.words.choice import LANGUAGES, Language
from huleedu.gateway.words.words import words
from huleedu.services.linguistics.domain import (
    MEASURES,
    LanguageMeasures,
    Measured,
    NotMeasured,
    measure,
)

LANGUAGE = st.sampled_from(["en", "sv"])
EN = words("en")
DOCUMENT = Path(__file__).parents[4] / "docs" / "measures.md"
ENGLISH = """The harbour

We moved to the coast last summer. I didn't like it, because my friends stayed in town!
However, after a while I found new ones, and then everything was better than before."""
SWEDISH = """Vi flyttade till kusten i somras. Jag trivdes inte, eftersom vännerna var kvar.
Men efter ett tag fick jag nya vänner, och då blev allting bättre."""


def number(text: str, key: str, language: Literal["en", "sv"] = "en", wrong: int = 0) -> float:
    value = measure(text, language, wrong).values[key]
    assert isinstance(value, Measured), value
    return value.value


def reason(text: str, key: str, language: Literal["en", "sv"] = "en") -> Reason:
    value = measure(text, language, 0).values[key]
    assert isinstance(value, NotMeasured), value
    return value.reason


def test_an_english_text_is_measured() -> None:
    # The harbour (2 words) | We moved to the coast last summer (7)
    # I didn't like it because my friends stayed in town (10)
    # However after a while I found new ones and then everything was better than before (15)
    assert number(ENGLISH, "words") == 34
    assert number(ENGLISH, "sentences") == 4
    assert number(ENGLISH, "paragraphs") == 3  # the body's first line ends with a sentence
    assert number(ENGLISH, "sentence_length") == pytest.approx(34 / 4)
    # deviations from 8.5: -6.5, -1.5, 1.5, 6.5; squares 42.25 + 2.25 + 2.25 + 42.25 = 89; / 3
    assert number(ENGLISH, "sentence_length_spread") == pytest.approx(math.sqrt(89 / 3))
    # more than 6 letters: harbour, because, friends, However, everything = 5
    assert number(ENGLISH, "long_words") == pytest.approx(100 * 5 / 34)
    assert number(ENGLISH, "lix") == pytest.approx(34 / 4 + 100 * 5 / 34)
    # syllables: the har-bour 3 | 1 1 1 1 1 1 sum-mer 2 = 8 |
    # I did-n't like it be-cause my friends stayed in town = 1 2 1 1 2 1 1 1 1 1 = 12 |
    # how-ev-er 3 af-ter 2 a while I found new ones and then 8 eve-ry-thing 3 was 1 bet-ter 2
    # than 1 be-fore 2 = 22; together 45
    assert number(ENGLISH, "flesch") == pytest.approx(206.835 - 1.015 * 34 / 4 - 84.6 * 45 / 34)
    assert number(ENGLISH, "flesch_kincaid") == pytest.approx(
        0.39 * 34 / 4 + 11.8 * 45 / 34 - 15.59
    )
    # and | However | because | after a while, then, before
    assert number(ENGLISH, "connectives") == pytest.approx(100 * 6 / 34)
    assert number(ENGLISH, "connectives_temporal") == pytest.approx(100 * 3 / 34)
    assert number(ENGLISH, "misspellings_per_100_words", wrong=17) == 50


def test_a_swedish_text_is_measured() -> None:
    # Vi flyttade till kusten i somras (6) | Jag trivdes inte eftersom vännerna var kvar (7)
    # Men efter ett tag fick jag nya vänner och då blev allting bättre (13)
    assert number(SWEDISH, "words", "sv") == 26
    assert number(SWEDISH, "sentences", "sv") == 3
    # more than 6 letters: flyttade, trivdes, eftersom, vännerna, allting = 5 (bättre has 6)
    assert number(SWEDISH, "lix", "sv") == pytest.approx(26 / 3 + 100 * 5 / 26)
    # Men | eftersom | efter ett tag, då | och
    assert number(SWEDISH, "connectives", "sv") == pytest.approx(100 * 5 / 26)
    # letters: 2+8+4+6+1+6 = 27, 3+7+4+8+8+3+4 = 37, 3+5+3+3+4+3+3+6+3+2+4+7+6 = 52: 116
    assert number(SWEDISH, "word_length", "sv") == pytest.approx(116 / 26)


def test_hyphens_apostrophes_and_digits_are_no_letters() -> None:
    assert number("16-åring don't", "word_length", "sv") == (5 + 4) / 2


def test_a_measure_that_says_nothing_says_why() -> None:
    assert reason("", "lix") == Reason("no_words")
    assert reason("1 2 3", "misspellings_per_100_words") == Reason("no_words")
    assert reason("Only one sentence.", "sentence_length_spread") == Reason(
        "few_sentences", {"n": 2}
    )
    assert reason("word " * 49, "mattr") == Reason("few_words", {"n": 50})
    assert reason("word " * 99, "mtld") == Reason("few_words", {"n": 100})
    assert reason(ENGLISH, "ovix") == Reason("other_languages_measure", {"kind": "sv"})
    assert reason(SWEDISH, "flesch", "sv") == Reason("other_languages_measure", {"kind": "en"})
    letters = "abcdefghijklmnopqrstuvwxyz"
    different = " ".join(a + b for a in letters for b in letters[:4])
    assert reason(different, "mtld") == Reason("no_word_twice")
    assert number(different, "mattr") == 1


def test_an_empty_text_has_counts_of_nought() -> None:
    assert [number("", key) for key in ("words", "sentences", "paragraphs")] == [0, 0, 0]


def test_the_diversity_measures_are_taken_of_the_forms_of_words() -> None:
    text = "Don’t don't DON'T Café cafe\u0301 " * 20
    # two different words: 40 % and 60 %; a window of 50 always holds both
    assert number(text, "mattr") == pytest.approx(2 / 50)
    # N = 100, V = 2: ln 100 / ln(2 - ln 2 / ln 100) = 4.60517 / ln 1.849485 = 4.60517 / 0.614907
    assert number(text, "ovix", "sv") == pytest.approx(7.48922, abs=1e-3)


TEXT = st.lists(
    st.sampled_from(
        [*"aåé .,!?\n'-12", "\n\n", " I ", " the ", "word ", "och ", "Because ", "16-år", "t.ex. "]
    ),
    max_size=150,
).map("".join)


@given(st.one_of(TEXT, st.text()), LANGUAGE, st.integers(0, 10))
def test_every_measure_has_a_finite_value_or_a_reason(
    text: str, language: Literal["en", "sv"], wrong: int
) -> None:
    measures = measure(text, language, wrong)
    assert list(measures.values) == list(MEASURES)
    for value in measures.values.values():
        assert value.reason if isinstance(value, NotMeasured) else math.isfinite(value.value)
    packed = msgspec.msgpack.encode(measures)
    assert msgspec.msgpack.decode(packed, type=LanguageMeasures) == measures


@given(TEXT, LANGUAGE)
@example("a\n.Because ", "en")
def test_the_way_a_text_is_stored_changes_nothing(text: str, language: Literal["en", "sv"]) -> None:
    expected = measure(text, language, 1)
    assert measure(unicodedata.normalize("NFD", text), language, 1) == expected
    assert measure(text.replace("'", "’"), language, 1) == expected
    assert measure(text.replace("\n", "\r\n"), language, 1) == expected
    assert measure(f"\n\n {text} \n\n", language, 1) == expected


@given(st.integers(1, 6), st.integers(1, 6))
def test_lix_grows_when_a_word_gets_long(short: int, more: int) -> None:
    before, after = f"We saw {'a' * short} there.", f"We saw {'a' * (6 + more)} there."
    assert number(after, "lix") == number(before, "lix") + 25


@given(TEXT.filter(lambda text: text.strip() != ""))
def test_the_kinds_of_connectives_add_up(text: str) -> None:
    values = measure("and " + text, "en", 0).values
    kinds = ("additive", "adversative", "causal", "temporal")
    parts = [values[f"connectives_{kind}"] for kind in kinds]
    together = values["connectives"]
    assert isinstance(together, Measured)
    assert together.value == pytest.approx(
        sum(part.value for part in parts if isinstance(part, Measured))
    )


def test_the_document_lists_exactly_the_measures_of_the_code() -> None:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    told = [(key, name, meaning, unit, tongues) for key, name, meaning, unit, _, tongues, _ in rows]
    known = [
        (
            one.key,
            EN.say(f"measure.{one.key}"),
            EN.say(f"measure.{one.key}.meaning"),
            EN.say(f"unit.{one.unit}") if one.unit else "",
            ", ".join(one.languages),
        )
        for one in MEASURES.values()
    ]
    assert told[2:] == known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_measure_is_explained_to_a_teacher(language: Language) -> None:
    for key, one in MEASURES.items():
        assert key == one.key
        assert one.source
        meaning = words(language).say(f"measure.{key}.meaning")
        assert meaning.endswith(".")
        assert len(meaning) <= 90, meaning
