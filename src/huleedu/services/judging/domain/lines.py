"""Understand one line of a file of decisions, whichever of its forms the file has."""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from huleedu.contracts.judging import Kind
from huleedu.kit.spreadsheet import unguarded
from huleedu.services.judging.domain.judgements import ANSWERS

TRUE = frozenset(
    {"1", "true", "t", "yes", "y", "x", "tie", "tied", "equal"} | {"ja", "lika", "sant"}
)
FALSE = frozenset({"", "0", "false", "f", "no", "n", "nej", "falskt"})
ONE_JUDGE = "judge"
TOOK_S_MAX = 86_400.0
"""A plain number in the column `time` is how many seconds it took, if it is at most a day; other
times tell when."""

ALIASES = {
    "domare": "judge",
    "judge_id": "judge",
    "judge_name": "judge",
    "assessor": "judge",
    "judge_email": "judge",
    "user": "judge",
    "vinnare": "winner",
    "chosen": "winner",
    "preferred": "winner",
    "won": "winner",
    "förlorare": "loser",
    "not_chosen": "loser",
    "lost": "loser",
    "left": "a_id",
    "vänster": "a_id",
    "a": "a_id",
    "1": "a_id",
    "right": "b_id",
    "höger": "b_id",
    "b": "b_id",
    "2": "b_id",
    "better": "better_id",
    "bättre": "better_id",
    "choice": "better_id",
    "result": "better_id",
    "outcome": "better_id",
    "lika": "tie",
    "oavgjort": "tie",
    "tid": "time",
    "seconds": "took_s",
    "sekunder": "took_s",
    "time_taken": "took_s",
    "duration": "took_s",
}
"""What other tools call a column; before that camelCase is written apart, in small letters."""
WHAT = re.compile(r"^(?:candidate|item|script|essay|text|option|artefact|representation)_?(?=.)")
UNIT = re.compile(r"(?<=.)_(?:id|name|s|sec|seconds)$")
"""What some tools write before or behind a column's name, which tells nothing more."""
LEFT = frozenset({"left", "a", "first", "1", "vänster"})
RIGHT = frozenset({"right", "b", "second", "2", "höger"})
NEITHER = frozenset({"", "0", "tie", "tied", "equal", "draw", "same", "lika", "oavgjort"})
KINDS = {
    "": Kind.IMPORT,
    **{str(kind): kind for kind in Kind},
    "human": Kind.PERSON,
    "llm": Kind.MODEL,
}
WINNERS, SHOWN, RAW = (
    frozenset({"winner", "loser"}),
    frozenset({"a_id", "b_id", "better_id"}),
    frozenset({"first", "second", "answer"}),
)
KNOWN = frozenset({"judge", "tie", "time", "took_s", "kind", "steps", "state", "turned", "model"})
"""The other columns that we read."""
SECONDS = re.compile(r"(\d+(?:[.,]\d+)?(?:e[+-]?\d+)?)\s*(?:s|sec|secs|seconds?|sek|sekunder)?\.?")
CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d\d(?:[.,]\d+)?)")
CAMEL = re.compile(r"(?<=[^\W\d_A-ZÅÄÖ])(?=[A-ZÅÄÖ])")


@dataclass(frozen=True, slots=True)
class Form:
    """The columns of a file, in order, and which of the three sets is among them."""

    names: tuple[str, ...]
    columns: frozenset[str]

    @property
    def sided(self) -> bool:
        """Whether it says which script was shown first."""
        return self.columns is not WINNERS


@dataclass(frozen=True, slots=True)
class Read:
    """A decision as it was read; `steps` 0: the line does not say."""

    judge: str
    first: str
    second: str
    answer: int
    steps: int
    time: str
    took_s: float
    kind: Kind
    time_unread: str = ""
    """What stands where it should tell how long it took, if that could not be understood."""
    turned: bool = False
    """Somebody has said that the judge meant the other one."""


def heading_of(cells: Sequence[str]) -> Form | None:
    """The form of a file with this heading; None: it is none that is understood."""
    names = [_heading(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    known: list[str] = []
    for name in names:  # beside the name itself, or another that means it, one is no alias
        column = _column(name)
        known.append(name if column in known or (column != name and column in names) else column)
    if "answer" not in known and {"first", "second"} <= set(known):
        known = [{"first": "a_id", "second": "b_id"}.get(name, name) for name in known]
    if {"a_id", "b_id", "winner"} <= set(known) and "better_id" not in known:
        known = ["better_id" if name == "winner" else name for name in known]
    if len(set(known)) != len(known):
        return None
    for columns in (RAW, WINNERS, SHOWN):
        if columns <= set(known):
            return Form(tuple(known), columns)
    return None


def _heading(cell: str) -> str:
    """A column's name in one way of writing: `candidateNotChosen` is `candidate_not_chosen`."""
    return re.sub(r"[ _-]+", "_", CAMEL.sub("_", seen(cell)).casefold())


def _column(name: str) -> str:
    """What we call a column of this name: `candidate_not_chosen` is `loser`."""
    bare = WHAT.sub("", name)
    tried = (name, UNIT.sub("", name), bare, UNIT.sub("", bare))
    ours = {*WINNERS, *SHOWN, *RAW, *KNOWN}
    return next((ALIASES.get(one, one) for one in tried if one in ALIASES or one in ours), name)


def seen(name: str) -> str:
    """A name without what nobody sees: signs without a shape, spaces at its ends, or several."""
    shown = "".join(sign for sign in name if unicodedata.category(sign) != "Cf")
    return " ".join(unicodedata.normalize("NFC", shown).split())


def said(form: Form, cells: Sequence[str], number: int) -> Read | str | None:
    """What a line says; None: it is no decision and need not be one; a text: what is wrong.

    `number`: how many decisions stand above it.
    """
    cells = list(cells)
    while len(cells) > len(form.names) and not cells[-1].strip():
        cells.pop()
    if len(cells) != len(form.names):
        return f"{len(cells)} columns instead of {len(form.names)}"
    row = {
        name: seen(unguarded(cell.strip())) for name, cell in zip(form.names, cells, strict=True)
    }
    if form.columns is RAW and row.get("state", "decided") != "decided":
        return None
    read = {WINNERS: _winner, SHOWN: _better, RAW: _answered}[form.columns](row, number)
    return read if isinstance(read, str) else _sound(read)


def _winner(row: Mapping[str, str], number: int) -> Read | str:
    tie = _tied(row)
    if isinstance(tie, str):
        return tie
    first, second, answer = row["winner"], row["loser"], 0 if tie else 1
    if number % 2:  # who stood first is not known: each side wins as often
        first, second, answer = second, first, -answer
    return _read(row, row.get("judge", ONE_JUDGE), first, second, answer)


def _better(row: Mapping[str, str], _: int) -> Read | str:
    first, second, better = row["a_id"], row["b_id"], row["better_id"]
    judge = row.get("judge") or row.get("model") or ONE_JUDGE
    tie = _tied(row)
    if isinstance(tie, str):
        return tie
    tie = tie or (better not in (first, second) and better.casefold() in NEITHER)
    if better not in (first, second) and better.casefold() in LEFT | RIGHT:
        better = first if better.casefold() in LEFT else second
    if better not in (first, second) and better.casefold() in (first.casefold(), second.casefold()):
        better = first if better.casefold() == first.casefold() else second
    if not tie and better not in (first, second):
        return f"better_id {better!r} is neither {first!r} nor {second!r}"
    return _read(row, judge, first, second, 0 if tie else 1 if better == first else -1)


def _answered(row: Mapping[str, str], _: int) -> Read | str:
    try:
        answer, steps = int(row["answer"]), int(row.get("steps", "") or 0)
    except ValueError:
        told = f"answer {row['answer']!r}, steps {row.get('steps', '')!r}"
        return f"{told}: these must be whole numbers"
    allowed = ANSWERS.get(steps, ANSWERS[5]) if steps in (0, *ANSWERS) else ()
    if answer not in allowed:
        return f"the answer {answer} is none of a question with {steps or 5} steps"
    first, second = row["first"], row["second"]
    if turned := row.get("turned", "").casefold() in TRUE:
        first, second = second, first
    read = _read(row, row.get("judge", ONE_JUDGE), first, second, answer, steps)
    return read if isinstance(read, str) else replace(read, turned=turned)


def _tied(row: Mapping[str, str]) -> bool | str:
    told = row.get("tie", "").casefold()
    if told not in TRUE | FALSE:
        return f"tie says {row['tie']!r}, which is neither yes nor no"
    return told in TRUE


def _read(
    row: Mapping[str, str], judge: str, first: str, second: str, answer: int, steps: int = 0
) -> Read | str:
    kind = KINDS.get(row.get("kind", "").casefold())
    if kind is None:
        return f"kind says {row['kind']!r}: not one of {', '.join(Kind)}"
    took_s, unread = _seconds(row.get("took_s", "")), ""
    if took_s is None:
        took_s, unread = math.nan, row["took_s"]
    time = next((row[name] for name in ("time", "received_at", "ended_at") if name in row), "")
    if (
        math.isnan(took_s)
        and ":" not in row.get("time", "")
        and ((found := _seconds(row.get("time", ""))) and found <= TOOK_S_MAX)
    ):
        took_s = found
    return Read(judge, first, second, answer, steps, time, took_s, kind, unread)


def _seconds(told: str) -> float | None:
    """A number of seconds, `12 s`, `00:12`; NaN for none told, None for anything else."""
    if not told:
        return math.nan
    if plain := SECONDS.fullmatch(told.casefold()):
        found = float(plain[1].replace(",", "."))
    elif clock := CLOCK.fullmatch(told):
        hours, minutes = int(clock[1] or 0), int(clock[2])
        found = hours * 3600 + minutes * 60 + float(clock[3].replace(",", "."))
    else:
        return None
    return found if math.isfinite(found) else None


def _sound(read: Read) -> Read | str:
    for what, name in (("judge", read.judge), ("script", read.first), ("script", read.second)):
        if not name:
            return f"a {what} has no name"
    if read.first.casefold() == read.second.casefold():
        return f"{read.first!r} is compared with itself"
    return read
