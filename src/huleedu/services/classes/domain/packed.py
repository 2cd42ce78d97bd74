"""Read the tables that come packed: a workbook, or OneRoster's zip of tables."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from huleedu.kit.encodings import Letters, read_letters

UNPACKED_BYTES_MAX = 64 << 20
ROWS_MAX = 20_000
COLUMNS_MAX = 64
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows_of(content: bytes) -> list[list[str]] | None:
    """The rows of a workbook's first sheet, or of OneRoster's pupils; None: neither."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(member.file_size for member in packed.infolist()) > UNPACKED_BYTES_MAX:
                return None
            names = {name.rpartition("/")[2]: name for name in packed.namelist()}
            if "users.csv" in names:
                return _one_roster(packed, names)
            return _workbook(packed, names) if "workbook.xml" in names else None
    except (
        *(zipfile.BadZipFile, csv.Error, etree.XMLSyntaxError),
        *(KeyError, IndexError, ValueError, EOFError, OSError, OverflowError),
    ):
        return None


def _workbook(packed: zipfile.ZipFile, names: dict[str, str]) -> list[list[str]]:
    """The first sheet, as text: shared, in place, or a number."""
    sheets = [name for name in names if re.fullmatch(r"sheet\d+\.xml", name)]
    first = min(sheets, key=lambda name: int("".join(filter(str.isdigit, name))))
    shared: list[str] = []
    if "sharedStrings.xml" in names:
        strings = _parsed(packed.read(names["sharedStrings.xml"]))
        shared = [_text(each) for each in strings.iter(f"{_SHEET}si")]
    rows: list[list[str]] = []
    for row in _parsed(packed.read(names[first])).iter(f"{_SHEET}row"):
        cells: list[str] = []
        for cell in row.iter(f"{_SHEET}c"):
            column = _column(cell.get("r") or "") or len(cells)
            cells += [""] * (min(column, COLUMNS_MAX) - len(cells))
            cells.append(_cell(cell, shared))
        rows.append(cells[:COLUMNS_MAX])
        if len(rows) == ROWS_MAX:
            break
    return rows


def _parsed(content: bytes) -> etree.Element:
    """The root; entities stay what they are, and nothing else is fetched."""
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(content, parser)


def _text(element: etree.Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{_SHEET}t"))


def _column(reference: str) -> int:
    """The place of C7 is 2, from 0."""
    number = 0
    for letter in reference:
        if letter.isalpha():
            number = 26 * number + ord(letter.upper()) - 64
    return number - 1 if number else 0


def _cell(cell: etree.Element, shared: list[str]) -> str:
    """A number without a fraction is an id: 48213, not 48213.0."""
    if cell.get("t") == "inlineStr":
        return _text(cell)
    element = cell.find(f"{_SHEET}v")
    value = "" if element is None else element.text or ""
    if cell.get("t") == "s":
        return shared[int(value)]
    if cell.get("t") in (None, "n") and value and float(value).is_integer():
        return str(int(float(value)))
    return value


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
    read = read_letters(packed.read(name), names=True)
    if isinstance(read, Letters):
        for row in csv.DictReader(io.StringIO(read.text, newline="")):
            yield {key: value or "" for key, value in row.items() if key}
