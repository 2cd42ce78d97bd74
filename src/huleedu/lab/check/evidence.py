"""Find few answers that prove a violation: all others can be forgotten, and it stays impossible."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from huleedu.lab.check.changing import Budget
from huleedu.lab.history import Operation
from huleedu.lab.history.operations import FOR_EVER, BatchHistory

MOMENTS_MAX = 1_000_000
"""Gone through in all tries; then the answers found so far are given."""
IsImpossible = Callable[[BatchHistory, Budget], bool]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Answers that are enough, and whether the store's rows in the end are needed as well."""

    operations: Sequence[Operation]
    with_state: bool


def evidence(
    history: BatchHistory, stuck: Operation | None, is_impossible: IsImpossible
) -> Evidence:
    """What proves that the history is impossible.

    First `stuck` alone and with its content's others is tried, then halves and smaller parts are
    left out as long as it stays impossible (Zeller and Hildebrandt's ddmin, IEEE TSE 28(2), 2002).

    Args:
        stuck: an answer that was found not to fit; the likeliest to be in it.
        is_impossible: the check itself.
    """
    budget = Budget(MOMENTS_MAX)
    tries = _Tries(_until(history, stuck), is_impossible, budget)
    answered = _answered(tries.history)
    if not tries.is_enough(answered):
        tries = _Tries(replace(history, after=None), is_impossible, budget)
        answered = _answered(history)
        if history.after is not None and not tries.is_enough(answered):
            tries = _Tries(history, is_impossible, budget)
    candidates: list[list[Operation]] = [[]]
    if stuck is not None:
        candidates += [[stuck], [o for o in answered if o.content == stuck.content]]
    few = next((some for some in candidates if tries.is_enough(some)), answered)
    return Evidence(tries.without_needless(few), tries.history.after is not None)


def is_proof(
    history: BatchHistory, lines: Sequence[int], is_impossible: IsImpossible, budget: Budget
) -> bool:
    """Whether these lines alone prove it."""
    kept = set(lines)
    after = history.after if history.after_line in kept else None
    tries = _Tries(replace(history, after=after), is_impossible, budget)
    return tries.is_enough([o for o in _answered(history) if kept.issuperset(o.lines)])


def _answered(history: BatchHistory) -> list[Operation]:
    return [operation for operation in history.operations if not operation.is_open]


def _until(history: BatchHistory, stuck: Operation | None) -> BatchHistory:
    """The history as far as this answer: what was asked later does not change it."""
    last = FOR_EVER if stuck is None else stuck.until
    operations = [
        operation if operation.is_open or operation.until <= last else operation.forgotten()
        for operation in history.operations
        if operation.called <= last
    ]
    return replace(history, operations=operations, after=None)


class _Tries:
    def __init__(self, history: BatchHistory, is_impossible: IsImpossible, budget: Budget) -> None:
        self.history = history
        self._is_impossible = is_impossible
        self._budget = budget

    def is_enough(self, shown: Sequence[Operation]) -> bool:
        """With all other answers forgotten, is the history still impossible?"""
        self._budget.left -= len(self.history.operations)
        kept = {operation.call_line for operation in shown}
        operations = [o if o.call_line in kept else o.forgotten() for o in self.history.operations]
        return self._is_impossible(replace(self.history, operations=operations), self._budget)

    def without_needless(self, shown: Sequence[Operation]) -> list[Operation]:
        """So few of them that none can be left out, if there is time to find out."""
        few = list(shown)
        part = max(1, len(few) // 2)
        while True:
            start = 0
            while start < len(few):
                fewer = few[:start] + few[start + part :]
                if self.is_enough(fewer):
                    few = fewer
                else:
                    start += part
                if self._budget.left < 0:
                    return few
            if part == 1:
                return few
            part = max(1, part // 2)
