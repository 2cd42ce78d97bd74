"""What columns mean, by headings that say it only together, and without any."""

import pytest

from huleedu.services.classes.domain.columns import names_unused, seen_columns, told_columns
from huleedu.services.classes.domain.headings import Meaning

ROWS = [["Maja", "Lindberg", "Sofia"], ["Olle", "Ek", ""], ["Eva", "Öst", "Lo"]]


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        ("Förnamn;Tilltalsnamn;Efternamn", ("first", "called", "last")),
        ("Tilltalsnamn;Efternamn;Klass", ("first", "last", "group")),
        ("Namn;Tilltalsnamn;Klass", ("last", "first", "group")),
        ("Förnamn;Mellannamn;Efternamn", ("first", "first", "last")),
        ("Förnamn;Efternamn 1;Efternamn 2", ("first", "last", "last")),
        ("Förnamn;Efternamn;Förnamn", ("first", "last", "")),
        ("Förnamn;Xyz;Klass", ("first", "last", "group")),
        ("Vorname;Name;Klasse", ("first", "last", "group")),
    ],
)
def test_headings_are_understood_together(head: str, columns: tuple[Meaning, ...]) -> None:
    assert told_columns(head.split(";"), ROWS) == columns


@pytest.mark.parametrize(
    ("rows", "columns"),
    [
        ("Maja Sofia;Lindberg;9A/Olle Karl;Ek;9A", ("first", "last", "group")),
        ("Lindberg;Maja;9A/Ek;Olle;9A", ("last", "first", "group")),
        ("Lindberg;Maja/Andersson;Xqwia", ("last", "first")),
        ("Maja Lo;Eva Berg/Olle Ek;Eva Berg/Bo Ek;Eva Berg", ("full", "")),
        ("Maja Lo;Berg/Olle Ek;Berg/Bo Al;Berg", ("first", "last")),
        ("Maja;Sofia;Lindberg;9A/Olle;Karl;Ek;9A", ("first", "last", "last", "group")),
        ("Maja;Ek;Flicka/Olle;Al;Pojke/Eva;Ö;Flicka/Bo;Å;Pojke", ("first", "last", "")),
        ("Maja Ek;Per Ek;9A/Olle Al;Siv Al;9A", ("full", "", "group")),
        ("17;18/19;20", ("full", "")),
    ],
)
def test_without_headings_the_cells_are_looked_at(rows: str, columns: tuple[Meaning, ...]) -> None:
    assert seen_columns([row.split(";") for row in rows.split("/")]) == columns


def test_what_might_be_a_name_and_is_not_used_is_told() -> None:
    assert names_unused(("first", "", ""), ROWS) == [1, 2]
    assert names_unused(("first", "last", "last"), ROWS) == []
