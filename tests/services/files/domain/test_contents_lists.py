"""Contents lists are left out of a PDF's text, and dots elsewhere stay."""

from huleedu.services.files.domain.contents_lists import without_contents
from huleedu.services.files.domain.lines import PageLine


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
