"""Find few answers that show a violation: all others can be forgotten, and it stays impossible."""

from collections.abc import Sequence
from dataclasses import replace

from huleedu.lab.check.changing import Impossible, check_changing
from huleedu.lab.check.claims import gather
from huleedu.lab.history import Kind, Operation
from huleedu.lab.history.operations import BatchHistory

WORK_MAX = 1_000_000
"""Operations looked at, in all tries; then the answers found so far are given."""


def shown_by(history: BatchHistory, stuck: Operation | None) -> list[Operation]:
    """Answered offers that are enough to show that the history is impossible.

    First `stuck` alone and with its content's others is tried, then halves and smaller parts are
    left out as long as it stays impossible (Zeller and Hildebrandt's ddmin, IEEE TSE 28(2), 2002).
    """
    answered = [o for o in history.operations if o.kind is Kind.OFFER and not o.is_open]
    tries = _Tries(history)
    if tries.is_impossible([]):
        return []
    if stuck is not None:
        for few in ([stuck], [o for o in answered if o.content == stuck.content]):
            if tries.is_impossible(few):
                return _without_needless(few, tries)
    return _without_needless(answered, tries)


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
            o if id(o) in kept or o.kind is not Kind.OFFER else o.forgotten()
            for o in self._history.operations
        ]
        facts = gather(replace(self._history, operations=operations))
        return bool(facts.found) or isinstance(check_changing(facts), Impossible)
