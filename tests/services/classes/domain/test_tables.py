"""What each column of a class list means, by its heading or by what stands in it."""

import pytest

from huleedu.services.classes.domain.tables import Meaning, Table, read_table


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Efternamn;Förnamn;Klass;E-post", ("last", "first", "group", "email")),
        ("Student,ID,SIS User ID,SIS Login ID,Section", ("full", "id", "id", "email", "group")),
        ("Namn;Förnamn;Efternamn", ("", "first", "last")),
        ("Namn;Kallas;Skostorlek", ("full", "called", "")),
        ("Elevkod;Grupp", ("code", "group")),
    ],
)
def test_headings_say_what_columns_mean(text: str, columns: tuple[Meaning, ...]) -> None:
    between = ";" if ";" in text else ","
    row = between.join("x" for _ in columns)
    table = read_table(f"{text}\n{row}\n{row}".encode())
    assert isinstance(table, Table)
    assert table.columns == columns
    assert len(table.rows) == 2


def test_without_headings_what_stands_there_says_it() -> None:
    table = read_table(b"9A;Anna Ek;anna@x.se;17\n9A;Bo Lo;bo@x.se;18")
    assert isinstance(table, Table)
    assert table.columns == ("group", "full", "email", "")
    assert table.headings == ()


def test_rows_of_unequal_length_are_filled_up() -> None:
    table = read_table(b"Namn;Klass;Annat\nAnna Ek\nBo Lo;9A;;\n;;;")
    assert isinstance(table, Table)
    assert table.rows == (("Anna Ek", "", ""), ("Bo Lo", "9A", ""))
    assert table.columns == ("full", "group", "")


@pytest.mark.parametrize("content", ["Namn" + ",a" * 400_000, "Namn\n" + "a b\n" * 250_000])
def test_a_list_of_nothing_but_cells_is_answered(content: str) -> None:
    found = read_table(content.encode())
    assert not isinstance(found, Table) or len(found.columns) == 64
