"""Scales of grades, as people name them."""

from collections.abc import Mapping
from types import MappingProxyType

SCALES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "A-F": ("F", "E", "D", "C", "B", "A"),
        "1-5": ("1", "2", "3", "4", "5"),
        "CEFR": ("A1", "A2", "B1", "B2", "C1", "C2"),
    }
)
"""Those that have a name, each with its grades from the lowest."""
GRADES_MAX = 20


def scale_told(told: str) -> str | None:
    """A scale's name, or its grades from the lowest, as it is kept; empty: none; None: no scale."""
    grades = [grade.strip() for grade in told.split(",") if grade.strip()]
    if not grades or told in SCALES:
        return told.strip()
    if not 2 <= len(set(grades)) == len(grades) <= GRADES_MAX:
        return None
    return ",".join(grades)


def scale_name(kept: str) -> str:
    """The same as people read it."""
    return kept.replace("-", "–") if kept in SCALES else ", ".join(kept.split(","))


def grades_of(kept: str) -> tuple[str, ...]:
    """The grades of a scale as it is kept, from the lowest; of none: none."""
    return SCALES.get(kept) or tuple(grade for grade in kept.split(",") if grade)
