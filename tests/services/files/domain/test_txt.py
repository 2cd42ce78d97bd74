"""Letters survive, however they were stored; what is no text is no text."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huleedu.contracts.reason import Reason
from huleedu.services.files.domain import Code, Limits, Reading, Refused
from huleedu.services.files.domain.reading import read

WORDS = st.builds(
    str.__add__,
    st.sampled_from("abcdefghijklmnopqrstuvwxyzåäöÅÄÖéÉü"),
    st.text("abcdefghijklmnopqrstuvwxyzåäöéüß", min_size=1, max_size=11),
)
TEXTS = (
    st.lists(WORDS, min_size=1, max_size=60)
    .map(" ".join)
    .filter(lambda text: sum(map(str.isascii, text)) > len(text) / 2)
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")


def of(content: bytes, name: str = "essay.txt") -> Reading | Refused:
    outcome = read(name, content, Limits())
    assert isinstance(outcome, Reading | Refused)
    return outcome


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
def test_letters_come_back_from_every_encoding(encoding: str, text: str) -> None:
    if encoding in ("utf-16-le", "utf-16-be"):
        assume(" " in text)  # a word or two of å and ö alone give no evidence of UTF-16
    outcome = of(text.encode(encoding))
    assert isinstance(outcome, Reading)
    assert outcome.text == text or Reason("letters_are_guessed") in outcome.notes


@given(text=TEXTS, share=st.integers(3, 9))
def test_letters_come_back_from_an_old_mac(text: str, share: int) -> None:
    outcome = of(f"{'Jag åkte till sjön. ' * share}{text}".encode("mac-roman"))
    assert isinstance(outcome, Reading)
    assert outcome.text.endswith(text)
    assert outcome.encoding == "mac-roman"


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    outcome = of(content)
    if isinstance(outcome, Reading):
        assert outcome.text.strip()
        assert all(char.isprintable() or char.isspace() or ord(char) > 127 for char in outcome.text)


def test_quotes_and_dashes_of_windows_are_known() -> None:
    text = "“Hej”, sa han – och log… It’s 5 € · 20°"
    outcome = of(text.encode("cp1252"))
    assert isinstance(outcome, Reading)
    assert (outcome.text, outcome.encoding) == (text, "cp1252")


@pytest.mark.parametrize("damaged", [b"\xb6", b"\x9d", b"\xff"])
def test_a_damaged_letter_does_not_cost_the_text(damaged: bytes) -> None:
    outcome = of(b"It rained. " * 10 + b"We st" + damaged + b"yed in. " + b"It rained. " * 10)
    assert isinstance(outcome, Reading)
    assert outcome.text.count("It rained.") == 20


def test_a_text_cut_in_the_middle_of_a_letter_loses_that_letter_alone() -> None:
    outcome = of(("Blåbär på ön. " * 20).encode()[:-15])
    assert isinstance(outcome, Reading)
    assert outcome.encoding == "utf-8"
    assert outcome.text.startswith("Blåbär på ön.")
    assert outcome.notes in ((), (Reason("letters_are_damaged"),))


def test_what_was_garbled_before_the_file_was_made_is_put_right_and_told() -> None:
    outcome = of("Jag sÃ¥g en Ã¤lg pÃ¥ Ã¶n.".encode())
    assert isinstance(outcome, Reading)
    assert outcome.text == "Jag såg en älg på ön."
    assert outcome.notes == (Reason("letters_are_mended", {"n": 4}),)


def test_question_marks_for_letters_are_told() -> None:
    outcome = of(b"Jag s?g en f?r p? ?ngen. Det ?r kallt och s? var det.")
    assert isinstance(outcome, Reading)
    assert outcome.text.startswith("Jag s\ufffdg en f\ufffdr")
    assert outcome.notes == (Reason("letters_are_damaged"),)


def test_letters_of_an_unknown_alphabet_are_refused_and_not_garbled() -> None:
    assert of(("Я люблю читать книги. " * 9).encode("cp1251")) == Refused(Code.UNREADABLE)


def test_line_ends_of_every_system_are_one() -> None:
    outcome = of(b"a\r\nb\rc\nd\x0ce\r\n\r\n\r\n\r\nf  \n\x1a")
    assert isinstance(outcome, Reading)
    assert outcome.text == "a\nb\nc\nd\ne\n\nf"


def test_unseen_characters_are_removed_and_accents_composed() -> None:
    outcome = of("a\u200bb\u202ec\ufeffd e\u0301 a\u030a sof\u00adt".encode())
    assert isinstance(outcome, Reading)
    assert outcome.text == "abcd é å soft"


def test_a_long_line_is_a_paragraph_of_its_own() -> None:
    long = "Det var en gång en älg. " * 10
    outcome = of(f"Titel\n{long}\n{long}".encode())
    assert isinstance(outcome, Reading)
    assert outcome.text == f"Titel\n\n{long.strip()}\n\n{long.strip()}"


def test_short_lines_stay_lines() -> None:
    outcome = of(b"one\ntwo\n\nthree")
    assert isinstance(outcome, Reading)
    assert outcome.text == "one\ntwo\n\nthree"


@pytest.mark.parametrize("content", ["1234567890 42", "😀😀😀 👍", "– … !?", "3,14\n\n2 + 2 = 4"])
def test_a_text_without_one_word_is_no_essay(content: str) -> None:
    refused = of(content.encode())
    assert isinstance(refused, Refused)
    assert refused.code is Code.EMPTY
    assert refused.facts == {"kind": "no_word"}


@pytest.mark.parametrize("content", ["I", "42 å", "我", "ё😀"])
def test_a_word_of_any_alphabet_is_enough(content: str) -> None:
    assert isinstance(of(content.encode()), Reading)


@pytest.mark.parametrize("content", ["Namn: ______\nKlass:", "Name: Bo Ek", "[Skriv din text här]"])
def test_a_template_that_nobody_filled_in_is_no_essay(content: str) -> None:
    assert of(content.encode()) == Refused(Code.EMPTY, {"kind": "no_answer"})


def test_prompts_of_a_template_are_told_and_not_counted() -> None:
    outcome = of("Namn: Bo Ek\n\n[Skriv din text här]\n\nVi åkte hem.".encode())
    assert isinstance(outcome, Reading)
    assert outcome.text == "Namn: Bo Ek\n\nVi åkte hem."
    assert outcome.notes == (Reason("left_out", {"kind": "placeholders", "n": 4}),)
