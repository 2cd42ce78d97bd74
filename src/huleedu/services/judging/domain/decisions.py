"""Read decisions that were made elsewhere, and say in which line something is wrong."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from huleedu.contracts.judging import Kind
from huleedu.services.judging.domain.judgements import Floats, Judgements

TRUE = frozenset({"1", "true", "yes", "y", "x", "tie", "equal", "ja", "lika", "sant"})
FALSE = frozenset({"", "0", "false", "no", "n", "nej", "falskt"})
ONE_JUDGE = "judge"
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


@dataclass(frozen=True, slots=True)
class WrongColumns:
    """The first line names other columns than judge, winner, loser or A_id, B_id, better_id."""

    found: tuple[str, ...]

    def __str__(self) -> str:
        """For the person who gave the file."""
        return (
            "line 1 must name the columns judge, winner, loser (and perhaps tie, time) "
            f"or A_id, B_id, better_id; it names: {', '.join(self.found) or 'nothing'}"
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
    """There is a heading and nothing below it, or nothing at all."""

    def __str__(self) -> str:
        """For the person who gave the file."""
        return "there are no decisions in the file"


@dataclass(frozen=True, slots=True)
class _Decision:
    judge: str
    first: str
    second: str
    answer: int
    time: str


def read_decisions(text: str) -> Decisions | WrongColumns | WrongLine | NoDecisions:
    """Read a CSV file's text: comma, semicolon or tab between columns, names in any case."""
    text = text.removeprefix("\ufeff")
    heading = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=heading.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[_Decision] = []
    names: tuple[str, ...] = ()
    try:
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = tuple(cell.strip().casefold() for cell in cells)
                if not _known(names):
                    return WrongColumns(tuple(cell.strip() for cell in cells))
                continue
            if len(cells) != len(names):
                return WrongLine(rows.line_num, f"{len(cells)} columns instead of {len(names)}")
            row = {name: cell.strip() for name, cell in zip(names, cells, strict=True)}
            decision = _decision(row, len(found))
            if isinstance(decision, str):
                return WrongLine(rows.line_num, decision)
            found.append(decision)
    except csv.Error as error:
        return WrongLine(rows.line_num, str(error))
    return _numbered(found, "a_id" in names) if found else NoDecisions()


def _known(names: tuple[str, ...]) -> bool:
    wanted = ({"judge", "winner", "loser"}, {"a_id", "b_id", "better_id"})
    return len(set(names)) == len(names) and any(one <= set(names) for one in wanted)


def _decision(row: Mapping[str, str], number: int) -> _Decision | str:
    """The decision of a line, or what is wrong with it."""
    time = row.get("time", row.get("received_at", ""))
    if "a_id" in row:
        first, second, better = row["a_id"], row["b_id"], row["better_id"]
        judge = row.get("judge") or row.get("model") or ONE_JUDGE
        tie = not better or better.casefold() in ("tie", "equal")
        if not tie and better not in (first, second):
            return f"better_id {better!r} is neither {first!r} nor {second!r}"
        answer = 0 if tie else 1 if better == first else -1
    else:
        judge, first, second = row["judge"], row["winner"], row["loser"]
        told = row.get("tie", "").casefold()
        if told not in TRUE | FALSE:
            return f"tie says {row['tie']!r}, which is neither yes nor no"
        answer = 0 if told in TRUE else 1
        if number % 2:
            first, second, answer = second, first, -answer
    for what, name in (("judge", judge), ("script", first), ("script", second)):
        if not name:
            return f"a {what} has no name"
    if first == second:
        return f"{first!r} is compared with itself"
    return _Decision(judge, first, second, answer, time)


def _numbered(found: list[_Decision], sides_known: bool) -> Decisions:
    scripts = tuple(sorted({name for one in found for name in (one.first, one.second)}))
    judges = tuple(dict.fromkeys(one.judge for one in found))
    script_at = {name: at for at, name in enumerate(scripts)}
    judge_at = {name: at for at, name in enumerate(judges)}
    steps = 3 if any(one.answer == 0 for one in found) else 2

    def column(values: Iterator[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.fromiter(values, np.int64, len(found))

    judgements = Judgements(
        scripts=len(scripts),
        judges=len(judges),
        first=column(script_at[one.first] for one in found),
        second=column(script_at[one.second] for one in found),
        judge=column(judge_at[one.judge] for one in found),
        answer=column(one.answer for one in found),
        steps=np.full(len(found), steps, np.int64),
    )
    usable = sides_known and not _lopsided(judgements)
    return Decisions(
        judgements=judgements,
        scripts=scripts,
        judges=judges,
        times=tuple(one.time for one in found),
        sides_usable=usable,
        kinds=(Kind.IMPORT,) * len(judges),
        took_s=np.full(len(found), np.nan),
    )


def _lopsided(judgements: Judgements) -> bool:
    first = np.bincount(judgements.first, minlength=judgements.scripts)
    second = np.bincount(judgements.second, minlength=judgements.scripts)
    return int(((first - second) ** 2).sum()) > LOPSIDED * 2 * len(judgements)
