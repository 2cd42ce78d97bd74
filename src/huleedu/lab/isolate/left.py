"""What a test leaves behind for those after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Kind = str
"""What it is: a row, a key, a message, a database, a file, a process, a variable …"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What can be seen around a test: kind of thing → its name → how many, or its value."""

    things: Mapping[Kind, Mapping[str, str | int]] = field(
        default_factory=dict[Kind, Mapping[str, str | int]]
    )


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that is otherwise than before: `before` None: there was none; `after` so, too."""

    kind: Kind
    name: str
    before: str | int | None
    after: str | int | None

    def __str__(self) -> str:
        if isinstance(self.after, int) and isinstance(self.before or 0, int):
            change = self.after - int(self.before or 0)
            return f"{self.kind} {self.name}: {change:+d}"
        if self.before is None:
            return f"{self.kind} {self.name}: new"
        return f"{self.kind} {self.name}: {'gone' if self.after is None else 'changed'}"


def left_behind(before: Surroundings, after: Surroundings) -> list[Left]:
    """What differs, by kind and name. What cannot be seen in one of the two is not compared."""
    found: list[Left] = []
    for kind in sorted(before.things.keys() & after.things.keys()):
        was, became = before.things[kind], after.things[kind]
        found += [
            Left(kind, name, was.get(name), became.get(name))
            for name in sorted(was.keys() | became.keys())
            if was.get(name) != became.get(name)
        ]
    return found
