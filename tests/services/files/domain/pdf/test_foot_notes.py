"""Notes at the feet of pages come at the end of the text, apart from sentences that go on."""

import pytest
from tests.services.files.sheets import STORY, TOLD, Draw, both, lines, reading, sheets

from huleedu.services.files.domain.pdf.foot_notes import with_notes_last
from huleedu.services.files.domain.pdf.lines import PageLine
from huleedu.services.files.domain.pdf.pages import paragraphs_of


def line(text: str, bottom: float, size: float = 12) -> PageLine:
    return PageLine(text, 70, 500, bottom, bottom + size, 30)


PAGES = [
    [
        line("Det var sent när festen var slut och alla skulle hem till sitt.", 740),
        line("Hon gick hem och var så glad att hon", 724),
        line("1Om detta finns mer att", 90, 10),
        line("läsa.", 78, 10),
        line("2 En bok.", 66, 10),
    ],
    [line("dansade hela vägen.", 700), line("[3] Slut.", 66, 10)],
]


def test_a_sentence_goes_on_over_the_page_and_notes_stand_at_the_end() -> None:
    assert paragraphs_of(with_notes_last(PAGES)) == [
        (
            "Det var sent när festen var slut och alla skulle hem till sitt. Hon gick hem och var "
            "så glad att hon dansade hela vägen."
        ),
        "[1] Om detta finns mer att läsa.",
        "[2] En bok.",
        "[3] Slut.",
    ]


def test_small_lines_that_are_no_notes_stay_where_they_are() -> None:
    for pages in (
        [[line("Text i boken.", 700), line("En liten bildtext", 500, 10), line("Mer text.", 400)]],
        [[line("Text i boken.", 700), line("Liten text utan nummer", 70, 10)]],
        [[line("1 Allt är lika litet", 700, 10), line("2 på den här sidan", 680, 10)]],
        [[], [line("Text.", 700)]],
        [],
    ):
        assert with_notes_last(pages) == pages


def with_notes(*notes: str, size: float = 9, number: str = "") -> Draw:
    """A page of text with these small lines at its foot, and its number below."""
    return both(
        lines(STORY, top=700),
        lines(notes, top=90, size=size),
        lines([number] if number else [], top=30),
    )


def test_a_sentence_goes_on_over_a_note_and_the_page() -> None:
    last = lines(["medan solen gick ner."], top=700)
    page = both(lines(["Där satt den"], top=700), lines(["1 Enligt en bok."], top=60, size=8))
    assert reading(sheets(page, last)).text == (
        "Där satt den medan solen gick ner.\n\n[1] Enligt en bok."
    )


@pytest.mark.parametrize("mark", ["{} ", "{}. ", "{}) ", "{}"])
def test_notes_are_counted_over_the_pages(mark: str) -> None:
    def note(at: int, text: str) -> str:
        return mark.format(at) + text

    first = with_notes(
        note(1, "Boken om älgar,"), "som är gammal.", note(2, "Se ovan."), number="1"
    )
    second = with_notes(note(3, "Tidningen."), number="2")
    found = reading(sheets(first, second)).text
    assert found.endswith(
        "\n\n[1] Boken om älgar, som är gammal.\n\n[2] Se ovan.\n\n[3] Tidningen."
    )
    assert found.split()[: 2 * len(TOLD.split())] == TOLD.split() * 2


def test_a_note_may_have_a_star() -> None:
    assert reading(sheets(with_notes("* Enligt en bok."))).text == f"{TOLD}\n\n[*] Enligt en bok."


def test_small_lines_without_a_mark_stay_where_they_are() -> None:
    assert reading(sheets(with_notes("Skrivet i maj."))).text == f"{TOLD}\n\nSkrivet i maj."


def test_a_list_in_the_size_of_the_text_is_no_note() -> None:
    found = reading(sheets(with_notes("1. Ta fram degen", "2. Baka", size=12))).text
    assert found == f"{TOLD}\n\n1. Ta fram degen\n\n2. Baka"
