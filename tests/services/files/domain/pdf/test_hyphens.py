"""A hyphen at a line's end is the writer's or the program's: the text and a dictionary tell."""

import pytest
from tests.services.files.sheets import lines, reading, sheets

ENGLISH = "She was in the house and it was a good day for the dog and for all of them"
SWEDISH = "Det var en gång en älg som gick i skogen och det var mörkt och kallt där för den"


def parted(end: str, start: str, about: str) -> str:
    """What becomes of a line that ends so, and one that starts so."""
    found = reading(sheets(lines([f"{about} {end}", f"{start} QED"], size=9)))
    return found.text.removeprefix(f"{about} ").removesuffix(" QED")


@pytest.mark.parametrize(
    ("end", "start", "word"),
    [
        ("well-", "known", "well-known"),
        ("day-", "off", "day-off"),
        ("impor-", "tant", "important"),
        ("self-", "esteem", "self-esteem"),
        ("mother-in-", "law", "mother-in-law"),
        ("Anna-", "Karin", "Anna-Karin"),
        ("2019-", "2021", "2019-2021"),
        ("t-", "shirt", "t-shirt"),
        ("gran\xad", "dmother", "grandmother"),
    ],
)
def test_english_words(end: str, start: str, word: str) -> None:
    assert parted(end, start, ENGLISH) == word


@pytest.mark.parametrize(
    ("end", "start", "word"),
    [
        ("skol-", "gården", "skolgården"),
        ("sommar-", "lovet", "sommarlovet"),
        ("infor-", "mation", "information"),
        ("skogs-", "vaktare", "skogsvaktare"),
        ("tv-", "spel", "tv-spel"),
        ("SFI-", "lärare", "SFI-lärare"),
        ("t-", "shirt", "t-shirt"),
        ("läs-", "och skrivkunnig", "läs- och skrivkunnig"),
        ("icke-", "rökare", "ickerökare"),
    ],
)
def test_swedish_words(end: str, start: str, word: str) -> None:
    assert parted(end, start, SWEDISH) == word


def test_in_another_language_the_text_itself_tells() -> None:
    finnish = "minun koirani iso musta juoksee joka paiva kanssani metsassa aamulla"
    assert parted("metsas-", "sa", finnish) == "metsassa"
