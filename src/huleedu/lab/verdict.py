"""What can be said of a history: it keeps the rule, it breaks it, or nobody can tell."""

from dataclasses import asdict, dataclass
from enum import StrEnum

import msgspec

from huleedu.lab.history import Malformed

LINES_SHOWN = 12


class Rule(StrEnum):
    """The ways to break the rule of slots, each with its stable code."""

    SLOT_TWICE = "slot_given_twice"
    """Two contents were given the same slot."""
    TWO_SLOTS = "content_given_two_slots"
    """One content was given two slots, or a replay answered another slot."""
    ASSIGNED_TWICE = "assigned_twice"
    """`assigned` was said again where only a replay can be."""
    REPLAY_OF_NOTHING = "replay_of_nothing"
    """A replay was answered before anything can have been assigned."""
    NO_SUCH_SLOT = "no_such_slot"
    """What was given is none of the batch's slots: a placeholder, or a number too many."""
    MORE_THAN_SLOTS = "more_than_slots"
    """More contents were given a slot than there are slots."""
    SLOT_WAS_FREE = "slot_was_free"
    """`no_slot` was answered though a slot was free all the while."""
    HAD_A_SLOT = "had_a_slot"
    """A content that has a slot was turned away."""
    NOT_REGISTERED = "not_registered"
    """The answer fits a registered batch only."""
    WAS_REGISTERED = "was_registered"
    """`unknown_batch` was answered of a registered batch."""
    WAS_CLOSED = "was_closed"
    """The answer fits an open batch only."""
    WAS_OPEN = "was_open"
    """`batch_closed` was answered of an open batch."""
    LOST = "answer_lost"
    """What was answered isn't in the store in the end."""
    FROM_NOWHERE = "row_from_nowhere"
    """The store holds in the end what nobody was given."""
    CHANGE = "impossible_change"
    """Registering, adding slots and closing cannot have been answered so in any order."""


@dataclass(frozen=True, slots=True)
class Violation:
    """The rule that was broken in a batch, and the lines of the file that show it.

    The history stays impossible if the answers of all other calls to offer are forgotten, and no
    answer of these can be forgotten as well without losing this violation (in a batch of very many
    calls whose slots change meanwhile: as far as could be tried).
    """

    rule: Rule
    batch: str
    lines: tuple[int, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """Some order of single steps, within the instants given, gives every answer."""

    operations: int
    batches: int


@dataclass(frozen=True, slots=True)
class Violated:
    """No such order exists. `found` is not empty; the clearest stands first."""

    found: tuple[Violation, ...]

    @property
    def rule(self) -> Rule:
        """The first violation's rule."""
        return self.found[0].rule

    @property
    def lines(self) -> tuple[int, ...]:
        """The first violation's lines."""
        return self.found[0].lines

    @property
    def explanation(self) -> str:
        """The first violation's explanation."""
        return self.found[0].explanation


@dataclass(frozen=True, slots=True)
class Unknown:
    """The history doesn't say enough, or it would take too long to find out."""

    why: str


Verdict = Allowed | Violated | Unknown


def exit_code(verdict: Verdict | Malformed) -> int:
    """0 allowed, 1 violated, 2 unknown, 3 no history."""
    match verdict:
        case Allowed():
            return 0
        case Violated():
            return 1
        case Unknown():
            return 2
        case Malformed():
            return 3


def as_json(verdict: Verdict | Malformed) -> str:
    """The verdict whole: every violation with all its lines."""
    return msgspec.json.encode({"verdict": _CALLED[type(verdict)], **asdict(verdict)}).decode()


_CALLED = {
    Allowed: "allowed",
    Violated: "violated",
    Unknown: "unknown",
    Malformed: "no_history",
}


def in_words(verdict: Verdict | Malformed) -> str:
    """The verdict as a line for people; only `Allowed` reads as a pass."""
    match verdict:
        case Allowed(operations, batches):
            calls = _many(operations, "call", "calls")
            return f"allowed: {calls} in {_many(batches, 'batch', 'batches')}"
        case Violated(found):
            more = "" if len(found) == 1 else f" (and {len(found) - 1} more)"
            shown = where(verdict.lines)
            return f"violated: {verdict.rule}: {verdict.explanation} See {shown}{more}"
        case Unknown(why):
            return f"unknown, which is no pass: {why}"
        case Malformed(line, why):
            return f"no history: line {line}: {why}" if line else f"no history: {why}"


def where(lines: tuple[int, ...]) -> str:
    """Lines of the history in words, at most `LINES_SHOWN` of them."""
    shown = ", ".join(map(str, lines[:LINES_SHOWN])) or "the whole history"
    more = f" and {len(lines) - LINES_SHOWN} more" if len(lines) > LINES_SHOWN else ""
    return f"{'lines ' if len(lines) > 1 else 'line ' if lines else ''}{shown}{more}"


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
