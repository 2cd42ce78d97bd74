"""Tell what the columns of a list mean: by their headings, else by what stands in them."""

from collections.abc import Callable, Sequence

from huleedu.kit.common_names import GIVEN, SURNAMES
from huleedu.services.classes.domain.headings import Heading, Meaning, heading, is_numbered
from huleedu.services.classes.domain.names import plain

TEACHER_FROM = 8
"""In so many rows a name that most of them have is a class teacher's; fewer may be siblings."""
_GIVEN, _SURNAMES = frozenset(GIVEN), frozenset(SURNAMES)


def told_columns(head: Sequence[str], body: Sequence[Sequence[str]]) -> tuple[Meaning, ...]:
    """What the headings say; of two columns of a kind the first counts, if no number is on them."""
    kinds: list[Heading] = [heading(cell) for cell in head]
    surname = _surname_column(kinds, body)
    if surname is not None:
        kinds[surname] = "last"
    halves = {"first", "last"} <= {*kinds} or {"spoken", "last"} <= {*kinds}
    meant: list[Meaning] = []
    for cell, kind in zip(head, kinds, strict=True):
        one = _without_roles(kind, kinds)
        double = one != "id" and one in meant and kind != "middle" and not is_numbered(cell)
        other_half = one == "full" if halves else one in ("first", "last") and "full" in kinds
        meant.append("" if double or other_half else one)
    return tuple(meant)


def _without_roles(kind: Heading, kinds: Sequence[Heading]) -> Meaning:
    """What one is called by is a given name if there is no other; a middle name is one more."""
    if kind == "spoken":
        return "called" if "first" in kinds or "full" in kinds else "first"
    if kind == "middle":
        return "first"
    return kind


def _surname_column(kinds: Sequence[Heading], body: Sequence[Sequence[str]]) -> int | None:
    """Which column must be the surnames where a heading says only what the given names are."""
    if "last" in kinds or not {"first", "spoken"} & {*kinds}:
        return None
    if "full" in kinds:  # in German, Name beside Vorname
        at = kinds.index("full")
        return at if _mostly(_column(body, at), _one_word) else None
    for at, kind in enumerate(kinds):
        column = _column(body, at)
        if not kind and _surname_like(column):
            return at
    return None


def seen_columns(rows: Sequence[Sequence[str]]) -> tuple[Meaning, ...]:
    """Which columns look like names (letters, no digit), a class (short, a digit), an address."""
    cells = [_column(rows, at) for at in range(max(map(len, rows)))]
    meanings: list[Meaning] = [""] * len(cells)
    for at, column in enumerate(cells):
        if _mostly(column, lambda cell: "@" in cell) and "email" not in meanings:
            meanings[at] = "email"
        elif _mostly(column, _group_like) and "group" not in meanings:
            meanings[at] = "group"
    names = [at for at, column in enumerate(cells) if _mostly(column, _name_like)]
    if not names:
        meanings[0] = "full"
    elif len(names) == 1 or _is_whole(cells[names[0]], cells[names[1]]):
        meanings[names[0]] = "full"
    else:
        _halves(meanings, names, cells)
    return tuple(meanings)


def names_unused(columns: Sequence[Meaning], rows: Sequence[Sequence[str]]) -> list[int]:
    """Which columns hold what might be names, and are not used."""
    cells = ((at, _column(rows, at)) for at, meaning in enumerate(columns) if not meaning)
    return [at for at, column in cells if _surname_like(column)]


def _halves(meanings: list[Meaning], names: list[int], cells: list[list[str]]) -> None:
    """Two columns of names or more: given names first, unless common names say otherwise."""
    one, two, *more = names
    swapped = _given(cells[two]) + _family(cells[one]) > _given(cells[one]) + _family(cells[two])
    meanings[one], meanings[two] = ("last", "first") if swapped else ("first", "last")
    for at in more:  # what may be the surname, too, is no less of the name
        if not _surname_like(cells[at]):
            break
        meanings[at] = "last"


def _given(column: Sequence[str]) -> int:
    return sum(plain(word) in _GIVEN for cell in column for word in cell.split()[:1])


def _family(column: Sequence[str]) -> int:
    return sum(plain(word) in _SURNAMES for cell in column for word in cell.split()[-1:])


def _is_whole(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether the first column of names holds whole ones: two given names are no surname."""
    if _mostly(first, lambda cell: "," in cell):
        return True
    surnames = _mostly(second, _one_word) and (_many(second) or len(second) < TEACHER_FROM)
    return _mostly(first, lambda cell: " " in cell) and not surnames


def _column(rows: Sequence[Sequence[str]], at: int) -> list[str]:
    return [row[at] for row in rows if at < len(row)]


def _many(column: Sequence[str]) -> bool:
    """Whether most rows have one of their own."""
    told = [cell for cell in column if cell]
    return len({*told}) * 2 > len(told)


def _mostly(column: Sequence[str], like: Callable[[str], bool]) -> bool:
    told = [cell for cell in column if cell]
    return sum(map(like, told)) * 2 > len(told)


def _surname_like(column: Sequence[str]) -> bool:
    return _mostly(column, _name_like) and _mostly(column, _one_word) and _many(column)


def _one_word(cell: str) -> bool:
    return " " not in cell


def _name_like(cell: str) -> bool:
    return any(c.isalpha() for c in cell) and not any(c.isdigit() or c == "@" for c in cell)


def _group_like(cell: str) -> bool:
    return len(cell) <= 8 and any(c.isdigit() for c in cell) and any(c.isalpha() for c in cell)
