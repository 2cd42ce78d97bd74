"""Find the scripts that somebody means by name: of the file, of the pupil, or the essay's id."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class Known:
    """What a script of a batch may be called."""

    file: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meant:
    """The number of the script that each name means, in the order asked."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NotMeant:
    """Names that no script has, and names that several have."""

    unknown: tuple[str, ...]
    several: tuple[str, ...]

    def __str__(self) -> str:
        """For the person who gave the names."""
        unknown = f"no essay of this batch is called {_listed(self.unknown)}" * bool(self.unknown)
        several = f"several essays may be meant by {_listed(self.several)}" * bool(self.several)
        return "; ".join(part for part in (unknown, several) if part)


def meant(names: Sequence[str], scripts: Sequence[Known]) -> Meant | NotMeant:
    """Which script each name means: the whole file name first, then without ending, then others."""
    levels: list[dict[str, list[int]]] = [{}, {}, {}]
    for number, script in enumerate(scripts):
        called = ((script.file,), (PurePath(script.file).stem,), script.also)
        for level, of_level in zip(levels, called, strict=True):
            for name in {_plain(one) for one in of_level}:
                level.setdefault(name, []).append(number)
    nobody: list[int] = []
    found = [
        next((level[key] for level in levels if key in level), nobody) for key in map(_plain, names)
    ]
    unknown = tuple(name for name, numbers in zip(names, found, strict=True) if not numbers)
    several = tuple(name for name, numbers in zip(names, found, strict=True) if len(numbers) > 1)
    if unknown or several:
        return NotMeant(unknown, several)
    return Meant(tuple(numbers[0] for numbers in found))


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _listed(names: Sequence[str], shown: int = 5) -> str:
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(repr(name) for name in names[:shown]) + more
