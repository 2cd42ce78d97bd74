"""Read decisions that were made elsewhere, and say in which line something is wrong."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from huleedu.contracts.judging import Kind
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
    """

    judgements: Judgements
    scripts: tuple[str, ...]
    judges: tuple[str, ...]
    times: tuple[str, ...]
    sides_usable: bool
    kinds: tuple[Kind, ...]
    took_s: Floats

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
            "line 1 must name the columns judge, winner, loser (and perhaps tie, time, took_s, "
            "kind), or judge, first, second, answer, or A_id, B_id, better_id; "
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


def read_decisions(text: str) -> Decisions | WrongColumns | WrongLine | NoDecisions:
    """Read a CSV file's text: comma, semicolon or tab between columns, names in any case.

    The columns are judge, winner, loser; or A_id, B_id, better_id; or those of our own raw data
    (judge, first, second, answer, and state, of which only `decided` counts).
    """
    text = text.removeprefix("\ufeff")
    heading = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=heading.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[Read] = []
    kinds: dict[str, Kind] = {}
    form: Form | None = None
    try:
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            if form is None:
                form = heading_of(cells)
                if form is None:
                    return WrongColumns(tuple(cell.strip() for cell in cells))
                continue
            one = said(form, cells, len(found))
            if isinstance(one, str):
                return WrongLine(rows.line_num, one)
            if one is None:
                continue
            if (known := kinds.setdefault(one.judge, one.kind)) is not one.kind:
                why = f"the judge {one.judge!r} is {known} further up and {one.kind} here"
                return WrongLine(rows.line_num, why)
            found.append(one)
    except csv.Error as error:
        return WrongLine(rows.line_num, str(error))
    return _numbered(found, kinds, form.sided) if form and found else NoDecisions()


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
