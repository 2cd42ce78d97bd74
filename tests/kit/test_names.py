"""A name is safe to show, and still the same name."""

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.kit.names import (
    NAME_CHARS_MAX,
    NAMELESS,
    alike,
    display_name,
    stored_names,
    told_apart,
    with_letters,
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Åsa Öberg.docx", "Åsa Öberg.docx"),
        ("A\u030asa O\u0308berg.docx", "Åsa Öberg.docx"),
        ("../../etc/passwd", "etc/passwd"),
        ("..\\..\\windows\\a.txt", "windows/a.txt"),
        ("C:\\Users\\Åsa\\essay.txt", "Users/Åsa/essay.txt"),
        ("/root//a.txt", "root/a.txt"),
        ("9b/./Åsa.txt", "9b/Åsa.txt"),
        ("invoice\u202excod.exe", "invoicexcod.exe"),
        ("a\x00b\x1b[31mc\u200b.txt", "ab[31mc.txt"),
        ("two\nlines\t.txt", "two lines .txt"),
        ("\ud800.txt", ".txt"),
        ("", NAMELESS),
        ("../..", NAMELESS),
        ("\x00", NAMELESS),
    ],
)
def test_what_is_unseen_or_leads_elsewhere_is_left_out(raw: str, shown: str) -> None:
    assert display_name(raw) == shown


@pytest.mark.parametrize("page", ["latin-1", "cp1252", "cp850", "utf-8"])
@pytest.mark.parametrize("name", ["Åsa Lind.txt", "Björn Åkesson.txt", "Örjan.txt", "9b/René.txt"])
def test_names_of_bytes_that_are_no_utf_8_keep_their_letters(name: str, page: str) -> None:
    assert display_name(os.fsdecode(name.encode(page))) == name
    assert display_name(os.fsdecode("Övning/".encode() + name.encode(page))) == f"Övning/{name}"


@pytest.mark.parametrize("page", ["cp1252", "cp850", "cp437", "mac-roman"])
def test_names_of_bytes_are_read_together(page: str) -> None:
    names = ["Ö", "Émil Ek.txt", "Zoë Ång.txt", "Åsa Örn.txt", "plain.txt", "Älva Ström.txt"]
    assert with_letters([os.fsdecode(name.encode(page)) for name in names]) == names
    assert stored_names([name.encode(page) for name in names]) == names


def test_names_in_utf_8_beside_others_keep_their_letters() -> None:
    stored = ["Åsa Örn.txt".encode(), "Älva Ström.txt".encode("cp850"), b"two\nlines \x8f.txt"]
    assert stored_names(stored) == ["Åsa Örn.txt", "Älva Ström.txt", "two lines Å.txt"]
    assert stored_names([]) == []


@pytest.mark.parametrize("raw", ["Ã…sa Ã–rn.txt", "├àsa ├ûrn.txt", "√Ösa √ñrn.txt"])
def test_a_name_that_was_garbled_on_its_way_is_put_right(raw: str) -> None:
    assert display_name(raw) == "Åsa Örn.txt"


def test_what_comes_of_putting_a_name_right_is_seen_as_well() -> None:
    """A soft hyphen, garbled as in code page 850, whose bytes a control character parts."""
    shown = display_name("A┬«┬\x00¡a.txt")
    assert shown == display_name(shown) == "A®a.txt"


@given(st.binary())
def test_any_bytes_become_a_name_that_can_be_shown(raw: bytes) -> None:
    shown = display_name(os.fsdecode(raw))
    assert shown.isprintable()
    assert display_name(shown) == shown


@given(st.text())
def test_any_name_becomes_one_that_can_be_shown(raw: str) -> None:
    shown = display_name(raw)
    assert 0 < len(shown) <= NAME_CHARS_MAX
    assert shown.isprintable()
    assert ".." not in shown.split("/")
    assert not shown.startswith("/")
    assert unicodedata.is_normalized("NFC", shown)
    assert display_name(shown) == shown


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    shown = display_name("Åsa Öberg " + "x" * 500 + ".docx")
    assert shown.startswith("Åsa Öberg")
    assert shown.endswith(".docx")
    assert "…" in shown


def test_names_that_look_alike_are_told_apart_by_a_number() -> None:
    names = ["Å.txt", "Å.txt", "A\u030a.txt", "å.txt", "ö.txt", "Ö.txt", "ﬁn.txt", "fin.txt"]
    assert told_apart(list(map(display_name, names))) == [
        *("Å.txt", "Å (2).txt", "Å (3).txt", "å (4).txt"),
        *("ö.txt", "Ö (2).txt", "ﬁn.txt", "fin (2).txt"),
    ]


def test_a_number_stands_before_the_ending_and_takes_no_name_that_is_there() -> None:
    assert told_apart(["a.txt", "a.txt", "a (2).txt", "a", "a"]) == [
        *("a.txt", "a (3).txt", "a (2).txt", "a", "a (2)")
    ]
    assert told_apart(["9b/.txt"] * 2) == ["9b/.txt", "9b/.txt (2)"]
    assert told_apart(["9.b/x"] * 2) == ["9.b/x", "9.b/x (2)"]


NAMES = st.lists(st.text("aAåÅ\u030a.(2) /ß" + "x" * 3) | st.just("y" * 130 + ".txt"))


@given(NAMES.map(lambda names: [display_name(name) for name in names]))
def test_any_names_become_names_of_which_no_two_are_alike(names: list[str]) -> None:
    apart = told_apart(names)
    assert len(set(map(alike, apart))) == len(apart) == len(names)
    assert all(display_name(name) == name for name in apart)
    assert told_apart(apart) == apart
