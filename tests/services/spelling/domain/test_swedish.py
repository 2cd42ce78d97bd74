"""Swedish: compounds, endings and abbreviations are right, misspellings are not."""

from collections.abc import Callable

import pytest

from huleedu.services.spelling.domain import Spelling

MISSPELLED = """
bibloteket resturang tyvär intresant ochså manniskor föraldrar kännde mycke skräklig jälp stokholm
tillexempel rekomendera sjiraff kjärlek skilnad orginal stasjon religon
"""


@pytest.mark.parametrize(
    "text",
    [
        "Skolbarnen åt blåbärssylt på sommarlovsäventyret och läste svenskläroboken.",
        "T.ex. tv:n, EU:s regler, SMS:et och 3:e klass är bra, bl.a. pga reglerna.",
        "En 16-åring och två 17-åringar läste 1900-talets böcker på 80-talet.",
        "Levnads- och arbetsvillkor samt jul- och nyårshälsningar.",
        "Lucas bok, Annas cykel, Lars’ hund och Zlatans mål.",
        "Idéer och armén på kaféet, à la carte.",
        "Hen tittade på youtube och snapchat och betalade med swish.",
        "Vi såg yle.fi och svt.se, skriv till recieve@skola.se, #jätteroligtt.",
        "Ra\u0308ven a\u030at o\u0308ret.",
    ],
)
def test_what_is_right_is_not_flagged(flagged: Callable[..., list[str]], text: str) -> None:
    assert flagged(text, "sv") == []


@pytest.mark.parametrize("word", MISSPELLED.split())
def test_a_misspelling_is_found(flagged: Callable[..., list[str]], word: str) -> None:
    assert flagged(f"Vi såg att {word} stod på listan.", "sv") == [word]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("föratt", "för att"),
        ("sommarlovsäventyyr", "sommarlovsäventyr"),
        ("självförtroennde", "självförtroende"),
        ("sjärna", "stjärna"),
        ("tjöpa", "köpa"),
        ("stasjon", "station"),
        ("maste", "måste"),
    ],
)
def test_what_was_meant_stands_first(
    checked: Callable[..., Spelling], written: str, meant: str
) -> None:
    (misspelling,) = checked(f"Vi såg att {written} stod på listan.", "sv").misspellings
    assert misspelling.suggestions[0] == meant


def test_a_quotation_in_english_is_not_flagged(flagged: Callable[..., list[str]]) -> None:
    text = "Hamlet säger ”to be or not to be, that is the question” och det är mycke bra."
    assert flagged(text, "sv") == ["mycke"]
