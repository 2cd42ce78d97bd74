"""Decide what may be mended in a batch: nothing, while anything in it is not understood."""

from dataclasses import dataclass

from huleedu.harness.audit.compare import disagreements
from huleedu.harness.audit.facts import BatchFacts
from huleedu.harness.audit.kinds import Disagreement
from huleedu.harness.audit.mends import Value, applied


@dataclass(frozen=True, slots=True)
class Mendable:
    """These may be put right now; what is left then is looked at anew."""

    now: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class OnlyTold:
    """Nothing is touched: `why` are those that only a person can decide (none: it is moving)."""

    why: tuple[Disagreement, ...]


def plan(facts: BatchFacts) -> Mendable | OnlyTold:
    """What may be mended.

    Values are set first, and only if it is known beforehand that nothing is left then but what the
    services' own commands put right: a mend that leaves, or brings, a disagreement that nobody
    understands is none.
    """
    if not facts.quiet:
        return OnlyTold(())
    found = disagreements(facts)
    values = [one.mend for one in found if isinstance(one.mend, Value)]
    why = tuple(one for one in disagreements(applied(facts, values)) if one.mend is None)
    if why:
        return OnlyTold(why)
    first = tuple(one for one in found if isinstance(one.mend, Value))
    return Mendable(first or tuple(found))
