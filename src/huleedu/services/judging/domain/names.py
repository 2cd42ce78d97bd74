"""Find the scripts that somebody means by name: of the file, of the pupil, or the essay's id."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from huleedu.contracts.reason import Reason


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

    @property
    def why(self) -> Reason:
        """For the person who gave the names."""
        unknown, several = _listed(self.unknown), _listed(self.several)
        if not self.several:
            return Reason("names.unknown", {"names": unknown})
        if not self.unknown:
            return Reason("names.several", {"names": several})
        return Reason("names.unknown_and_several", {"unknown": unknown, "several": several})


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
    more = f" … (+{len(names) - shown})" if len(names) > shown else ""
    return ", ".join(repr(name) for name in names[:shown]) + more
