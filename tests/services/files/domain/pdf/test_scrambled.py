"""A text that only makes sense with other letters is refused; one in another language is read."""

import pytest
from tests.services.files.fonts import shown, with_table
from tests.services.files.hostile import one_page_pdf
from tests.services.files.sheets import reading

from huleedu.services.files.domain import Code, Limits, Refused
from huleedu.services.files.domain.reading import read


@pytest.mark.parametrize("shift", [-29, 3, 1, -3])
def test_a_text_whose_letters_are_all_others_is_refused(shift: int) -> None:
    words = "the cat sat on the mat and it was a good day for the dog and the rest of them " * 3
    told = [(code, chr(code + shift)) for code in range(65, 123)]
    content = with_table(shown(words.strip().encode()), (32, " "), *told)
    assert read("essay.pdf", content, Limits()) == Refused(Code.UNREADABLE)


def test_a_text_in_an_unknown_language_is_read() -> None:
    words = b"minun koirani on iso ja musta ja se juoksee joka paiva metsassa kanssani " * 3
    found = reading(one_page_pdf(b"BT /F 12 Tf 72 700 Td (%s) Tj ET" % words))
    assert found.text.startswith("minun")
