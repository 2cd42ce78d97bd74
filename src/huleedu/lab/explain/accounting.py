"""Keep books on a history: what was answered, what was given, and what somebody may have counted.

What an operator counted is either answers (`assigned`, and perhaps replays, bare yeses, refusals or
exceptions as well) or the store's rows. Each way to count is tried; the one with the fewest kinds
of answers that gives the number claimed is taken. Then every success too many or too few is booked
on one cause, so that the causes and what stays unexplained add up to the difference.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from huleedu.lab.check.claims import BatchClaims, Claim, gather
from huleedu.lab.check.whole import linear
from huleedu.lab.explain.causes import Cause, Explanation, Reason
from huleedu.lab.history import History, Operation, Outcome, Slot
from huleedu.lab.verdict import Rule, Verdict, Violated

_KINDS = {
    Reason.REPLAYS: "`replayed`",
    Reason.YESES: "`handled`",
    Reason.REFUSALS: "refusals",
    Reason.ERRORS: "exceptions and timeouts",
}
_ROWS = "the rows of the store"


@dataclass(slots=True)
class _Case:
    count: int = 0
    lines: set[int] = field(default_factory=set[int])

    def add(self, lines: Iterable[int], count: int = 1) -> None:
        self.count += count
        self.lines.update(lines)


class _Book:
    """All batches' cases together."""

    def __init__(self) -> None:
        self.answers = {reason: _Case() for reason in Reason}
        """What can be shown by answers."""
        self.in_rows = {reason: _Case() for reason in Reason}
        """What can be shown by the store's rows in the end."""
        self.slots = 0
        self.assigned = 0
        self.rows: int | None = None
        self.taken = 0
        """Slots given and answered so, each once."""
        self.stored = 0
        """Slots in rows of this run, each once."""
        self.yeses = 0
        """Answers `handled`, whether or not a slot was given."""
        self.yeses_given = 0
        self.nameless = _Case()
        """`assigned` without a slot, where no slot can have been left."""
        self.second: set[tuple[str, Slot]] = set()
        """(batch, slot) of contents that have another slot already."""

    def total(self, kinds: Iterable[Reason]) -> int:
        """What comes out if these kinds of answers are counted besides `assigned`."""
        more = [self.yeses if kind is Reason.YESES else self.answers[kind].count for kind in kinds]
        return self.assigned + sum(more)


def explain(
    history: History, expected: int, claimed: int, verdict: Verdict | None = None
) -> Explanation:
    """Why were `claimed` successes counted where there should have been `expected`?

    The history's `verdict` is found out if it isn't given.
    """
    book = _Book()
    for batch in history.batches():
        _enter(book, gather(batch))
    ways = _ways(book, claimed)
    if ways and ways[0] is None:
        causes = _of_rows(book, expected)
    else:
        causes = _of_answers(book, expected, (ways[0] if ways else None) or ())
    names = [_name(way) for way in ways]
    return Explanation(
        expected=expected,
        claimed=claimed,
        counted=names[0] if names else None,
        otherwise=tuple(names[1:]),
        causes=tuple(_with_false_noes(causes, verdict or linear(history))),
        slots=book.slots,
    )


_Way = tuple[Reason, ...] | None
"""The kinds of answers counted besides `assigned`; None: the store's rows."""


def _ways(book: _Book, claimed: int) -> list[_Way]:
    """Every way to count that gives this number, the simplest first."""
    present = [
        kind
        for kind in _KINDS
        if (book.yeses if kind is Reason.YESES else book.answers[kind].count)
    ]
    subsets = [kinds for size in range(len(present) + 1) for kinds in combinations(present, size)]
    ways: list[_Way] = [kinds for kinds in subsets if book.total(kinds) == claimed]
    if book.rows == claimed:
        ways.insert(1 if ways and not ways[0] else 0, None)
    return ways


def _name(way: _Way) -> str:
    if way is None:
        return _ROWS
    return " and ".join(["the answers `assigned`", *(_KINDS[kind] for kind in way)])


# --- entering a batch ---


def _enter(book: _Book, facts: BatchClaims) -> None:
    book.slots += len(facts.largest.names or ())
    taken: dict[Slot, Claim] = {}
    for claim in facts.claims.values():
        for place, operation in enumerate(claim.assigned):
            book.assigned += 1
            reason = _flaw(facts, taken, claim, operation, again=place > 0)
            if reason is None:
                book.taken += 1
                continue
            other = None if operation.slot is None else taken.get(operation.slot)
            book.answers[reason].add(_shown(operation, other or claim))
            if reason is Reason.TWO_SLOTS and operation.slot is not None:
                book.second.add((operation.batch, operation.slot))
    book.second -= {(facts.history.before.batch, slot) for slot in taken}
    _enter_other_answers(book, facts)
    _enter_rows(book, facts)
    _enter_unheard(book, facts, set(taken))
    _too_many(book, facts)


def _flaw(
    facts: BatchClaims, taken: dict[Slot, Claim], claim: Claim, operation: Operation, *, again: bool
) -> Reason | None:
    """What is wrong with this `assigned`, if anything; notes the slot if nothing is."""
    slot = operation.slot
    if slot is not None and not facts.largest.has(slot):
        return Reason.PLACEHOLDERS
    if again or claim.held:
        return Reason.TWO_SLOTS
    if slot is None:
        return None
    return Reason.SLOT_TWICE if taken.setdefault(slot, claim) is not claim else None


def _shown(operation: Operation, other: Claim) -> list[int]:
    """The lines of the answer and of what it contradicts."""
    return [*operation.lines, *(line for told in other.evidence for line in told.lines)]


def _enter_other_answers(book: _Book, facts: BatchClaims) -> None:
    for operation in facts.history.operations:
        if not operation.content or operation.outcome is None:
            continue
        lines = operation.lines
        match operation.outcome:
            case Outcome.REPLAYED:
                book.answers[Reason.REPLAYS].add(lines)
                if operation.slot is not None and not facts.largest.has(operation.slot):
                    book.in_rows[Reason.PLACEHOLDERS].add(lines, 0)
            case Outcome.HANDLED:
                book.yeses += 1
            case Outcome.ERROR | Outcome.TIMEOUT:
                book.answers[Reason.ERRORS].add(lines)
            case Outcome.ASSIGNED:
                pass
            case _:
                book.answers[Reason.REFUSALS].add(lines)
                if operation.outcome in (Outcome.NO_SLOT, Outcome.REFUSED):
                    book.answers[Reason.FREE].add(lines, 0)


def _enter_rows(book: _Book, facts: BatchClaims) -> None:
    after = facts.history.after
    if after is None:
        return
    book.rows = (book.rows or 0) + len(after.rows)
    where = [line for line in (facts.history.after_line,) if line]
    seen: dict[Slot, str] = {}
    contents: set[str] = set()
    # those of this run first: an old row in the same slot is the one too many
    for content, slot in sorted(after.rows, key=lambda row: _is_old(facts.claims[row[0]])):
        if slot is None or not facts.largest.has(slot):
            book.in_rows[Reason.PLACEHOLDERS].add(where)
        elif _is_old(facts.claims[content]):
            book.in_rows[Reason.LEFTOVERS].add(where)
        elif content in contents:
            book.in_rows[Reason.TWO_SLOTS].add(where)
        elif seen.setdefault(slot, content) != content:
            book.in_rows[Reason.SLOT_TWICE].add(where)
        else:
            book.stored += 1
        contents.add(content)


def _is_old(claim: Claim) -> bool:
    """It had its slot before the first call, said so or not."""
    return bool(claim.held) or not (claim.assigned or claim.opened)


def _enter_unheard(book: _Book, facts: BatchClaims, taken: set[Slot]) -> None:
    """Slots that are taken without an answer that gave them; and yeses that gave none."""
    given: set[str] = set()
    for claim in facts.claims.values():
        if not claim.is_certain or claim.assigned or not facts.largest.has(claim.slot):
            continue
        if claim.slot in taken:
            continue
        where = _lines_of_slot(facts, claim)
        if _is_old(claim):
            book.answers[Reason.LEFTOVERS].add(where)
        else:
            given.add(claim.content)
            book.answers[Reason.UNHEARD].add(where)
    yeses = [o for o in facts.history.operations if o.outcome is Outcome.HANDLED and o.content]
    heard: set[str] = set()
    for yes in yeses:
        if yes.content in given and yes.content not in heard:
            heard.add(yes.content)
            book.yeses_given += 1
        else:
            book.answers[Reason.YESES].add(yes.lines)
    if yeses and facts.history.after is None:
        _suppose(book, facts, len({yes.content for yes in yeses} - heard))


def _suppose(book: _Book, facts: BatchClaims, unsure: int) -> None:
    """Nobody read the store: as many yeses as slots are left may have given one."""
    certain = sum(claim.is_certain for claim in facts.claims.values())
    perhaps = max(0, min(unsure, len(facts.largest.names or ()) - certain))
    book.answers[Reason.YESES].count -= perhaps
    book.answers[Reason.UNHEARD].count += perhaps
    book.yeses_given += perhaps


def _lines_of_slot(facts: BatchClaims, claim: Claim) -> list[int]:
    lines = [line for operation in claim.replays[:1] for line in operation.lines]
    if claim.held and facts.history.before_line:
        lines.append(facts.history.before_line)
    elif claim.row and facts.history.after_line:
        lines.append(facts.history.after_line)
    if claim.opened:
        lines += claim.opened.lines
    return lines


def _too_many(book: _Book, facts: BatchClaims) -> None:
    """`assigned` without a slot's name: more of them than slots are left gave none."""
    nameless = [
        claim
        for claim in facts.claims.values()
        if claim.assigned and claim.slot is None and claim.assigned[0].slot is None
    ]
    others = {c.content for c in facts.claims.values() if c.is_certain and not c.assigned}
    named = {o.slot for c in facts.claims.values() for o in c.assigned if o.slot is not None}
    room = len(facts.largest.names or ()) - len(named) - len(others)
    excess = len(nameless) - max(0, room)
    if excess > 0:
        book.taken -= excess
        shown = nameless if facts.history.after is None else [c for c in nameless if not c.row]
        book.nameless.add((n for c in shown for n in c.assigned[0].lines), excess)


# --- the accounting ---


def _of_answers(book: _Book, expected: int, kinds: tuple[Reason, ...]) -> list[Cause]:
    """assigned = taken + flaws; taken = expected - unheard - left over - free."""
    counted = {Reason.SLOT_TWICE, Reason.PLACEHOLDERS, *kinds} - {Reason.YESES}
    causes = [
        _cause(case, reason, case.count)
        for reason, case in book.answers.items()
        if reason in counted
    ]
    yeses = book.answers[Reason.YESES]
    effect = book.nameless.count + (yeses.count if Reason.YESES in kinds else 0)
    both = _Case(yeses.count + book.nameless.count, yeses.lines | book.nameless.lines)
    causes.append(_cause(both, Reason.YESES, effect))
    # a yes that gave a slot is heard, if yeses are counted
    heard = book.yeses_given if Reason.YESES in kinds else 0
    missing = max(0, expected - book.taken - heard)
    two = book.answers[Reason.TWO_SLOTS]
    instead = min(len(book.second), missing)  # the second slot is then missing elsewhere
    missing -= instead
    causes.append(_cause(two, Reason.TWO_SLOTS, two.count - instead))
    unheard = book.answers[Reason.UNHEARD]
    lost = _Case(unheard.count - heard, unheard.lines)
    for reason, case in (
        (Reason.UNHEARD, lost),
        (Reason.LEFTOVERS, book.answers[Reason.LEFTOVERS]),
    ):
        effect = min(case.count, missing)
        missing -= effect
        causes.append(_cause(case, reason, -effect))
    causes += _not_taken(book, missing)
    return [cause for cause in causes if cause.count]


def _of_rows(book: _Book, expected: int) -> list[Cause]:
    """rows = stored + flaws + left over; stored = expected - left over - free."""
    causes = [
        _cause(book.in_rows[reason], reason, book.in_rows[reason].count)
        for reason in (Reason.SLOT_TWICE, Reason.TWO_SLOTS, Reason.PLACEHOLDERS)
    ]
    missing = max(0, expected - book.stored)
    old = book.in_rows[Reason.LEFTOVERS]
    instead = min(old.count, missing)
    causes.append(_cause(old, Reason.LEFTOVERS, old.count - instead))
    causes.append(_cause(book.answers[Reason.UNHEARD], Reason.UNHEARD, 0))
    causes += _not_taken(book, missing - instead)
    return [cause for cause in causes if cause.count]


def _not_taken(book: _Book, missing: int) -> list[Cause]:
    """Slots that stayed free, whether or not somebody was told that there was none."""
    if not missing:
        return []
    noes = book.answers[Reason.FREE].lines
    reason = Reason.FREE if noes else Reason.FEWER
    return [Cause(reason, missing, -missing, tuple(sorted(noes)))]


def _cause(case: _Case, reason: Reason, effect: int) -> Cause:
    return Cause(reason, case.count, effect, tuple(sorted(case.lines)))


def _with_false_noes(causes: list[Cause], verdict: Verdict) -> list[Cause]:
    """Add the false `no_slot` that left no slot free in the end."""
    if isinstance(verdict, Violated) and all(cause.reason is not Reason.FREE for cause in causes):
        lines = {n for v in verdict.found if v.rule is Rule.SLOT_WAS_FREE for n in v.lines}
        if lines:
            count = sum(v.rule is Rule.SLOT_WAS_FREE for v in verdict.found)
            return [*causes, Cause(Reason.FREE, count, 0, tuple(sorted(lines)))]
    return causes
