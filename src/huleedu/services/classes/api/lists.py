"""Read a class list for whoever only wants its names."""

import msgspec

from huleedu.services.classes.domain.columns import names_unused
from huleedu.services.classes.domain.difference import Entry, entries_of
from huleedu.services.classes.domain.tables import PUPILS_MAX, ListRefused, read_table, refused

__all__ = ["PUPILS_MAX", "ClassList", "ListRefused", "read_list"]


class ClassList(msgspec.Struct, frozen=True):
    """The pupils of a class list, in its order, at least one, nobody twice."""

    pupils: tuple[Entry, ...]
    no_pupils: tuple[str, ...] = ()
    """Rows that were taken for titles, sums or the like."""
    unused: tuple[str, ...] = ()
    """Columns that hold what might be names, by their headings or numbers."""


def read_list(content: bytes) -> ClassList | ListRefused:
    """The pupils of a list in any form that is understood; rows without a name are left out."""
    table = read_table(content)
    if isinstance(table, ListRefused):
        return table
    if len(table.rows) > PUPILS_MAX:
        return refused("too_many_names", limit=PUPILS_MAX)
    entries, wrong = entries_of(table, table.columns)
    pupils = [one for one in entries if any(map(str.isalpha, one.name))]
    if not pupils:
        return refused("no_name")
    rows = (table.rows[each.row - 1] for each in wrong if each.code == "no_pupil")
    return ClassList(
        tuple(pupils),
        tuple(" ".join(cell for cell in row if cell) for row in rows),
        tuple(
            table.headings[at] if at < len(table.headings) else str(at + 1)
            for at in names_unused(table.columns, table.rows)
        ),
    )
