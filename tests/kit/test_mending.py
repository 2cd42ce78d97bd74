"""What another program garbled is put right; what was right stays as it is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kit.prose_in_letters import texts

from huleedu.kit.mending import Mended, mend

TEXT = (
    "Jag såg en ängel på ön. Älgen åt blåbär – ”mums”, sa han… Örjans café à la carte, 5 €. It’s."
)
LETTERS = sum(not char.isascii() for char in TEXT)


def garbled(text: str, page: str) -> str:
    """The text, saved in UTF-8 and read in a code page that fills its gaps as programs do."""
    return "".join(
        bytes([byte]).decode(page, "ignore") or chr(byte) for byte in text.encode("utf-8")
    )


@pytest.mark.parametrize("page", ["cp1252", "latin-1", "mac-roman", "cp850", "cp437"])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_utf_8_that_was_read_in_another_page_is_put_right(page: str, times: int) -> None:
    text = TEXT
    for _ in range(times):
        text = garbled(text, page)
    assert mend(text) == Mended(TEXT, LETTERS)


@given(texts(20), st.sampled_from(["cp1252", "latin-1"]))
def test_any_text_comes_back(text: str, page: str) -> None:
    assert mend(garbled(text, page)).text == text


@given(texts(1))
def test_a_text_that_is_right_stays_as_it_is(text: str) -> None:
    assert mend(text) == Mended(text)


@pytest.mark.parametrize(
    "text",
    [
        "“HÅ” och “PÅ’ och Å’s på Ö“, Ä”, Å…",
        "SÃO PAULO, MANHÃ, Âge, 20 ÅR",
        "Varför?för att. Va?ja, det är så?nej.",
        "Why?because I said. So?yes it is, no?and you?",
        "Is it?it is. And?the other.",
    ],
)
def test_what_is_only_odd_is_left_alone(text: str) -> None:
    assert mend(text) == Mended(text)


def test_a_disk_parts_letters_from_their_accents_before_they_are_garbled() -> None:
    assert mend(garbled(unicodedata.normalize("NFD", "Åsa Öström"), "cp1252")).text == "Åsa Öström"


def test_a_letter_whose_half_is_gone_is_lost() -> None:
    assert mend("rÃ¤ksmÃ¶rgÃ¥s Ãr gott") == Mended("räksmörgås \ufffdr gott", 3, 1)
    assert mend("dÃ¥ och voilÃ  en").text == "då och voilà en"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("I don\x92t \x93know\x94 why \x96 it\x92s\x85", "I don’t “know” why – it’s…"),
        ("Det g\x86r p\x86 v\x86ren, och \x84lgen \x84r h\x84r p\x86 \x94n.", None),
        ("one\x85two", "one\ntwo"),
    ],
)
def test_control_characters_are_letters_of_another_page(text: str, right: str | None) -> None:
    assert mend(text).text == (right or "Det går på våren, och älgen är här på ön.")


def test_question_marks_for_letters_are_lost_letters() -> None:
    text = "Jag s?g en f?r p? ?ngen. Det ?r kallt och s? var det. Vad d? Jo."
    found = mend(text)
    assert found.text.count("\ufffd") == found.lost == 6
    assert found.text.endswith("Vad d? Jo.")
    assert mend("I don?t know it, and it?s so. Who? Me?") == Mended(
        "I don\ufffdt know it, and it\ufffds so. Who? Me?", 0, 2
    )


@given(st.text())
def test_any_text_is_answered_and_mended_once(text: str) -> None:
    assert not any("\x80" <= char < "\xa0" for char in mend(text).text)
