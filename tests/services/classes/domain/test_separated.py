"""The rows of a list, whatever parts its cells."""

import csv

import pytest

from huleedu.services.classes.domain.separated import headings_in, rows_of

TWO = [["Maja", "Ek"], ["Olle", "Öst"]]


@pytest.mark.parametrize("separator", ["\t", ";", "|", ","])
@pytest.mark.parametrize("quote", ["", '"'])
def test_every_separator_is_known_with_headings_and_without(separator: str, quote: str) -> None:
    def text(rows: list[list[str]]) -> str:
        return "\n".join(separator.join(f"{quote}{c}{quote}" for c in row) for row in rows)

    assert rows_of(text(TWO)) == TWO
    headed = [["Förnamn", "Efternamn"], *TWO]
    assert rows_of(text(headed)) == headed
    assert rows_of(f"sep={separator}\n{text(TWO)}") == TWO
    assert rows_of(f'\ufeff"SEP={separator}"\r\n{text(headed)}') == headed


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("| Namn | Klass |\n|---|:-:|\n| Ek, Bo | 9A |", [["Namn", "Klass"], ["Ek, Bo", "9A"]]),
        ("Namn\nEk, Bo\nÅ, Li", [["Namn"], ["Ek, Bo"], ["Å, Li"]]),
        ("Ek, Bo\nÅ, Li", [["Ek, Bo"], ["Å, Li"]]),
        (
            'Klasslista\n\n"För\nnamn";Efternamn\nBo;Ek',
            [["Klasslista"], ["För\nnamn", "Efternamn"]],
        ),
        ('Namn,Fritt\nBo Ek,"a;b"\nLi Å,"c;d"', [["Namn", "Fritt"], ["Bo Ek", "a;b"]]),
        ("1. Bo Ek\n2. Li Å\n10. Åsa Ö", [["Bo Ek"], ["Li Å"]]),
        ("1 Bo Ek\n2 Li Å", [["Bo Ek"], ["Li Å"]]),
        ("- Bo Ek\n- Li Å", [["Bo Ek"], ["Li Å"]]),
        ("Bo Ek  9A\nLi Å 9A", [["Bo Ek", "9A"], ["Li Å", "9A"]]),
        ("Bo Ek, Li Å, Åsa Ö", [["Bo Ek"], ["Li Å"]]),
        ("Bo Ek <bo@x.se>; Li Å <li@x.se>", [["Bo Ek", "bo@x.se"], ["Li Å", "li@x.se"]]),
        ('Namn;Klass\n"Bo Ek;9A\nLi Å;9A', [["Namn", "Klass"], ['"Bo Ek', "9A"]]),
    ],
)
def test_lists_that_people_type_are_rows(text: str, rows: list[list[str]]) -> None:
    found = [[cell.strip() for cell in row] for row in rows_of(text)]
    assert found[: len(rows)] == rows


def test_a_cell_without_end_is_said() -> None:
    with pytest.raises(csv.Error):
        rows_of('"' + "x" * 200_000)


def test_headings_count_if_one_is_of_names() -> None:
    assert headings_in(["Förnamn", "Efternamn", "Skor"]) == 2
    assert headings_in(["Klass", "E-post"]) == 0
