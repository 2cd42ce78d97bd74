"""Whatever the text: no crash, and each misspelling is where it says."""

import subprocess
import sys
from collections.abc import Callable
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


@pytest.mark.parametrize(
    ("language", "text", "wrong"),
    [
        ("en", "Next week we fly to Englnad to see my aunt.", ["Englnad"]),
        ("en", "My best subject at school is Englsih and I read a lot.", ["Englsih"]),
        ("en", "Her birthday is in Febuary and mine is in May.", ["Febuary"]),
        ("en", "He wants to move to Amercia when he is older.", ["Amercia"]),
        ("en", "They speak Sweedish at home with their mother.", ["Sweedish"]),
        ("en", "On Christmas and Eastern we visit the Hospitel where she works.", ["Hospitel"]),
        ("sv", "I somras åkte vi genom hela Sverge med tåg.", ["Sverge"]),
        ("sv", "Min kusin bor i Danmak med sin familj.", ["Danmak"]),
        ("sv", "Hennes farfar flyttade till Stokholm när han var ung.", ["Stokholm"]),
        ("sv", "Jag vill resa till Tysland och äta god mat.", ["Tysland"]),
        ("en", "We go there everytime it rains in the summer.", ["everytime"]),
        ("en", "They helped eachother with the homework.", ["eachother"]),
        ("en", "I will start highschool after the summer.", ["highschool"]),
        ("en", "He said nevermind and walked away.", ["nevermind"]),
        ("sv", "Har du sett den där filmen någongång?", ["någongång"]),
        ("en", "In Wensday and in Febuary. On a Wensday in Febuary.", ["Wensday", "Febuary"] * 2),
        ("en", "They met at the Hospitel.", ["Hospitel"]),
        ("sv", "Vi bor i Göteborj och reser till Norje i Sverie.", ["Göteborj", "Sverie"]),
    ],
)
def test_a_capital_and_a_missing_space_hide_nothing(
    flagged: Callable[..., list[str]], language: str, text: str, wrong: list[str]
) -> None:
    assert flagged(text, language) == wrong


@pytest.mark.parametrize(
    ("language", "text", "right"),
    [
        ("sv", "Vi åt frukt, bl a äpplen och päron, efter lektionen.", ["bl"]),
        ("sv", "Butiken är öppen fr o m måndag t o m lördag.", ["fr"]),
        ("sv", "Han lagade soppa, gröt o dyl varje dag.", ["dyl"]),
        ("sv", "Jag gillar fr a musik och teater.", ["fr"]),
        ("sv", "Det var en riktigt nice fest och alla var glada.", ["nice"]),
        ("sv", "Kompisen ghostade mig efter sommaren.", ["ghostade"]),
        ("en", "He plays rock’n’roll on his guitar every night.", ["rock’n’roll"]),
        ("en", "The children built a treehouse behind the garage.", ["treehouse"]),
        ("en", "They cleaned the car at the carwash near the school.", ["carwash"]),
        ("en", "We ate kimchi and a crème brûlée for dessert.", ["kimchi", "brûlée"]),
        ("en", "The police talked about counterterrorism on the news.", ["counterterrorism"]),
        ("en", "Yay, we won the game at last!", ["Yay"]),
        ("en", "You shouldn't've done that to your brother.", ["shouldn't've"]),
        ("en", "The group al-Qaeda was named in al-Jazeera last week.", ["al-Qaeda", "al-Jazeera"]),
        (
            "en",
            "This is an impor-\ntant example of hyphen-\nation in a text.",
            ["ation", "tant", "impor", "hyphen"],
        ),
        (
            "en",
            "Yesterday Thandiwe and Siobhan met Oyelaran in Llandudno.",
            ["Thandiwe", "Siobhan", "Oyelaran", "Llandudno"],
        ),
        (
            "sv",
            "I går träffade Yusra och Tindra deras farbror Behrouz i Skanör.",
            ["Yusra", "Tindra", "Behrouz", "Skanör"],
        ),
        (
            "en",
            "I met Paulene and Meggan Silfies at the Postle's.",
            ["Paulene", "Meggan", "Silfies"],
        ),
        ("en", "The dog is called Brimo. I love Brimo.", ["Brimo"]),
        ("en", "He is from Shona land.", ["Shona"]),
    ],
)
def test_what_is_right_is_not_marked(
    flagged: Callable[..., list[str]], language: str, text: str, right: list[str]
) -> None:
    assert not set(right) & set(flagged(text, language))
