"""Whatever the text: no crash, and each misspelling is where it says."""

import subprocess
import sys
from typing import Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.services.spelling.domain import OtherLanguage, Spelling
from huleedu.services.spelling.domain.checking import check

Asked = Literal["auto", "en", "sv"]
SNIPPETS = """
the a I and freind recieve to gether jag mycke bibloteket 16-åringar tv:nn Anna’s don’t Xyzzy
IMPORTENT well-knwon \u00adsoft\u00ad cafe\u0301s ﬁnally ＡＢＣ 😀 привет ' - . ( ß
"""
WORDS = st.sampled_from([*SNIPPETS.split(), "\n\n"])
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(WORDS, max_size=30).map(" ".join),
    st.lists(WORDS, max_size=10).map("".join),
)
LANGUAGES: st.SearchStrategy[Asked] = st.sampled_from(("auto", "en", "sv"))
NOBODY = frozenset[str]()


@given(TEXTS, LANGUAGES, st.frozensets(st.text(max_size=10), max_size=3))
def test_a_misspelling_is_where_it_says(text: str, language: Asked, names: frozenset[str]) -> None:
    found = check(text, language, names)
    if isinstance(found, OtherLanguage):
        assert language == "auto"
        return
    end = 0
    for misspelling in found.misspellings:
        assert end <= misspelling.start < misspelling.end
        assert text[misspelling.start : misspelling.end] == misspelling.word
        assert len(misspelling.suggestions) == len(set(misspelling.suggestions)) <= 5
        assert misspelling.word not in misspelling.suggestions
        end = misspelling.end


@given(TEXTS, LANGUAGES)
def test_the_finding_travels_between_processes(text: str, language: Asked) -> None:
    found = check(text, language, NOBODY)
    there = msgspec.msgpack.encode(found)
    assert msgspec.msgpack.decode(there, type=Spelling | OtherLanguage) == found


@pytest.mark.parametrize(
    "word",
    [
        "x" * 40,
        "ä" * 200_000,
        "a" + "'s" * 5_000,
        "skolbarns" * 30,
        "re-" * 3_000 + "x",
        "\ud800freind",
        "e" + "\u0301" * 1_000,
    ],
)
def test_a_monstrous_word_is_survived(word: str) -> None:
    for language in ("en", "sv"):
        assert isinstance(check(f"here {word} there", language, NOBODY), Spelling)


def test_beyond_many_misspellings_corrections_are_not_looked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("huleedu.services.spelling.domain.checking.ASKED_MAX", 2)
    found = check("We saw freind and becuase and definately.", "en", NOBODY)
    assert isinstance(found, Spelling)
    assert [bool(m.suggestions) for m in found.misspellings] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "loaded"), [("My best freind is here.", "en"), ("Min vän är hör.", "sv")]
)
def test_a_class_in_one_language_never_loads_the_other(text: str, loaded: str) -> None:
    program = f"""
from huleedu.services.spelling.domain.checking import check
from huleedu.services.spelling.domain.frequencies import all_words
from huleedu.services.spelling.domain.lexicon import lexicon
from huleedu.services.spelling.domain.nearby import nearby
check({text!r}, "auto", frozenset())
for loader in (all_words, lexicon, nearby):
    assert loader.cache_info().currsize <= 1, loader
lexicon({loaded!r})
assert lexicon.cache_info().hits >= 1
assert lexicon.cache_info().currsize == 1
assert "wordfreq" not in __import__("sys").modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)
