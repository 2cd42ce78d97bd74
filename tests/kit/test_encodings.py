"""How letters were stored is found out by what they make."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kit.prose_in_letters import texts

from huleedu.kit.encodings import Letters, NoLetters, UnknownLetters, read_letters

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252")
NAMES = (  # of pupils in Northern and Western Europe, the rare letters too
    *("João Simões", "Þóra Ýrr", "Zoë Œstlund", "Êvîn", "Ýmir", "Žofie Šimková", "Renée Ângelo"),
    *("Søren Ærø", "François", "Muñoz", "Björn Åberg", "Ícaro Êda"),
)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", NAMES)
def test_a_short_list_of_names_comes_back(name: str, encoding: str) -> None:
    text = f"{name}\n" * 3
    read = read_letters(text.encode(encoding), names=True)
    assert isinstance(read, Letters)
    assert (read.text, read.encoding) == (text, encoding.removesuffix("-sig"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_a_letter_are_known_without_a_mark(encoding: str) -> None:
    assert read_letters("Anna Åberg".encode(encoding)) == Letters("Anna Åberg", encoding)


@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"a\x01b", b"\0" * 9])
def test_what_holds_control_characters_is_no_text(content: bytes) -> None:
    assert read_letters(content) == NoLetters()


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_letters_of_an_alphabet_that_is_not_known_are_not_guessed(encoding: str) -> None:
    assert read_letters(("Я люблю читать книги. " * 9).encode(encoding)) == UnknownLetters()


@pytest.mark.parametrize(
    "encoding",
    [
        *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1"),
        *("cp1252", "iso8859-15", "mac-roman", "cp850", "cp437"),
    ],
)
@given(text=texts(20))
def test_a_text_comes_back_or_its_reader_is_told(encoding: str, text: str) -> None:
    content = text.encode(encoding, "ignore")
    text = content.decode(encoding)
    read = read_letters(content)
    if isinstance(read, Letters) and not read.doubts:
        assert read.text == text


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "cp850", "cp437"])
def test_two_encodings_in_one_file_are_both_read(encoding: str) -> None:
    first, second = "Åsa såg älgen på ön.\n", "Sedan åkte de hem över sjön och åt blåbär.\n"
    for content in (
        first.encode() + second.encode(encoding),
        second.encode(encoding) + first.encode(),
    ):
        read = read_letters(content)
        assert isinstance(read, Letters)
        assert sorted(read.text.splitlines(keepends=True)) == sorted((first, second))
        assert read.doubts == ("letters_are_mixed",)


def test_letters_of_one_byte_within_letters_of_two_are_not_guessed() -> None:
    content = ("It rained. " * 20).encode("utf-16") + b"We stayed in, for it rained. " * 10
    assert read_letters(content) == UnknownLetters()


@pytest.mark.parametrize(
    ("harmed", "text"),
    [
        ("It rained and we\0 stayed in.", "It rained and we stayed in."),
        ("It rained and we stayed in." + "\0" * 4096, "It rained and we stayed in."),
        ("It rai\x02ned and we stayed in.", "It rai\ufffdned and we stayed in."),
        ("It rained\x02 and we stayed-\x1ein.", "It rained and we stayed--in."),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_control_character_does_not_cost_the_text(harmed: str, text: str, encoding: str) -> None:
    rest = "\nNobody knew what to do, and so on it went, and on."
    read = read_letters((rest + harmed).encode(encoding))
    assert isinstance(read, Letters)
    assert (read.text, read.doubts) == (rest + text, ("signs_are_dropped",))


@given(st.binary(max_size=200))
def test_any_bytes_get_an_answer(content: bytes) -> None:
    assert isinstance(read_letters(content), Letters | NoLetters | UnknownLetters)
