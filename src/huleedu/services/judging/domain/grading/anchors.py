"""Read what is known beforehand from files: anchors' grades and places, and measures."""

import csv
import io
import math
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from huleedu.contracts.reason import Fact, Reason
from huleedu.kit.spreadsheet import unguarded
from huleedu.services.judging.domain.grading.graded import NotGraded
from huleedu.services.judging.domain.judgements import Anchors, Measures


@dataclass(frozen=True, slots=True)
class Anchored:
    """Anchors by name: their grades, and their places in logits with the error (0: fixed)."""

    grades: dict[str, str]
    places: dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class NotRead:
    """A file that is not what it should be, and why."""

    why: Reason


class _Refused(Exception):
    """What is wrong with a line."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts

    def at(self, line: int) -> Reason:
        """The same with the number of the line."""
        return Reason(f"grades.{self.code}", {"line": line, **self.facts})


def read_anchors(text: str) -> Anchored | NotGraded:
    """From a CSV file's text: the columns script, and grade or place (and error), or both."""
    names, rows = _rows(text)
    if not {"script"} < set(names) or not {"grade", "place"} & set(names):
        return NotGraded(Reason("grades.anchors_columns"))
    read = Anchored({}, {})
    for line, row in rows:
        try:
            _anchor(row, read)
        except _Refused as refused:
            return NotGraded(refused.at(line))
    return read


def _anchor(row: Mapping[str, str], read: Anchored) -> None:
    script, grade, place = row["script"], row.get("grade", ""), row.get("place", "")
    if not script or not (grade or place):
        wanted = "/".join(name for name in ("grade", "place") if name in row)
        raise _Refused("anchor_lacks", wanted=wanted)
    if read.grades.get(script, grade) != grade and grade:
        raise _Refused("anchor_two_grades", script=script)
    if grade:
        read.grades[script] = grade
    if place:
        told = (_number(place, "place"), _number(row.get("error", "") or "0", "error"))
        if told[1] < 0:
            raise _Refused("below_nought", told=row["error"])
        if read.places.setdefault(script, told) != told:
            raise _Refused("anchor_two_places", script=script)


def anchors_at(places: Mapping[str, tuple[float, float]], names: tuple[str, ...]) -> Anchors:
    """Anchors by number. Raises ValueError for a name that is not among the scripts."""
    return Anchors(
        script=np.array([names.index(name) for name in places], np.int64),
        place=np.array([place for place, _ in places.values()], np.float64),
        error=np.array([error for _, error in places.values()], np.float64),
    )


def read_measures(text: str, scripts: tuple[str, ...]) -> Measures | NotRead:
    """From a CSV file's text: the column script, and a column of numbers for each measure.

    An empty cell, and a script that is not there, is not measured. Scripts that nobody has judged
    are left aside.
    """
    names, rows = _rows(text)
    columns = [name for name in names if name != "script" and name]
    if "script" not in names or not columns:
        return NotRead(Reason("grades.measures_columns"))
    at = {name: number for number, name in enumerate(scripts)}
    values = np.full((len(scripts), len(columns)), np.nan)
    for line, row in rows:
        number = at.get(row["script"])
        for column, name in enumerate(columns):
            try:
                told = _number(row[name], name) if row[name] else math.nan
            except _Refused as refused:
                return NotRead(refused.at(line))
            if number is not None:
                values[number, column] = told
    if not np.isfinite(values).any():
        return NotRead(Reason("grades.measures_unknown"))
    return Measures(tuple(columns), values)


def _number(told: str, what: str) -> float:
    try:
        found = float(told.replace(",", "."))
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise _Refused("no_number", column=what, told=told)
    return found


def _rows(text: str) -> tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    """The names of the columns, and each line's number and cells."""
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="")
    names = {name: (name or "").strip().casefold() for name in rows.fieldnames or ()}
    try:
        return tuple(names.values()), [
            (rows.line_num, {names[key]: unguarded((row[key] or "").strip()) for key in names})
            for row in rows
        ]
    except csv.Error:
        return (), []  # no table at all: the caller says which columns it wants
