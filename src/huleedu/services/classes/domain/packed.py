"""Read the tables that come packed: a workbook, or OneRoster's zip of tables."""

import csv
import io
import zipfile
from collections.abc import Iterator

from huleedu.kit.encodings import WINDOWS, Letters, read_letters

UNPACKED_BYTES_MAX = 64 << 20
ROWS_MAX = 20_000


def rows_of(content: bytes) -> list[list[str]] | None:
    """The rows of a workbook's first sheet, or of OneRoster's pupils; None: neither."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(member.file_size for member in packed.infolist()) > UNPACKED_BYTES_MAX:
                return None
            names = {name.rpartition("/")[2]: name for name in packed.namelist()}
            if "users.csv" in names:
                return _one_roster(packed, names)
            return _workbook(content) if "workbook.xml" in names else None
    except (zipfile.BadZipFile, csv.Error, KeyError, ValueError, EOFError, OSError):
        return None


def _workbook(content: bytes) -> list[list[str]]:
    # it takes as long to load as the rest of the program, and most lists are no workbooks
    from openpyxl import load_workbook  # noqa: PLC0415

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=ROWS_MAX, max_col=64, values_only=True)
        return [["" if cell is None else _cell(cell) for cell in row] for row in rows]
    finally:
        book.close()


def _cell(value: object) -> str:
    """A number without a fraction is an id: 48213, not 48213.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _one_roster(packed: zipfile.ZipFile, names: dict[str, str]) -> list[list[str]]:
    """Pupils with their classes' titles; of others than pupils nothing is read."""
    titles = {row["sourcedId"]: row["title"] for row in _table(packed, names.get("classes.csv"))}
    classes: dict[str, list[str]] = {}
    for row in _table(packed, names.get("enrollments.csv")):
        if row.get("role", "student").casefold() == "student":
            title = titles.get(row["classSourcedId"], "")
            classes.setdefault(row["userSourcedId"], []).append(title)
    rows = [["Given name", "Surname", "Called", "Class", "E-mail", "Id", "Id"]]
    roles = {
        row["userSourcedId"]
        for row in _table(packed, names.get("roles.csv"))
        if row.get("role", "").casefold() == "student"
    }
    for row in _table(packed, names["users.csv"]):
        pupil = row.get("role", "").casefold() == "student" or row["sourcedId"] in roles
        if pupil or row["sourcedId"] in classes:
            rows += [
                [
                    row.get("givenName", ""),
                    row.get("familyName", ""),
                    row.get("preferredFirstName", "") or row.get("preferredGivenName", ""),
                    title,
                    row.get("email", ""),
                    row["sourcedId"],
                    row.get("identifier", ""),
                ]
                for title in classes.get(row["sourcedId"], [""])
            ]
    return rows


def _table(packed: zipfile.ZipFile, name: str | None) -> Iterator[dict[str, str]]:
    if name is None:
        return
    read = read_letters(packed.read(name), one_byte=(WINDOWS,))
    if isinstance(read, Letters):
        for row in csv.DictReader(io.StringIO(read.text, newline="")):
            yield {key: value or "" for key, value in row.items() if key}
