"""Lines become paragraphs by how they are set; hyphens at their ends by the text itself."""

import pytest

from huleedu.services.files.domain.pdf.lines import PageLine
from huleedu.services.files.domain.pdf.pages import paragraphs_of


def typed(text: str, *, step: float = 1.5) -> list[PageLine]:
    """Lines as a typewriter sets them: each letter one wide; empty lines leave a gap."""
    lines: list[PageLine] = []
    y = 0.0
    for row in text.split("\n"):
        words = row.strip()
        left = len(row) - len(row.lstrip())
        y -= step
        if words:
            width = len(words.split()[0])
            lines.append(PageLine(words, left, left + len(words), y, y + 1, width))
    return lines


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("aaaa bbbb\ncccc dddd\neeee", ["aaaa bbbb cccc dddd eeee"]),
        ("aaaa bbbb\ncccc\ndddd eeee", ["aaaa bbbb cccc", "dddd eeee"]),
        ("aaaa bbbb\n\ncccc dddd", ["aaaa bbbb", "cccc dddd"]),
        ("aaaa bbbb\ncccc dddd\n  eeee f\ngggg hhh", ["aaaa bbbb cccc dddd", "eeee f gggg hhh"]),
        ("- one two\n- two one", ["- one two", "- two one"]),
    ],
    ids=["a block", "a short line", "a gap", "an indent", "a list"],
)  # fmt: skip
def test_the_setting_tells_where_a_paragraph_ends(text: str, paragraphs: list[str]) -> None:
    assert paragraphs_of([typed(text)]) == paragraphs


@pytest.mark.parametrize(
    ("text", "paragraph"),
    [
        ("abcdef infor-\nmation", "abcdef information"),
        ("abc infor\xad\nmation", "abc information"),
        ("well-known w-\nell well-\nknown", "well-known well well-known"),
        ("abc läs-\noch skriv", "abc läs- och skriv"),
        ("abc Anna-\nKarin yy", "abc Anna-Karin yy"),
        ("abcd 2019-\n2021 xxx", "abcd 2019-2021 xxx"),
        ("abcdefg –\nhijklmn", "abcdefg – hijklmn"),
    ],
)
def test_a_hyphen_at_a_line_end_is_the_programs_or_the_writers(text: str, paragraph: str) -> None:
    assert paragraphs_of([typed(text)]) == [paragraph]


def test_a_hyphen_of_pdfium_is_a_hyphen() -> None:
    assert paragraphs_of([typed("abcdef infor\ufffe\nmation")]) == ["abcdef information"]


def test_a_line_in_two_parts_is_one() -> None:
    left, right = PageLine("Åsa", 0, 3, 0, 1, 3), PageLine("9B", 20, 22, 0, 1, 2)
    assert paragraphs_of([[left, right]]) == ["Åsa 9B"]


def test_no_lines_are_no_paragraphs() -> None:
    assert paragraphs_of([]) == []
    assert paragraphs_of([[], []]) == []


def test_a_word_that_is_parted_goes_on_though_its_rest_had_fitted() -> None:
    assert paragraphs_of([typed("aaaa bbbb cccc\ndddd tv-\nse eeee ffff")]) == [
        "aaaa bbbb cccc dddd tvse eeee ffff"
    ]


def test_a_sentence_goes_on_over_the_page_though_its_line_was_short() -> None:
    pages = [typed("aaaa bbbb cccc dddd\neeee ffff"), typed("gg hhhh iiii jjjjj\nkkkk")]
    assert paragraphs_of(pages) == ["aaaa bbbb cccc dddd eeee ffff gg hhhh iiii jjjjj kkkk"]
    pages[1] = typed("Gg hhhh iiii jjjjj\nkkkk")
    assert len(paragraphs_of(pages)) == 2
