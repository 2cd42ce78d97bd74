"""Numbers of lines are left out, and numbers that mean something stay."""

import pytest
from tests.services.files.sheets import STORY, TOLD, Draw, both, lines, reading, sheets, told

from huleedu.services.files.domain.pdf.line_numbers import without_line_numbers
from huleedu.services.files.domain.pdf.lines import PageLine


def row(at: int, text: str, left: float = 100) -> PageLine:
    bottom = 700 - 16 * at
    return PageLine(text, left, left + 6 * len(text), bottom, bottom + 12, 30)


def texts(lines: list[PageLine]) -> list[str]:
    return [line.text for line in lines]


@pytest.mark.parametrize(("first", "step"), [(1, 1), (5, 5), (17, 1)])
def test_numbers_beside_lines_are_told_apart(first: int, step: int) -> None:
    lines: list[PageLine] = []
    for at in range(20):
        number = first + at if step == 1 else at + 1
        if number % step == 0:
            lines.append(row(at, str(number), left=80 - 6 * len(str(number))))
        lines.append(row(at, f"rad {at} av texten"))
    text, numbers = without_line_numbers(lines)
    assert texts(text) == [f"rad {at} av texten" for at in range(20)]
    assert len(numbers) == 20 // step


def test_they_may_be_drawn_before_all_lines_or_after_them() -> None:
    numbers = [row(at, str(at + 1), left=70) for at in range(5)]
    lines = [row(at, "text som går vidare") for at in range(5)]
    assert without_line_numbers([*numbers, *lines]) == (lines, numbers)
    assert without_line_numbers([*lines, *numbers]) == (lines, numbers)


def test_other_numbers_stay() -> None:
    years = [row(at, str(year), left=70) for at, year in enumerate((1987, 1994, 2003, 2011))]
    two = [row(0, "1", left=70), row(1, "2", left=70)]
    alone = [row(at, str(at), left=70) for at in range(5)]
    lines = [row(at, "text som går vidare") for at in range(4)]
    for kept in ([*years, *lines], [*two, *lines], alone):
        assert without_line_numbers(kept) == (kept, [])


def test_a_column_of_numbers_between_others_stays() -> None:
    cells = [
        cell
        for at in range(4)
        for cell in (row(at, "namn", 70), row(at, str(at + 1), 200), row(at, "ord", 300))
    ]
    assert without_line_numbers(cells) == (cells, [])


FOUR = (*STORY, "och sov där hela natten.")
TEXT = f"{TOLD} och sov där hela natten."


def beside(numbers: list[str], *, left: float = 50, size: float = 8) -> Draw:
    """Numbers on the rows of a text, where there are any."""
    return both(
        *(
            lines([number], left=left, top=700 - 15 * at, size=size)
            for at, number in enumerate(numbers)
            if number
        )
    )


@pytest.mark.parametrize("size", [8, 12])
@pytest.mark.parametrize("left", [50, 540])
@pytest.mark.parametrize("first", [1, 98])
def test_numbers_of_lines_go_and_are_told(size: float, left: float, first: int) -> None:
    numbers = beside([str(first + at) for at in range(4)], left=left, size=size)
    found = reading(sheets(both(numbers, lines(FOUR, top=700))))
    assert found.text.split() == TEXT.split()
    assert told(found) == {("left_out", "line_numbers", 4)}


@pytest.mark.parametrize("step", [5, 10])
def test_every_fifth_or_tenth_line_may_have_one(step: int) -> None:
    rows = (*STORY * 11,)
    numbers = [str(at) if at % step == 0 else "" for at in range(1, len(rows) + 1)]
    found = reading(sheets(both(lines(rows, top=700), beside(numbers))))
    assert found.text.split() == TOLD.split() * 11
    assert told(found) == {("left_out", "line_numbers", 33 // step)}


def test_the_numbers_of_a_table_stay() -> None:
    names = ["Åsa Öberg", "Björn Ek", "Cilla Al", "David Ask"]
    rows = [
        both(
            lines([str(at + 1)], left=50, top=700 - 15 * at),
            lines([name], top=700 - 15 * at),
        )
        for at, name in enumerate(names)
    ]
    found = reading(sheets(both(*rows)))
    assert " ".join(found.text.split()) == "1 Åsa Öberg 2 Björn Ek 3 Cilla Al 4 David Ask"


def test_numbers_that_do_not_count_stay() -> None:
    found = reading(sheets(both(lines(FOUR, top=700), beside(["7", "3", "12", "5"]))))
    assert {"7", "3", "12", "5"} <= {*found.text.split()}
