"""Put a history's verdict, its violations and its picture on one page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from huleedu.lab.explain import Explanation
from huleedu.lab.history import History, Operation
from huleedu.lab.report import drawing
from huleedu.lab.verdict import Allowed, Unknown, Verdict, Violated, Violation, in_words, where

VIOLATIONS_SHOWN = 20
WINDOW_CALLS = 400
"""How many calls around a violation are drawn of a history that is too long to draw whole."""
ROWS_SHOWN = 1000

_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_HEADS = {Allowed: "Allowed", Violated: "Violated", Unknown: "Unknown: no pass"}


@dataclass(frozen=True, slots=True)
class _Shown:
    """A violation with its calls drawn."""

    number: int
    violation: Violation
    bars: tuple[drawing.CallBar, ...]
    more: int
    """Calls that are not drawn."""


def report(
    history: History,
    verdict: Verdict,
    *,
    title: str,
    facts: Mapping[str, str],
    explanation: Explanation | None = None,
) -> str:
    """A page of HTML that needs nothing else; `facts` are shown as they are (seed, versions, …)."""
    found = verdict.found if isinstance(verdict, Violated) else ()
    numbers = _numbers(found)
    operations = sorted(history.operations, key=lambda o: (o.called, o.call_line))
    few = operations
    if len(operations) > drawing.DRAWN_MAX:
        few = _around(operations, numbers)
    window = drawing.span(few)
    return rendered(
        "report.html",
        title=title,
        head=_HEADS[type(verdict)],
        state=type(verdict).__name__.lower(),
        verdict=in_words(verdict),
        shown=[_shown(n, v, operations) for n, v in enumerate(found[:VIOLATIONS_SHOWN], 1)],
        not_shown=max(0, len(found) - VIOLATIONS_SHOWN),
        explanation=explanation,
        timeline=drawing.timeline(history, few, numbers) if few else None,
        overview=drawing.overview(operations, window) if few is not operations else None,
        legend=drawing.LEGEND,
        answers=_answers(operations),
        rows=[_row(o, window[0]) for o in _told(few, numbers)],
        row_count=len(operations),
        start=window[0],
        facts=facts,
        where=where,
    )


def rendered(template: str, **shown: object) -> str:
    """A page in the lab's style."""
    style = (Path(__file__).parent / "templates" / "report.css").read_text(encoding="utf-8")
    return _PAGES.get_template(template).render(style=style, **shown)


def _numbers(found: Sequence[Violation]) -> dict[int, tuple[int, ...]]:
    """Line → numbers of the violations that it shows, from 1."""
    numbers: dict[int, tuple[int, ...]] = {}
    for number, violation in enumerate(found[:VIOLATIONS_SHOWN], 1):
        for line in violation.lines:
            numbers[line] = (*numbers.get(line, ()), number)
    return numbers


def _around(
    operations: Sequence[Operation], numbers: Mapping[int, tuple[int, ...]]
) -> list[Operation]:
    """The calls of the first violation and those nearest to them; without one, the first calls."""
    places = [n for n, o in enumerate(operations) if 1 in numbers.get(o.call_line, ())]
    middle = places[len(places) // 2] if places else 0
    first = max(0, min(middle - WINDOW_CALLS // 2, len(operations) - WINDOW_CALLS))
    return list(operations[first : first + WINDOW_CALLS])


def _shown(number: int, violation: Violation, operations: Sequence[Operation]) -> _Shown:
    lines = set(violation.lines)
    calls = [o for o in operations if o.call_line in lines]
    return _Shown(
        number, violation, drawing.alone(calls), max(0, len(calls) - drawing.ROWS_ALONE_MAX)
    )


def _answers(operations: Sequence[Operation]) -> list[tuple[str, str, int]]:
    """(colour, answer, how many), the most frequent first."""
    looks = {str(o.outcome or "no answer"): drawing.look(o) for o in operations}
    counts = Counter(str(o.outcome or "no answer") for o in operations)
    return [(looks[answer], answer, count) for answer, count in counts.most_common()]


def _told(
    operations: Sequence[Operation], numbers: Mapping[int, tuple[int, ...]]
) -> Sequence[Operation]:
    """What the text alternative tells: all calls, or those that matter and the first others."""
    if len(operations) <= ROWS_SHOWN:
        return operations
    matter = [o for o in operations if o.call_line in numbers][:ROWS_SHOWN]
    others = [o for o in operations if o.call_line not in numbers]
    few = [*matter, *others[: ROWS_SHOWN - len(matter)]]
    return sorted(few, key=lambda o: (o.called, o.call_line))


def _row(operation: Operation, start: int) -> tuple[str, str, str, str, str, str]:
    """(process, what, answer, from, to, lines)."""
    slot = "" if operation.slot is None else f" {operation.slot}"
    answered = operation.answered
    return (
        operation.process,
        operation.content or str(operation.kind),
        f"{operation.outcome}{slot}" if operation.outcome else "no answer",
        drawing.duration(operation.called - start),
        "" if answered is None else drawing.duration(answered - start),
        ", ".join(map(str, operation.lines)),
    )
