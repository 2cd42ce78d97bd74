"""A name is safe to show, and still the same name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huleedu.kit.names import NAME_CHARS_MAX, NAMELESS, display_name


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
