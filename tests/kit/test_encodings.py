"""How letters were stored is found out by what they make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.kit.encodings import WINDOWS, Letters, NoLetters, UnknownLetters, read_letters

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252")
NAMES = (  # of pupils in Northern and Western Europe, the rare letters too
    *("João Simões", "Þóra Ýrr", "Zoë Œstlund", "Êvîn", "Ýmir", "Žofie Šimková", "Renée Ângelo"),
    *("Søren Ærø", "François", "Muñoz", "Björn Åberg", "Ícaro Êda"),
)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", NAMES)
def test_a_short_list_of_names_comes_back(name: str, encoding: str) -> None:
    text = f"{name}\n" * 3
    read = read_letters(text.encode(encoding), one_byte=(WINDOWS,))
    assert read == Letters(text, encoding.removesuffix("-sig"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_a_letter_are_known_without_a_mark(encoding: str) -> None:
    assert read_letters("Anna Åberg".encode(encoding)) == Letters("Anna Åberg", encoding)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"a\x01b", b"\0" * 9])
def test_what_holds_control_characters_is_no_text(content: bytes) -> None:
    assert read_letters(content) == NoLetters()


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_letters_of_an_alphabet_that_is_not_known_are_not_guessed(encoding: str) -> None:
    assert read_letters(("Я люблю читать книги. " * 9).encode(encoding)) == UnknownLetters()


@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(content: bytes) -> None:
    assert isinstance(read_letters(content), Letters | NoLetters | UnknownLetters)
