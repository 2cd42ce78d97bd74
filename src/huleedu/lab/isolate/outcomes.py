"""Compare how tests ended when they ran alone, and after others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["passed", "failed", "error", "skipped", "xfailed", "xpassed", "died"]
"""How a test ended; `error` is outside of its body, `died` took its process with it."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of many tests in one process: how it is called, its order, how each ended."""

    name: str
    order: tuple[str, ...]
    outcomes: Mapping[str, Outcome]

    def before(self, test: str) -> tuple[str, ...]:
        """The tests that ran before this one."""
        return self.order[: self.order.index(test)]


@dataclass(frozen=True, slots=True)
class Suspect:
    """A test that ended otherwise in a run than alone."""

    test: str
    alone: Outcome
    after: Outcome
    run: Ran


@dataclass(frozen=True, slots=True)
class Dependent:
    """It ends otherwise when these run before it, every time; `culprits` in their order."""

    suspect: Suspect
    culprits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unsteady:
    """It ended otherwise once and could not be made to do so again: chance, or the machine."""

    suspect: Suspect


def suspects(alone: Mapping[str, Outcome], runs: Sequence[Ran]) -> list[Suspect]:
    """The tests whose outcome in some run differs from that alone; the first such run of each.

    A test that a run did not come to (it ended before) has died in it.
    """
    found: dict[str, Suspect] = {}
    for run in runs:
        for test in run.order:
            after = run.outcomes.get(test, "died")
            if test in alone and after != alone[test] and test not in found:
                found[test] = Suspect(test, alone[test], after, run)
    return list(found.values())
