"""A code page is told by how likely the text is that it makes."""

import pytest

from huleedu.kit.code_pages import (
    OF_ARCHIVES,
    OF_TEXTS,
    common_words,
    decoded,
    likeliest,
)

SWEDISH = "Åsa gick över ön på våren och såg älgar. ”Blåbär”, sa hon – och åt en i två tuggor."
ENGLISH = "It’s a café, he said – and it was “naïve” to pay £5 for a crème brûlée at Zoë’s."


@pytest.mark.parametrize("page", OF_TEXTS)
@pytest.mark.parametrize("text", [SWEDISH, ENGLISH])
def test_the_code_page_is_told_by_its_letters(page: str, text: str) -> None:
    content = text.encode(page, "ignore")
    guess = decoded(content, OF_TEXTS)
    assert guess.text == content.decode(page)
    assert guess.sure


def test_one_doubtful_letter_is_read_and_is_not_sure() -> None:
    guess = decoded("The pinata was at São Paulo and it was the best.".encode("cp850"), OF_TEXTS)
    assert not guess.sure
    assert not guess.odd


def test_what_makes_no_sense_in_any_page_is_odd() -> None:
    assert decoded(bytes(range(0xB0, 0xE0)), OF_TEXTS).odd > 5


@pytest.mark.parametrize("page", ["cp1252", "cp437", "cp850"])
def test_a_name_says_it_when_there_are_several(page: str) -> None:
    names = "Åsa Örn.txt\nÄlva Ångström.txt\nBjörn.txt"
    assert decoded(names.encode(page), OF_ARCHIVES, names=True).text == names


def test_a_quote_that_was_never_opened_is_dearer_than_a_letter() -> None:
    readings = {"letter": ("in Malmö and on", 1.0), "quote": ("in Malm” and on", 0.0)}
    assert likeliest(readings).encoding == "letter"


def test_the_language_is_told_by_its_commonest_words() -> None:
    assert common_words("Det var en gång och jag") > (2, 0)
    assert common_words("It was the best of times") == (0, 4)
