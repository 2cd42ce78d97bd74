"""Names, abbreviations and capitals: what no dictionary can judge is left alone."""

from collections.abc import Callable

import pytest

from huleedu.kit.apostrophes import APOSTROPHES
from huleedu.services.spelling.domain import Spelling


@pytest.mark.parametrize(
    "text",
    [
        "Xhevahire’s dog, the Xhevahires and xhevahire's cat; Brzęczyszczykiewicz too.",
        "Xhevahire was there. Ulla-Brutt saw Brutt and Ulla-Brutt's house.",
    ],
)
def test_names_on_the_roster_are_right(flagged: Callable[..., list[str]], text: str) -> None:
    roster = ("Xhevahire Brzęczyszczykiewicz", "Ulla-Brutt Öhm")
    assert flagged(text, "en", *roster) == []
    assert "Xhevahire" not in flagged("Xhevahires bok och Xhevahire’s bok.", "sv", *roster)


def test_a_capital_in_the_middle_of_a_sentence_is_a_name(
    flagged: Callable[..., list[str]],
) -> None:
    assert flagged("We went to Grönkvistby with Tuomaso.", "en") == []


def test_a_misspelling_at_the_start_of_a_sentence_is_found(
    flagged: Callable[..., list[str]],
) -> None:
    assert flagged("Definately it was nice. Freinds came.", "en") == ["Definately", "Freinds"]


def test_a_name_at_the_start_of_a_sentence_is_known_from_elsewhere(
    flagged: Callable[..., list[str]],
) -> None:
    assert flagged("Marrie went home.", "en") == ["Marrie"]
    assert flagged("Marrie went home. I saw Marrie's dog.", "en") == []


def test_a_capitalised_word_that_resembles_nothing_is_a_name(
    flagged: Callable[..., list[str]],
) -> None:
    assert flagged("Nzolikwe went home. Nandorf laughed.", "en") == []
    assert flagged("I saw nzolikwe there.", "en") == ["nzolikwe"]


def test_shouting_is_checked_and_abbreviations_are_not(
    flagged: Callable[..., list[str]],
) -> None:
    assert flagged("THIS IS A VERY IMPORTENT DAY FOR ME", "en") == ["IMPORTENT"]
    assert flagged("The XQZ and the ZZRT met.", "en") == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("freind", "friend"),
        ("Freind", "Friend"),
        ("IMPORTENTLY", "IMPORTANTLY"),
        ("freind's", "friend's"),
        ("Freind’s", "Friend's"),
        ("swedish", "Swedish"),
    ],
)
def test_a_correction_keeps_the_case(
    checked: Callable[..., Spelling], written: str, meant: str
) -> None:
    (misspelling,) = checked(f"{written} it was.", "en").misspellings
    assert misspelling.suggestions[0] == meant


def test_a_word_that_was_written_as_two_is_one_misspelling(
    checked: Callable[..., Spelling],
) -> None:
    text = "We were all to gehter, no, to gether."
    *_, last = checked(text, "en").misspellings
    assert (last.word, last.suggestions) == ("to gether", ["together"])
    assert text[last.start : last.end] == "to gether"


@pytest.mark.parametrize("sign", APOSTROPHES)
def test_an_apostrophe_is_one_however_it_was_typed(
    flagged: Callable[..., list[str]], sign: str
) -> None:
    text = "I don't like rain because it isn't fun. I'm tired and we can't play. She's my friend."
    assert flagged(text.replace("'", sign), "en") == []
    lone = flagged("I know that i'm tired.", "en") == flagged(f"I know that i{sign}m tired.", "en")
    assert lone


def test_a_word_that_lost_a_letter_is_nobodys_misspelling(
    flagged: Callable[..., list[str]],
) -> None:
    text = "Jag s\ufffdg en f\ufffdr p\ufffd \ufffdngen och h\ufffd\ufffdll mig unnan."
    assert flagged(text, "sv") == ["unnan"]
