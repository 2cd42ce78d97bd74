"""What a class list would change in a class: shown before it is done, and done as it was shown."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import msgspec

from huleedu.services.classes.domain.tables import PUPILS_MAX, Meaning, Table

EMAIL_CHARS_MAX = 254
NAME_CHARS_MAX = 120

WrongCode = Literal[
    "no_name", "not_an_address", "too_long", "too_many_names", "id_twice", "no_pupil"
]


_SUM = re.compile(
    r"(?:antal|count|i ?alt|sammanlagt|sum|summa|total|totalt|yhteensä)"
    r"(?: (?:barn|elever|namn|names|oppilaita|pupils|students))?[ :]*\d*(?: st)?",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:class|class list|datum|date|klass|klasslista|läsåret|läsår|page|printed|school year|sida|"
    r"utskriven|utskrivet|utskrift)\b.*\d",
    re.IGNORECASE,
)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil as a list has them, given name first; a code may stand for a name."""

    name: str
    called: str = ""
    groups: tuple[str, ...] = ()
    email: str = ""
    ids: tuple[str, ...] = ()


class KnownPupil(msgspec.Struct, frozen=True, kw_only=True):
    """A pupil of the class."""

    id: str
    entry: Entry


class WrongCell(msgspec.Struct, frozen=True):
    """What can't be taken in: its row from 1 as it was read, its column from 0, and a code."""

    row: int
    column: int
    code: WrongCode


class Changed(msgspec.Struct, frozen=True):
    """A pupil of whom the list says something else."""

    id: str
    old: Entry
    new: Entry


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What the list would change. `gone` stay unless somebody says otherwise."""

    new: tuple[Entry, ...] = ()
    changed: tuple[Changed, ...] = ()
    same: tuple[KnownPupil, ...] = ()
    gone: tuple[KnownPupil, ...] = ()
    wrong: tuple[WrongCell, ...] = ()
    doubled: tuple[str, ...] = ()
    """Names that stood in the list more than once, alike in all."""

    @property
    def taken_in(self) -> int:
        """How many pupils of the list will be in the class."""
        return len(self.new) + len(self.changed) + len(self.same)


def groups_of(table: Table, columns: Sequence[Meaning]) -> tuple[str, ...]:
    """The classes that stand in the list, in its order."""
    at = [at for at, meaning in enumerate(columns) if meaning == "group"]
    return tuple(dict.fromkeys(row[c] for row in table.rows for c in at if row[c]))


def difference(
    table: Table,
    columns: Sequence[Meaning],
    pupils: Sequence[KnownPupil],
    only: Collection[str] = (),
) -> Difference:
    """Compare a list with a class.

    Args:
        columns: what each column means.
        only: classes of the list that are meant; none: all of them.
    """
    entries, wrong, doubled = _entries(table, columns, only)
    by_key: dict[str, KnownPupil] = {}
    for pupil in reversed(pupils):
        by_key.update(dict.fromkeys(_keys(pupil.entry), pupil))
    new: list[Entry] = []
    changed: list[Changed] = []
    same: list[KnownPupil] = []
    met: set[str] = set()
    for entry in entries:
        known = next((by_key[key] for key in _keys(entry) if key in by_key), None)
        if known is None or known.id in met or _others(known.entry, entry):
            new.append(entry)
            continue
        met.add(known.id)
        merged = _merged(known.entry, entry)
        if merged == known.entry:
            same.append(known)
        else:
            changed.append(Changed(known.id, known.entry, merged))
    return Difference(
        new=tuple(new),
        changed=tuple(changed),
        same=tuple(same),
        gone=tuple(pupil for pupil in pupils if pupil.id not in met),
        wrong=tuple(wrong),
        doubled=tuple(doubled),
    )


def entries_of(
    table: Table, columns: Sequence[Meaning]
) -> tuple[list[Entry], tuple[WrongCell, ...]]:
    """The pupils of a list, nobody twice, and what can't be read."""
    entries, wrong, _ = _entries(table, columns, ())
    return entries, tuple(wrong)


def _entries(
    table: Table, columns: Sequence[Meaning], only: Collection[str]
) -> tuple[list[Entry], list[WrongCell], list[str]]:
    entries: dict[Entry, None] = {}
    wrong: list[WrongCell] = []
    doubled: dict[str, None] = {}
    seen_ids: dict[str, str] = {}
    numbered = _are_numbered(table, columns)
    for number, row in enumerate(table.rows, 1):
        cells = _cells(row, columns)
        groups = tuple(dict.fromkeys(cells.get("group", ())))
        if only and not set(groups) & set(only):
            continue
        entry = Entry(
            name=_name(cells),
            called=" ".join(cells.get("called", ())),
            groups=groups,
            email=" ".join(cells.get("email", ())),
            ids=tuple(cells.get("id", ())),
        )
        if not numbered and _is_no_pupil(row, entry.name):
            wrong.append(WrongCell(number, _name_column(columns), "no_pupil"))
        elif fault := _fault(entry, number, columns, seen_ids):
            wrong.append(fault)
        elif entry in entries:
            doubled[entry.name] = None
        elif len(entries) == PUPILS_MAX:
            wrong.append(WrongCell(number, 0, "too_many_names"))
        else:
            entries[entry] = None
            seen_ids.update(dict.fromkeys(entry.ids, entry.name))
    return [*entries], wrong, [*doubled]


def _cells(row: Sequence[str], columns: Sequence[Meaning]) -> Mapping[Meaning, list[str]]:
    cells: dict[Meaning, list[str]] = {}
    for cell, meaning in zip(row, columns, strict=False):
        if cell and meaning:
            cells.setdefault(meaning, []).append(cell)
    return cells


def _name(cells: Mapping[Meaning, list[str]]) -> str:
    if "full" in cells:
        whole = " ".join(cells["full"])
        last, comma, given = whole.replace("; ", ", ").partition(",")
        return f"{given.strip()} {last.strip()}".strip() if comma else whole
    parts = [*cells.get("first", ()), *cells.get("last", ())]
    return " ".join(parts) or " ".join(cells.get("code", ()))


def _are_numbered(table: Table, columns: Sequence[Meaning]) -> bool:
    """Whether pupils have codes for names, or digits in them."""
    names = [_name(_cells(row, columns)) for row in table.rows]
    return sum(any(map(str.isdigit, name)) for name in names) * 2 > len(names)


def _is_no_pupil(row: Sequence[str], name: str) -> bool:
    """Whether the row is a title or a sum, above the pupils or below them."""
    if _SUM.fullmatch(name):
        return any(cell.isdigit() or cell[-1:].isdigit() for cell in row)
    if _TITLE.match(name):
        return True
    words = [word for word in name.split() if not any(map(str.isdigit, word))]
    return any(map(str.isdigit, name)) and not words


def _name_column(columns: Sequence[Meaning]) -> int:
    names = ("full", "first", "last", "code")
    return next((at for at, one in enumerate(columns) if one in names), 0)


def _fault(
    entry: Entry, number: int, columns: Sequence[Meaning], seen_ids: Mapping[str, str]
) -> WrongCell | None:
    def column(*meanings: Meaning) -> int:
        return next((at for at, one in enumerate(columns) if one in meanings), 0)

    at_name = _name_column(columns)
    if not any(c.isalnum() for c in entry.name):
        return WrongCell(number, at_name, "no_name")
    if len(entry.name) > NAME_CHARS_MAX:
        return WrongCell(number, at_name, "too_long")
    local, at, host = entry.email.partition("@")
    if entry.email and not (local and at and "." in host and " " not in entry.email):
        return WrongCell(number, column("email"), "not_an_address")
    if len(entry.email) > EMAIL_CHARS_MAX:
        return WrongCell(number, column("email"), "too_long")
    if any(seen_ids.get(one, entry.name) != entry.name for one in entry.ids):
        return WrongCell(number, column("id"), "id_twice")
    return None


def _keys(entry: Entry) -> list[str]:
    """What tells whether two are one, the surest first."""
    keys = [f"id:{one}" for one in entry.ids]
    if entry.email:
        keys.append(f"email:{entry.email.casefold()}")
    return [*keys, f"name:{entry.name.casefold()}"]


def _others(known: Entry, entry: Entry) -> bool:
    """Two of one name whom another system tells apart."""
    return bool(known.ids and entry.ids and not set(known.ids) & set(entry.ids))


def _merged(known: Entry, entry: Entry) -> Entry:
    """What the list does not say stays as it is."""
    return Entry(
        name=entry.name,
        called=entry.called or known.called,
        groups=entry.groups or known.groups,
        email=entry.email or known.email,
        ids=tuple(dict.fromkeys((*entry.ids, *known.ids))) if entry.ids else known.ids,
    )
