"""Find few answers that show a violation: all others can be forgotten, and it stays impossible."""

from collections.abc import Sequence
from dataclasses import replace

from huleedu.lab.check.changing import Impossible, check_changing
from huleedu.lab.check.claims import gather
from huleedu.lab.history import Operation, OperationKind
from huleedu.lab.history.operations import BatchHistory

WORK_MAX = 400_000
"""Operations looked at, in all tries; then the answers found so far are given."""


def shown_by(history: BatchHistory, stuck: Operation | None) -> tuple[list[Operation], bool]:
    """Answered offers that are enough to show it, and whether the state in the end is needed.

    First `stuck` alone and with its content's others is tried, then halves and smaller parts are
    left out as long as it stays impossible (Zeller and Hildebrandt's ddmin, IEEE TSE 28(2), 2002).
    """
    answered = [o for o in history.operations if o.kind is OperationKind.OFFER and not o.is_open]
    stateless = _Tries(replace(history, after=None))
    needed = history.after is not None and not stateless.is_impossible(answered)
    tries = _Tries(history) if needed else stateless
    candidates: list[list[Operation]] = [[]]
    if stuck is not None:
        candidates += [[stuck], [o for o in answered if o.content == stuck.content]]
    few = next((some for some in candidates if tries.is_impossible(some)), answered)
    return _without_needless(few, tries), needed


def _without_needless(shown: Sequence[Operation], tries: "_Tries") -> list[Operation]:
    few = list(shown)
    part = max(1, len(few) // 2)
    while True:
        start = 0
        while start < len(few):
            fewer = few[:start] + few[start + part :]
            if tries.is_impossible(fewer):
                few = fewer
            else:
                start += part
            if tries.are_over:
                return few
        if part == 1:
            return few
        part = max(1, part // 2)


class _Tries:
    def __init__(self, history: BatchHistory) -> None:
        self._history = history
        self._work = 0

    @property
    def are_over(self) -> bool:
        return self._work > WORK_MAX

    def is_impossible(self, shown: Sequence[Operation]) -> bool:
        """With all other answers of offers forgotten, is the history still impossible?"""
        self._work += len(self._history.operations)
        kept = {id(operation) for operation in shown}
        operations = [
            o if id(o) in kept or o.kind is not OperationKind.OFFER else o.forgotten()
            for o in self._history.operations
        ]
        facts = gather(replace(self._history, operations=operations))
        return bool(facts.found) or isinstance(check_changing(facts), Impossible)
