"""Choose pairs for several judges who wait at once: for one after the other, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huleedu.contracts.judging import NoPairLeft, NoPairNow
from huleedu.services.judging.domain.desk import Assignments, Rules, choose
from huleedu.services.judging.domain.past import Pair, past_of

if TYPE_CHECKING:  # it loads scipy
    from huleedu.services.judging.domain.inference.posterior import Posterior


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A judge who waits for so many pairs; the rest as in `choose`."""

    judge: str
    count: int
    barred: Sequence[int] = ()
    refused: Sequence[tuple[int, int]] = ()
    wanted: Sequence[int] = ()


def within_budget(count: int, rules: Rules, assigned: Assignments) -> int:
    """How many of so many pairs may still be handed out: what is out will be a judgement, too."""
    return count if rules.judgements is None else min(count, rules.judgements - len(assigned.judge))


def choose_in_turn(
    believed: "Posterior",
    assigned: Assignments,
    waiting: Sequence[Waiting],
    seed: int,
    rules: Rules,
) -> list[tuple[Pair, ...] | NoPairLeft | NoPairNow]:
    """What each of them gets: what those before them get is out, as if each had come alone.

    Args:
        seed: the batch's own number.
    """
    past = past_of(believed.scripts, assigned.first, assigned.second)
    found: list[tuple[Pair, ...] | NoPairLeft | NoPairNow] = []
    for one in waiting:
        count, made = one.count, len(assigned.judge)
        if not one.wanted:
            count = within_budget(count, rules, assigned)
        if count <= 0:
            found.append(NoPairNow())
            continue
        pairs = choose(
            believed,
            assigned,
            one.judge,
            count,
            (seed, made),
            rules,
            barred=one.barred,
            refused=one.refused,
            wanted=one.wanted,
            past=past,
        )
        found.append(pairs)
        if not isinstance(pairs, NoPairLeft):
            assigned = assigned.and_out(one.judge, pairs)
            for pair in pairs:
                past = past.and_one(pair)
    return found
