"""Lines are read in the order of the page, however a program draws them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.services.files.sheets import STORY, TOLD, Draw, both, lines, reading, sheets

LEFT = (
    "Tidningen skrev i går om",
    "den stora stormen som",
    "drog in över kusten och",
    "välte många gamla träd.",
)
RIGHT = (
    "Ingen människa blev dock",
    "skadad men flera bilar",
    "krossades och strömmen",
    "försvann under natten.",
)
THIRD = (
    "På morgonen gick alla ut",
    "och såg vad vinden hade",
    "gjort med parken och de",
    "små båtarna.",
)
COLUMNS = " ".join((*LEFT, *RIGHT))


def by_rows(*columns: tuple[str, ...], top: float = 700, width: float = 170) -> Draw:
    """Columns beside each other, drawn line by line across the page."""

    def draw(each: int) -> list[Draw]:
        return [
            lines([column[each]], top=top - 15 * each, left=72 + width * number)
            for number, column in enumerate(columns)
            if each < len(column)
        ]

    rows = max(map(len, columns))
    return both(*(one for each in range(rows) for one in draw(each)))


def test_two_columns_drawn_by_rows_are_read_one_by_one() -> None:
    assert reading(sheets(by_rows(LEFT, RIGHT, width=250))).text == COLUMNS


@pytest.mark.parametrize("width", [150, 160, 180])
def test_three_columns_are_read_one_by_one(width: float) -> None:
    found = reading(sheets(by_rows(LEFT, RIGHT, THIRD, width=width)))
    assert found.text.split() == [*COLUMNS.split(), *" ".join(THIRD).split()]


def test_a_heading_over_both_columns_and_a_text_below_them_keep_their_places() -> None:
    page = both(
        lines(["Stormen som kom om natten och tog allt med sig ut i havet"], top=740, size=16),
        by_rows(LEFT, RIGHT, width=250),
        lines(STORY, top=600),
    )
    found = reading(sheets(page)).text.split()
    assert found[:3] == ["Stormen", "som", "kom"]
    assert found[13:] == [*COLUMNS.split(), *TOLD.split()]


def test_columns_of_unlike_length_are_read_one_by_one() -> None:
    found = reading(sheets(by_rows((*LEFT, "Sedan blev det lugnt igen"), RIGHT, width=250)))
    assert " ".join(found.text.split()).count("Sedan blev det lugnt igen Ingen människa") == 1


def test_columns_drawn_one_by_one_are_read_so() -> None:
    page = both(lines(LEFT, top=700), lines(RIGHT, top=700, left=322))
    assert reading(sheets(page)).text == COLUMNS


def test_a_table_stays_in_rows() -> None:
    cells = ("Djur", "Björn", "Varg", "Räv"), ("Vikt", "200 kg", "40 kg", "7 kg")
    found = reading(sheets(by_rows(*cells))).text
    assert " ".join(found.split()) == "Djur Vikt Björn 200 kg Varg 40 kg Räv 7 kg"


def test_a_list_of_words_in_two_languages_stays_in_rows() -> None:
    cells = (
        ("att gå hem", "en liten hund", "i morgon", "varje dag"),
        ("to walk all the way home", "a small dog", "tomorrow", "every single day"),
    )
    found = reading(sheets(by_rows(*cells))).text
    assert found.startswith("att gå hem to walk all the way home")


def test_questions_and_answers_beside_each_other_stay_together() -> None:
    cells = (
        ("Vad heter du egentligen?", "Var bor du just nu?", "Vad gillar du att göra?"),
        ("Jag heter Åsa Lind.", "Jag bor vid ån.", "Jag gillar att simma."),
    )
    found = reading(sheets(by_rows(*cells))).text
    assert " ".join(found.split()).startswith("Vad heter du egentligen? Jag heter Åsa Lind.")


def test_lines_drawn_from_below_are_read_from_above() -> None:
    rows = [lines([text], top=700 - 15 * at) for at, text in enumerate(STORY)]
    assert reading(sheets(both(*reversed(rows)))).text == TOLD


def test_a_heading_that_is_drawn_last_comes_first() -> None:
    page = both(lines(STORY, top=600), lines(["Min sommar"], top=660, size=18))
    assert reading(sheets(page)).text == f"Min sommar\n\n{TOLD}"


def test_what_is_drawn_first_below_comes_last() -> None:
    page = both(lines(["Slut för idag."], top=500), lines(STORY, top=700))
    assert reading(sheets(page)).text.split() == [*TOLD.split(), "Slut", "för", "idag."]


def test_a_box_beside_the_text_is_not_mixed_into_it() -> None:
    box = lines(["Fakta om älgen", "Den väger mycket", "och äter gräs"], top=694, left=430, size=8)
    found = reading(sheets(both(lines(STORY, top=700), box))).text
    assert " ".join(found.split()).startswith(TOLD)
    assert found.split()[-3:] == ["och", "äter", "gräs"]


@settings(max_examples=30)
@given(st.permutations(range(6)))
def test_any_order_of_drawing_gives_the_order_of_the_page(order: list[int]) -> None:
    rows = [lines([f"Rad {at} är här"], top=700 - 30 * at) for at in range(6)]
    found = reading(sheets(both(*(rows[at] for at in order))))
    assert found.text.split() == " ".join(f"Rad {at} är här" for at in range(6)).split()


def test_a_page_of_scattered_words_is_read_from_above() -> None:
    words = [(f"ord{at}", (at * 7919) % 500, (at * 104_729) % 700) for at in range(1500)]
    page = both(*(lines([word], left=40 + x, top=60 + y, size=4) for word, x, y in words))
    assert sorted(reading(sheets(page)).text.split()) == sorted(word for word, _, _ in words)


def test_a_title_drawn_after_a_box_does_not_come_between_the_boxs_lines() -> None:
    box = lines(["Rutan har en text som", "är bredare än titeln", "är."], top=500, left=300)
    title = lines(["Allt om älgen och dess vänner"], top=740, left=190, size=16)
    page = both(box, title, lines(STORY, top=700))
    found = " ".join(reading(sheets(page)).text.split())
    assert found.startswith("Allt om älgen")
    assert "Rutan har en text som är bredare än titeln är." in found
