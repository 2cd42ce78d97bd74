"""A class to try the program on: 34 files of invented pupils, four of them no good, and a list."""

import shutil
from pathlib import Path

import msgspec

_CLASS = Path(__file__).parent / "class"
SLOTS = 30
TITLE = "Sample class 9B: a challenge, and what I learned"


class SampleClass(msgspec.Struct, frozen=True, kw_only=True):
    """Where the sample class was put: its essays in name order, and its class list."""

    title: str
    slots: int
    essays: Path
    files: tuple[Path, ...]
    roster: Path


def copy_to(folder: Path) -> SampleClass:
    """Put the sample class into a folder, which is made if need be: `essays/` and `roster.csv`.

    Raises OSError if the folder can't be written.
    """
    essays = folder / "essays"
    essays.mkdir(parents=True, exist_ok=True)
    names = sorted(file.name for file in (_CLASS / "essays").iterdir())
    for name in names:
        shutil.copyfile(_CLASS / "essays" / name, essays / name)
    roster = folder / "roster.csv"
    shutil.copyfile(_CLASS / "roster.csv", roster)
    files = tuple(essays / name for name in names)
    return SampleClass(title=TITLE, slots=SLOTS, essays=essays, files=files, roster=roster)
