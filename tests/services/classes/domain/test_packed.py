"""A workbook and OneRoster's zip are read as tables."""

import io
import zipfile

from openpyxl import Workbook

from huleedu.services.classes.domain.packed import UNPACKED_BYTES_MAX, rows_of
from huleedu.services.classes.domain.tables import Table, read_table


def workbook(rows: list[list[object]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    assert book.active
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def packed(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as into:
        for name, text in files.items():
            into.writestr(f"{name}.csv", text)
    return out.getvalue()


def test_a_workbooks_first_sheet_is_the_list() -> None:
    table = read_table(workbook([["Förnamn", "Efternamn", "Id"], ["Åsa", "Ek", 48213.0]]))
    assert isinstance(table, Table)
    assert table.columns == ("first", "last", "id")
    assert table.rows == (("Åsa", "Ek", "48213"),)


def test_onerosters_pupils_come_with_their_classes_and_no_teacher() -> None:
    content = packed(
        manifest="propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\n",
        users="sourcedId,givenName,familyName,email,identifier,preferredFirstName\n"
        "u1,Anna,Ek,anna@x.se,A1,Annie\nu2,Bo,Lo,,,\nu3,Tea,Cher,,,\n",
        roles="sourcedId,userSourcedId,role\nr1,u1,student\nr2,u2,student\nr3,u3,teacher\n",
        classes="sourcedId,title\nc1,9A\nc2,Svenska 9\n",
        enrollments="sourcedId,classSourcedId,userSourcedId,role\n"
        "e1,c1,u1,student\ne2,c2,u1,student\ne3,c1,u3,teacher\n",
    )
    rows = rows_of(content)
    assert rows is not None
    assert rows[1:] == [
        ["Anna", "Ek", "Annie", "9A", "anna@x.se", "u1", "A1"],
        ["Anna", "Ek", "Annie", "Svenska 9", "anna@x.se", "u1", "A1"],
        ["Bo", "Lo", "", "", "", "u2", ""],
    ]


def test_what_would_unpack_to_too_much_and_other_zips_are_no_lists() -> None:
    assert rows_of(packed(users="x" * (UNPACKED_BYTES_MAX + 1))) is None
    assert rows_of(packed(other="a,b")) is None
    assert rows_of(packed(users="no,columns,of,ours\n1,2,3,4\n")) is None
    assert rows_of(b"PK\x03\x04 and nothing else") is None
