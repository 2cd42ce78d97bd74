"""Contents lists are left out of a PDF's text, and dots elsewhere stay."""

import pytest
from tests.services.files.sheets import STORY, TOLD, Draw, both, lines, reading, sheets, told

from huleedu.services.files.domain.pdf.contents_lists import without_contents
from huleedu.services.files.domain.pdf.lines import PageLine


def page(*texts: str) -> list[PageLine]:
    return [
        PageLine(text, 70, 500, 700 - 16 * at, 712 - 16 * at, 30) for at, text in enumerate(texts)
    ]


def left_out(*texts: str) -> list[str]:
    bodies, found = without_contents([page(*texts)])
    assert [line.text for line in bodies[0]] == [text for text in texts if text not in found]
    return found


def test_a_list_with_dotted_leaders_goes_with_its_title() -> None:
    entries = ("Inledning..........1", "Att växa upp . . . . . . . . 12", "Slutet……………… iv")
    for title in ("Innehåll", "Innehållsförteckning", "Table of contents", "CONTENTS:"):
        assert left_out("Min bok", title, *entries, "Inledning") == [title, *entries]
    assert left_out("Min bok", *entries, "Inledning") == [*entries]


def test_what_is_no_list_of_contents_stays() -> None:
    assert left_out("Innehåll", "Det var en gång.", "Hon väntade.... 3 dagar") == []
    assert left_out("Inledning..........1", "Det var en gång.") == [], "one entry is no list"
    assert left_out("Namn: ..........", "Klass: ..........") == [], "a form"
    assert left_out("... 3", "... 4") == [], "no heading"


def test_a_list_may_go_on_over_the_page() -> None:
    pages = [page("Contents", "One.....1", "Two.....2"), page("Three.....3", "One", "It began.")]
    bodies, found = without_contents(pages)
    assert [[line.text for line in body] for body in bodies] == [[], ["One", "It began."]]
    assert len(found) == 4


ENTRIES = ("Inledning", "Orsaker och följder", "Slut")


def listed(entries: tuple[str, ...], dots: str, top: float = 700) -> Draw:
    """Entries with the numbers of their pages at the right."""
    rows = [
        both(
            lines([f"{entry} {dots}".strip()], top=top - 15 * at),
            lines([str(at + 1)], top=top - 15 * at, left=500),
        )
        for at, entry in enumerate(entries)
    ]
    return both(*rows)


@pytest.mark.parametrize("dots", ["." * 40, ". " * 30, "…" * 20])
def test_lines_of_dots_and_a_number_go(dots: str) -> None:
    found = reading(sheets(both(listed(ENTRIES, dots), lines(STORY, top=600))))
    assert found.text == TOLD
    assert told(found) == {("left_out", "contents", 5)}


@pytest.mark.parametrize("heading", ["Innehåll", "Innehållsförteckning", "Table of contents"])
def test_below_a_heading_of_contents_no_dots_are_needed(heading: str) -> None:
    head = lines([heading], top=740, size=18)
    found = reading(sheets(both(head, listed(ENTRIES, ""), lines(STORY, top=600))))
    assert found.text == TOLD
    assert told(found) == {("left_out", "contents", 5 + len(heading.split()))}


def test_a_table_with_numbers_at_its_end_stays() -> None:
    found = reading(sheets(both(listed(("Varg", "Älg", "Räv"), ""), lines(STORY, top=600))))
    assert " ".join(found.text.split()) == f"Varg 1 Älg 2 Räv 3 {TOLD}"


def test_dots_of_a_writer_stay() -> None:
    rows = ["Jag väntade ..... och väntade", "och sen ..... 5", *STORY]
    found = reading(sheets(lines(rows, top=700)))
    assert "väntade ..... och" in found.text
    assert "sen ..... 5" in found.text
