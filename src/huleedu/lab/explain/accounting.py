"""Keep books on a history: what was answered, what was given, and what somebody may have counted.

What an operator counted is either answers (`assigned`, and perhaps replays, bare yeses, refusals or
exceptions as well) or the store's rows. Each way to count is tried; the one with the fewest kinds
of answers that gives the number claimed is taken. Then every success too many or too few is booked
on one cause, so that the causes and what stays unexplained add up to the difference.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations

from huleedu.lab.check.claims import gather
from huleedu.lab.check.whole import linear
from huleedu.lab.explain.books import Book, enter
from huleedu.lab.explain.causes import Cause, Explanation, Reason
from huleedu.lab.explain.rooms import Case
from huleedu.lab.history import History
from huleedu.lab.verdict import Rule, Verdict, Violated

_KINDS = {
    Reason.REPLAYS: "`replayed`",
    Reason.YESES: "`handled`",
    Reason.REFUSALS: "refusals",
    Reason.ERRORS: "exceptions and timeouts",
}
_ROWS = "the rows of the store"


def explain(
    history: History, expected: int, claimed: int, verdict: Verdict | None = None
) -> Explanation:
    """Why were `claimed` successes counted where there should have been `expected`?

    The history's `verdict` is found out if it isn't given.
    """
    verdict = verdict or linear(history)
    book = Book()
    for batch in history.batches():
        enter(book, gather(batch), verdict)
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
        causes=tuple(_with_false_noes(causes, verdict)),
        slots=book.slots,
    )


_Way = tuple[Reason, ...] | None
"""The kinds of answers counted besides `assigned`; None: the store's rows."""


def _ways(book: Book, claimed: int) -> list[_Way]:
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


def _of_answers(book: Book, expected: int, kinds: tuple[Reason, ...]) -> list[Cause]:
    """assigned = taken + flaws; taken = slots - second ones - whatever became of the others."""
    counted = {Reason.SLOT_TWICE, Reason.PLACEHOLDERS, *kinds} - {Reason.YESES}
    causes = [
        _cause(case, reason, case.count)
        for reason, case in book.answers.items()
        if reason in counted
    ]
    yeses = book.answers[Reason.YESES]
    effect = book.nameless.count + (yeses.count if Reason.YESES in kinds else 0)
    both = Case(yeses.count + book.nameless.count, yeses.lines | book.nameless.lines)
    causes.append(_cause(both, Reason.YESES, effect))
    # a yes that gave a slot is heard, if yeses are counted
    heard = book.yeses_given if Reason.YESES in kinds else 0
    # the second slot of a content is missing elsewhere
    two = book.answers[Reason.TWO_SLOTS]
    causes.append(_cause(two, Reason.TWO_SLOTS, two.count - book.second))
    unheard = book.answers[Reason.UNHEARD]
    lost = Case(unheard.count - heard, unheard.lines)
    causes.append(_cause(lost, Reason.UNHEARD, -lost.count))
    old = book.answers[Reason.LEFTOVERS]
    causes.append(_cause(old, Reason.LEFTOVERS, -old.count))
    causes.append(_cause(book.in_rows[Reason.LOST], Reason.LOST, 0))
    return _with_room(causes, book, book.answers, expected)


def _of_rows(book: Book, expected: int) -> list[Cause]:
    """rows = stored + flaws + left over; stored = slots - whatever became of the others."""
    rows = book.in_rows
    causes = [
        _cause(rows[reason], reason, rows[reason].count)
        for reason in (Reason.SLOT_TWICE, Reason.PLACEHOLDERS)
    ]
    two, old, lost = rows[Reason.TWO_SLOTS], rows[Reason.LEFTOVERS], rows[Reason.LOST]
    causes.append(_cause(two, Reason.TWO_SLOTS, two.count - book.twice))
    causes.append(_cause(old, Reason.LEFTOVERS, old.count - book.old))
    causes.append(_cause(book.answers[Reason.UNHEARD], Reason.UNHEARD, 0))
    causes.append(_cause(lost, Reason.LOST, -lost.count))
    return _with_room(causes, book, rows, expected)


def _with_room(
    causes: list[Cause], book: Book, cases: Mapping[Reason, Case], expected: int
) -> list[Cause]:
    """And slots that nobody took, slots that were added, and other slots than were expected."""
    surplus = book.slots - expected
    added = min(book.added.count, max(0, surplus))
    room = [
        _cause(cases[Reason.FREE], Reason.FREE, -cases[Reason.FREE].count),
        Cause(Reason.ADDED, added, added, tuple(sorted(book.added.lines))),
        Cause(Reason.MORE, max(0, surplus - added), max(0, surplus - added), ()),
        Cause(Reason.LESS, max(0, -surplus), min(0, surplus), ()),
        _cause(cases[Reason.CLOSED], Reason.CLOSED, -cases[Reason.CLOSED].count),
        _cause(cases[Reason.FEWER], Reason.FEWER, -cases[Reason.FEWER].count),
    ]
    return [cause for cause in (*causes, *_netted(room)) if cause.count]


def _netted(causes: Iterable[Cause]) -> list[Cause]:
    """What was more than expected and was taken by nobody explains nothing."""
    left = {cause.reason: cause for cause in causes}
    for more in (Reason.MORE, Reason.ADDED):
        for untaken in (Reason.FEWER, Reason.CLOSED):
            both = min(left[more].count, left[untaken].count)
            for reason, sign in ((more, 1), (untaken, -1)):
                count = left[reason].count - both
                left[reason] = replace(left[reason], count=count, effect=sign * count)
    return [*left.values()]


def _cause(case: Case, reason: Reason, effect: int) -> Cause:
    return Cause(reason, case.count, effect, tuple(sorted(case.lines)))


def _with_false_noes(causes: list[Cause], verdict: Verdict) -> list[Cause]:
    """Add the false `no_slot` that left no slot free in the end."""
    if isinstance(verdict, Violated) and all(cause.reason is not Reason.FREE for cause in causes):
        lines = {n for v in verdict.found if v.rule is Rule.SLOT_WAS_FREE for n in v.lines}
        if lines:
            count = sum(v.rule is Rule.SLOT_WAS_FREE for v in verdict.found)
            return [*causes, Cause(Reason.FREE, count, 0, tuple(sorted(lines)))]
    return causes
