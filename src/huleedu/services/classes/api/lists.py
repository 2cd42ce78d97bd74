"""Read a class list for whoever only wants its names."""

import msgspec

from huleedu.services.classes.domain.difference import Entry, entries_of
from huleedu.services.classes.domain.tables import PUPILS_MAX, ListRefused, read_table, refused

__all__ = ["PUPILS_MAX", "ClassList", "ListRefused", "read_list"]


class ClassList(msgspec.Struct, frozen=True):
    """The pupils of a class list, in its order, at least one, nobody twice."""

    pupils: tuple[Entry, ...]


def read_list(content: bytes) -> ClassList | ListRefused:
    """The pupils of a list in any form that is understood; rows without a name are left out."""
    table = read_table(content)
    if isinstance(table, ListRefused):
        return table
    if len(table.rows) > PUPILS_MAX:
        return refused("too_many_names", limit=PUPILS_MAX)
    pupils = [one for one in entries_of(table, table.columns) if any(map(str.isalpha, one.name))]
    return ClassList(tuple(pupils)) if pupils else refused("no_name")
