"""A running header repeats, or counts the pages, and stands apart; headings are the text's."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.files.sheets import (
    HEIGHT,
    MARGIN,
    STORY,
    TOLD,
    Draw,
    both,
    lines,
    reading,
    sheets,
    told,
)

from huleedu.services.files.domain.pdf.lines import Page, PageLine
from huleedu.services.files.domain.pdf.margins import without_margins

USUAL = HEIGHT - MARGIN - 12
HEADER = HEIGHT - 45
FOOTER = 30


def page(*rows: tuple[float, str]) -> Page:
    """Lines at heights from 0 to 100."""
    return Page(tuple(PageLine(text, 0, 50, y, y + 1, 5) for y, text in rows), 0, 100)


def story(*, top: str = "", foot: str = "", large: float = 12, at: float = HEADER) -> Draw:
    """A page of text with something above and below it."""
    return both(
        lines([top] if top else [], top=at, size=large),
        lines(STORY, top=USUAL - 30),
        lines([foot] if foot else [], top=FOOTER),
    )


def test_what_repeats_at_the_edge_is_a_header_and_what_repeats_inside_is_text() -> None:
    pages = [page((95, f"Åsa 9B {at}"), (60, "refrain"), (40, f"verse {at}")) for at in (1, 2, 3)]
    bodies, headers = without_margins(pages)
    assert headers == ["Åsa 9B 1", "Åsa 9B 2", "Åsa 9B 3"]
    assert [[line.text for line in body] for body in bodies] == [
        ["refrain", f"verse {at}"] for at in (1, 2, 3)
    ]


@pytest.mark.parametrize("number", ["7", "- 7 -", "Page 7 of 9", "Sida 7 (9)", "7/9", "s. 7"])
def test_page_numbers_are_dropped(number: str) -> None:
    bodies, headers = without_margins([page((60, "text"), (50, "more"), (3, number))])
    assert [line.text for line in bodies[0]] == ["text", "more"]
    assert headers == []


def test_on_a_single_page_a_lonely_line_at_the_edge_is_a_header() -> None:
    bodies, headers = without_margins([page((96, "Åsa Öberg 9B"), (80, "text"), (78.5, "more"))])
    assert headers == ["Åsa Öberg 9B"]
    assert len(bodies[0]) == 2


def test_a_text_that_fills_the_page_loses_no_line() -> None:
    full = page(*((97 - 1.5 * at, f"line {'x' * at}") for at in range(62)))
    bodies, headers = without_margins([full])
    assert len(bodies[0]) == 62
    assert headers == []


@pytest.mark.parametrize("size", [12, 14, 20])
def test_headings_that_count_are_no_running_header(size: float) -> None:
    pages = [story(top=f"Kapitel {at}", large=size, at=USUAL) for at in (1, 2, 3)]
    found = reading(sheets(*pages))
    assert found.text == "\n\n".join(f"Kapitel {at}\n\n{TOLD}" for at in (1, 2, 3))
    assert found.header_text == ""


@pytest.mark.parametrize(
    "numbers",
    [
        ["1", "2", "3"],
        ["i", "ii", "iii"],
        ["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"],
        ["sida 1", "sida 2", "sida 3"],
        ["", "2", "3"],
        ["4", "5", "6"],
        ["– 1 –", "– 2 –", "– 3 –"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
def test_numbers_of_pages_go(numbers: list[str], above: bool) -> None:
    pages = [story(top=one) if above else story(foot=one) for one in numbers]
    found = reading(sheets(*pages))
    assert found.text.split() == TOLD.split() * 3
    assert found.notes == ()


def test_left_and_right_pages_have_headers_of_their_own() -> None:
    pages = [story(top="Åsa Öberg" if at % 2 else "Min sommar") for at in range(5)]
    found = reading(sheets(*pages))
    assert found.header_text == "Min sommar\nÅsa Öberg"
    assert found.text.split() == TOLD.split() * 5
    assert told(found) == {("left_out", "header", 4)}


def test_a_title_page_needs_no_header() -> None:
    title = lines(["Min långa resa"], size=30, top=500)
    found = reading(sheets(title, *[story(top="Åsa Öberg 9B")] * 2))
    assert found.header_text == "Åsa Öberg 9B"
    assert found.text.split() == ["Min", "långa", "resa", *TOLD.split() * 2]


def test_a_header_of_three_rows_and_parts_is_whole() -> None:
    def top(number: int) -> Draw:
        rows = lines(["Åsa Öberg", "Klass 9B", "Solskolan"], top=HEADER + 10, size=8)
        right = lines([f"{number} (2)"], top=HEADER + 10, left=500, size=8)
        return both(rows, right, story())

    found = reading(sheets(top(1), top(2)))
    assert found.header_text == "Åsa Öberg\nKlass 9B\nSolskolan"
    assert found.text.split() == TOLD.split() * 2


def test_a_title_that_comes_twice_is_no_header() -> None:
    pages = [story(top="Min dikt", large=20, at=USUAL)] * 2
    assert reading(sheets(*pages)).text.count("Min dikt") == 2


def test_a_line_that_comes_again_in_the_flow_of_the_text_stays() -> None:
    verse = both(lines(["Vi ror, vi ror", *STORY], top=USUAL))
    found = reading(sheets(verse, verse, verse))
    assert found.text.count("Vi ror") == 3
    assert found.header_text == ""


def test_items_of_a_list_stay_at_the_top_of_pages() -> None:
    pages = [lines([f"{at}. Ta fram degen", *STORY], top=USUAL) for at in (1, 2, 3)]
    assert reading(sheets(*pages)).text.count("Ta fram degen") == 3


def test_the_pupils_line_on_the_first_page_alone_is_not_lost() -> None:
    found = reading(sheets(story(top="Åsa Öberg, 9B, 12 maj"), story(), story()))
    assert "Åsa Öberg" in found.text + found.header_text


def test_a_title_at_the_top_of_a_single_page_stays() -> None:
    found = reading(sheets(both(lines(["Min sommar"], size=22, top=HEADER), lines(STORY))))
    assert found.text == f"Min sommar\n\n{TOLD}"


@settings(max_examples=15)
@given(st.integers(2, 6), st.booleans())
def test_a_last_page_may_be_short(count: int, numbered: bool) -> None:
    numbers = [f"Sida {at}" if numbered else "" for at in range(1, count + 1)]
    full = [story(top="Åsa Öberg 9B", foot=number) for number in numbers[:-1]]
    last = both(
        lines(["Åsa Öberg 9B"], top=HEADER),
        lines(["Slut."], top=USUAL),
        lines([numbers[-1]], top=FOOTER),
    )
    found = reading(sheets(*full, last))
    assert found.text.split() == [*TOLD.split() * (count - 1), "Slut."]
    assert found.header_text == "Åsa Öberg 9B"


def test_at_the_very_edge_a_header_may_be_as_near_as_lines_of_a_wide_text_are() -> None:
    pages = [
        page((95, "Åsa 9B"), *((92.4 - 2.6 * at, f"{word} {at}") for at in range(3)))
        for word in ("text", "mer")
    ]
    bodies, headers = without_margins(pages)
    assert headers == ["Åsa 9B"] * 2
    assert [len(body) for body in bodies] == [3, 3]


def test_what_says_that_it_counts_the_pages_may_stand_farther_in() -> None:
    pages = [page((60, "text"), (59, "more"), (9, f"Inlämning, sida {at}")) for at in (1, 2)]
    assert without_margins(pages)[1] == ["Inlämning, sida 1", "Inlämning, sida 2"]
    pages = [page((60, "text"), (59, "more"), (9, f"Kapitel {at}")) for at in (1, 2)]
    assert without_margins(pages)[1] == []


def test_a_single_page_has_a_header_of_two_halves_and_a_footer_that_says_its_number() -> None:
    halves = (PageLine("Åsa Öberg", 0, 20, 95, 96, 5), PageLine("Svenska 9B", 60, 80, 95, 96, 5))
    rows = [PageLine(f"rad {at} av texten", 0, 80, y, y + 1, 5) for at, y in enumerate((93, 92))]
    foot = PageLine("Inlämning, sida 1", 0, 20, 3, 4, 5)
    bodies, headers = without_margins([Page((*halves, *rows, foot), 0, 100)])
    assert headers == ["Åsa Öberg", "Svenska 9B", "Inlämning, sida 1"]
    assert bodies == [rows]


def test_a_header_that_is_apart_on_one_page_is_a_header_on_all() -> None:
    first = page((90, "Åsa 9B"), (85, "Titeln"), (82.4, "text 0"), (79.8, "text 1"))
    rest = page((90, "Åsa 9B"), *((87.4 - 2.6 * at, f"mer {at}") for at in range(4)))
    assert without_margins([first, rest])[1] == ["Åsa 9B"] * 2


def test_a_header_may_stand_as_far_in_as_wide_margins_have_it() -> None:
    pages = [
        page((86.8, "Åsa 9B"), *((83 - 1.5 * at, f"{word} {at}") for at in range(3)))
        for word in ("text", "mer")
    ]
    assert without_margins(pages)[1] == ["Åsa 9B"] * 2


def test_lines_that_repeat_one_below_the_other_in_the_flow_of_the_text_stay() -> None:
    pages = [
        page((90, "Vi ror"), (88.5, "hem nu"), (87, f"{word} vers"), (85.5, f"{word} slut"))
        for word in ("första", "andra", "tredje")
    ]
    assert without_margins(pages)[1] == []


def test_a_header_of_two_halves_is_one_on_a_single_page_too() -> None:
    halves = both(
        lines(["Åsa Öberg"], top=HEIGHT - 67), lines(["Svenska 9B"], top=HEIGHT - 67, left=300)
    )
    found = reading(sheets(both(halves, lines(STORY, top=HEIGHT - 110))))
    assert found.text == TOLD
    assert found.header_text == "Åsa Öberg\nSvenska 9B"
