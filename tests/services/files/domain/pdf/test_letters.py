"""Letters that a font does not tell are shown as lost, never left out; others as they are."""

import pytest
from tests.services.files.fonts import PLAIN, shown, with_table
from tests.services.files.hostile import one_page_pdf
from tests.services.files.sheets import STORY, TOLD, both, lines, reading, sheets

from huleedu.contracts.reason import Reason


@pytest.mark.parametrize("lost", [1, 2, 3, 31])
def test_a_letter_without_a_name_is_shown_as_lost(lost: int) -> None:
    stream = shown(b"Det " + bytes([lost]) + b"r en b" + bytes([lost]) + b"t till havet.")
    found = reading(with_table(stream, *PLAIN))
    assert found.text == "Det \ufffdr en b\ufffdt till havet."
    assert found.notes == (Reason("letters_are_damaged"),)


def test_a_letter_may_stand_for_several() -> None:
    stream = shown(b"en " + bytes([1]) + b"sk och " + bytes([2]) + b"nt")
    found = reading(with_table(stream, *PLAIN, (1, "fi"), (2, "ffi")))
    assert found.text == "en fisk och ffint"
    assert found.notes == ()


@pytest.mark.parametrize("sign", ["\ufb01", "\ufb02", "\ufb06"])
def test_letters_that_are_one_sign_are_letters(sign: str) -> None:
    found = reading(with_table(shown(b"a" + bytes([1]) + b"b"), *PLAIN, (1, sign)))
    assert found.text == "a" + {"\ufb01": "fi", "\ufb02": "fl", "\ufb06": "st"}[sign] + "b"


def test_letters_beyond_the_first_65536_are_whole() -> None:
    found = reading(with_table(shown(b"Hej " + bytes([1]) + b" du"), *PLAIN, (1, "\U0001f600")))
    assert found.text == "Hej \U0001f600 du"


def test_bullets_of_symbol_fonts_begin_items() -> None:
    stream = (
        shown(bytes([1]) + b" mjolk") + b" " + shown(bytes([1]) + b" salt").replace(b"700", b"680")
    )
    found = reading(with_table(stream, *PLAIN, (1, "\uf0b7")))
    assert found.text == "• mjolk\n\n• salt"
    assert found.notes == ()


def test_a_page_without_lost_letters_has_no_note() -> None:
    assert reading(sheets(both(lines(STORY)))).notes == ()
    assert reading(sheets(lines(STORY))).text == TOLD


@pytest.mark.parametrize("word", ["ly", "If", "jT", "il", "Äg", "y", "f"])
def test_a_word_of_letters_that_differ_in_height_is_no_watermark(word: str) -> None:
    # A font that does not say how high it is: its boxes are as high as each letter.
    pair = shown(word.encode("latin-1")) + b" " + shown(b"en dag").replace(b"72 700", b"72 680")
    content = one_page_pdf(pair).replace(
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/FirstChar 0"
        b"/LastChar 255/Widths[%s]/FontDescriptor<</Type/FontDescriptor/FontName/Helvetica"
        b"/Flags 32/Ascent 0/Descent 0/FontBBox[0 0 0 0]>>>>" % (b"500 " * 256),
    )
    assert reading(content).text.split() == [word, "en", "dag"]
