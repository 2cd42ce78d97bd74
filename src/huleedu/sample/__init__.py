"""A class to try the program on: 34 files of invented pupils, four of them no good, and a list.

With it come judgements of three simulated judges and two anchors, so that there is a ranking to see
(`tools/make_sample_judgements.py` makes them).
"""

import shutil
from pathlib import Path

import msgspec

from huleedu.kit.folders import make_private

_CLASS = Path(__file__).parent / "class"
ESSAYS = _CLASS / "essays"
ROSTER = _CLASS / "roster.csv"
DECISIONS = _CLASS / "decisions.csv"
ANCHORS = _CLASS / "anchors.csv"
SLOTS = 30
SCALE = "A-F"
JUDGE = "Simulated judge"
"""What its judges are called in `decisions.csv`, before their number."""


class SampleClass(msgspec.Struct, frozen=True, kw_only=True):
    """Where the sample class was put: its essays in name order, its class list, its judgements."""

    slots: int
    essays: Path
    files: tuple[Path, ...]
    roster: Path
    decisions: Path
    """150 judgements of three simulated judges."""
    anchors: Path
    """Two essays whose grade is known."""


def copy_to(folder: Path) -> SampleClass:
    """Put the sample class into a folder, which is made if need be.

    It is `essays/`, `roster.csv`, `decisions.csv` and `anchors.csv`.

    Raises OSError if the folder can't be written.
    """
    essays = folder / "essays"
    make_private(essays)
    names = sorted(file.name for file in ESSAYS.iterdir())
    for name in names:
        shutil.copyfile(ESSAYS / name, essays / name)
    for name in ("roster.csv", "decisions.csv", "anchors.csv"):
        shutil.copyfile(_CLASS / name, folder / name)
    return SampleClass(
        slots=SLOTS,
        essays=essays,
        files=tuple(essays / name for name in names),
        roster=folder / "roster.csv",
        decisions=folder / "decisions.csv",
        anchors=folder / "anchors.csv",
    )
