"""Read decisions that were made elsewhere, and say in which line something is wrong."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import gcd

import numpy as np

from huleedu.contracts.judging import Kind
from huleedu.contracts.reason import Reason
from huleedu.services.judging.domain.judgements import ANSWERS, Bools, Floats, Ints, Judgements
from huleedu.services.judging.domain.lines import Form, Read, heading_of, said

LOPSIDED = 2.5
"""If sides are dealt by coins, the squared surplus of first over second is 1 for each time that a
script is shown. A round robin in the order of the names has a surplus that grows with its size."""


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """Decisions read: the names of scripts and judges by number, and the time of each if given.

    `kinds` tells of each judge who that is; `took_s` (a number for each decision) how many seconds
    it took, NaN where nobody knows.

    `sides_usable`: the file says which script was shown first, and each was now first, now second.
    If not, a side bias cannot be told from quality, and the model is to be fitted with `side_sd=0`.
    `notes`: what a reader must know of how the file was understood.
    """

    judgements: Judgements
    scripts: tuple[str, ...]
    judges: tuple[str, ...]
    times: tuple[str, ...]
    sides_usable: bool
    kinds: tuple[Kind, ...]
    took_s: Floats
    notes: tuple[Reason, ...] = ()

    def chosen(self, rows: Bools | Ints) -> "Decisions":
        """Some of the decisions and the judges who made them; all scripts stay."""
        some = self.judgements.chosen(rows)
        there, judge = np.unique(some.judge, return_inverse=True)
        who = [int(one) for one in there]
        return Decisions(
            judgements=replace(some, judge=judge.astype(np.int64), judges=max(1, len(who))),
            scripts=self.scripts,
            judges=tuple(self.judges[one] for one in who) or ("",),
            times=tuple(self.times[int(row)] for row in np.arange(len(self.times))[rows]),
            sides_usable=self.sides_usable,
            kinds=tuple(self.kinds[one] for one in who) or (Kind.IMPORT,),
            took_s=self.took_s[rows],
        )

    def by(self, *kinds: Kind) -> Bools:
        """Which decisions were made by judges of these kinds (a mask)."""
        of_kind = np.array([kind in kinds for kind in self.kinds], np.bool_)
        return of_kind[self.judgements.judge]


@dataclass(frozen=True, slots=True)
class WrongColumns:
    """The first line names none of the sets of columns that are understood."""

    found: tuple[str, ...]

    def __str__(self) -> str:
        """For the person who gave the file."""
        return (
            "line 1 must name the columns winner, loser (or chosen, not chosen), or left, right, "
            "winner (or A, B, better), or first, second, answer; and perhaps judge, tie, time, "
            "took_s, kind; "
            f"it names: {', '.join(self.found) or 'nothing'}"
        )


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A line that is no decision; `line` counts from 1, as an editor does."""

    line: int
    reason: str

    def __str__(self) -> str:
        """For the person who gave the file."""
        return f"line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class NoDecisions:
    """There is a heading and no decision below it, or nothing at all."""

    def __str__(self) -> str:
        """For the person who gave the file."""
        return "there are no decisions in the file"


def read_decisions(
    text: str, *, once: bool = False
) -> Decisions | WrongColumns | WrongLine | NoDecisions:
    """Read a CSV file's text: comma, semicolon, tab or bar between columns, names in any case.

    The columns are winner, loser; or left, right, winner; or those of our own raw data (first,
    second, answer, and state, of which only `decided` counts), as `lines.ALIASES` has them; a
    file without a judge is one judge's. A first line `sep=;` is understood; lines that begin with
    # are passed over, and so is the heading where it comes again, as in files that were put
    together. Names that differ in case alone are one.

    Args:
        once: lines that say the same word for word count once; if the whole file was written
            several times over, as often as it says them each time.
    """
    text = text.removeprefix("\ufeff")
    told, text = _told_delimiter(text)
    lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
    heading = next((line for line in lines if line.strip(" \t,;")), "")
    delimiter = told or max(",;\t|", key=heading.count)
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    reading = _Reading(once=once)
    while True:
        began = rows.line_num + 1
        try:
            cells = next(rows, None)
        except csv.Error as error:
            return WrongLine(began, _of_csv(error))
        if cells is None:
            return reading.decisions()
        wrong = reading.take(cells, began)
        if wrong is not None:
            return wrong


def _told_delimiter(text: str) -> tuple[str, str]:
    """What a first line `sep=;` says, and the text in which that line is empty."""
    found = re.match(r'\s*"?sep=([,;\t|])"?[ \t,;]*(?=\r|\n|$)', text)
    return (found[1], text[found.end() :]) if found else ("", text)


def _of_csv(error: csv.Error) -> str:
    if "unexpected end" in str(error):
        return "a quotation mark is opened here and never closed"
    return str(error)


class _Reading:
    """What is read of a file, line by line."""

    def __init__(self, *, once: bool) -> None:
        self._once = once
        self._form: Form | None = None
        self._found: list[tuple[tuple[str, ...], Read]] = []
        self._names = _Names()
        self._kinds: dict[str, Kind] = {}
        self._lines: Counter[tuple[str, ...]] = Counter()
        self._passed_over = 0

    def take(self, cells: list[str], line: int) -> WrongColumns | WrongLine | None:
        """A line that begins at this number; what is wrong with it, if anything is."""
        if not any(cell.strip() for cell in cells):
            return None
        if cells[0].lstrip().startswith("#"):
            self._passed_over += self._form is not None
            return None
        if self._form is None:
            self._form = heading_of(cells)
            return None if self._form else WrongColumns(tuple(cell.strip() for cell in cells))
        if heading_of(cells) == self._form:
            self._passed_over += 1
            return None
        one = said(self._form, cells, len(self._found))
        if isinstance(one, str):
            return WrongLine(line, one)
        if one is None:
            return None
        one = self._names.one(one)
        if (known := self._kinds.setdefault(one.judge, one.kind)) is not one.kind:
            why = f"the judge {one.judge!r} is {known} further up and {one.kind} here"
            return WrongLine(line, why)
        self._found.append((tuple(cells), one))
        self._lines[tuple(cells)] += 1
        return None

    def decisions(self) -> Decisions | NoDecisions:
        """All that was read."""
        if self._form is None or not self._found:
            return NoDecisions()
        found = self._counted()
        read = _numbered(found, self._kinds, self._form.sided)
        return replace(read, notes=(*self._names.notes(), *self._notes(found)))

    @property
    def _times(self) -> int:
        """How often the whole file says everything."""
        return gcd(*self._lines.values())

    def _counted(self) -> list[Read]:
        """What counts: all, or of lines that are alike only so many as one writing has."""
        if not self._once:
            return [one for _, one in self._found]
        times, kept = self._times, list[Read]()
        left = {line: n // times if times > 1 else 1 for line, n in self._lines.items()}
        for line, one in self._found:
            if left[line]:
                left[line] -= 1
                kept.append(one)
        return kept

    def _notes(self, counted: list[Read]) -> Iterator[Reason]:
        times, all_lines = self._times, self._lines.total()
        if times > 1:
            code = "decisions.written_again_once" if self._once else "decisions.written_again"
            repeats = all_lines - all_lines // times
            yield Reason(code, {"repeats": repeats, "of": all_lines, "times": times})
        elif repeats := all_lines - len(self._lines):
            code = "decisions.repeated_once" if self._once else "decisions.repeated"
            yield Reason(code, {"n": repeats})
        if turned := sum(one.turned for one in counted):
            yield Reason("decisions.turned", {"n": turned})
        if unread := [one for one in counted if one.time_unread]:
            example = unread[0].time_unread
            yield Reason("decisions.times_unread", {"n": len(unread), "example": example})
        if self._passed_over:
            yield Reason("decisions.passed_over", {"n": self._passed_over})


class _Names:
    """One spelling for each name, whatever its case: the one that came first."""

    def __init__(self) -> None:
        self._scripts: dict[str, str] = {}
        self._judges: dict[str, str] = {}
        self._folded: dict[str, str] = {}

    def one(self, read: Read) -> Read:
        """The same decision, its names in the spelling that came first."""
        return replace(
            read,
            judge=self._first(self._judges, read.judge),
            first=self._first(self._scripts, read.first),
            second=self._first(self._scripts, read.second),
        )

    def _first(self, known: dict[str, str], name: str) -> str:
        first = known.setdefault(name.casefold(), name)
        if first != name:
            self._folded[name] = first
        return first

    def notes(self) -> Iterator[Reason]:
        """Which spellings were taken for one."""
        if self._folded:
            some = [f"{name} = {first}" for name, first in [*self._folded.items()][:3]]
            more = len(self._folded) - len(some)
            told = ", ".join(some) + (f" … (+{more})" if more else "")
            yield Reason("decisions.case", {"names": told})


def _numbered(found: list[Read], kinds: dict[str, Kind], sides_known: bool) -> Decisions:
    scripts = tuple(sorted({name for one in found for name in (one.first, one.second)}))
    judges = tuple(dict.fromkeys(one.judge for one in found))
    script_at = {name: at for at, name in enumerate(scripts)}
    judge_at = {name: at for at, name in enumerate(judges)}
    largest = max(abs(one.answer) for one in found)
    steps = 5 if largest > 1 else 3 if any(one.answer == 0 for one in found) else 2

    def column(values: Iterator[int]) -> Ints:
        return np.fromiter(values, np.int64, len(found))

    judgements = Judgements(
        scripts=len(scripts),
        judges=len(judges),
        first=column(script_at[one.first] for one in found),
        second=column(script_at[one.second] for one in found),
        judge=column(judge_at[one.judge] for one in found),
        answer=column(one.answer for one in found),
        steps=column(one.steps if one.steps in ANSWERS else steps for one in found),
    )
    return Decisions(
        judgements=judgements,
        scripts=scripts,
        judges=judges,
        times=tuple(one.time for one in found),
        sides_usable=sides_known and not _lopsided(judgements),
        kinds=tuple(kinds[judge] for judge in judges),
        took_s=np.array([one.took_s for one in found], np.float64),
    )


def _lopsided(judgements: Judgements) -> bool:
    first = np.bincount(judgements.first, minlength=judgements.scripts)
    second = np.bincount(judgements.second, minlength=judgements.scripts)
    return int(((first - second) ** 2).sum()) > LOPSIDED * 2 * len(judgements)
