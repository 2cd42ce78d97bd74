"""Choose pairs for several judges who wait at once: for one after the other, in their order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from huleedu.contracts.judging import NoPairLeft, NoPairNow
from huleedu.services.judging.domain.desk import Assignments, Rules, choose
from huleedu.services.judging.domain.past import Pair, past_of
from huleedu.services.judging.domain.worth import Believed, Outlooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A judge who waits for so many pairs; the rest as in `choose`."""

    judge: str
    count: int
    barred: Sequence[int] = ()
    refused: Sequence[tuple[int, int]] = ()
    wanted: Sequence[int] = ()


class Chosen(msgspec.Struct, frozen=True):
    """The pairs for a judge, as one process tells another; or that there is none: left, or now."""

    pairs: tuple[tuple[int, int], ...] = ()
    none: Literal["", "left", "now"] = ""

    def as_told(self) -> tuple[Pair, ...] | NoPairLeft | NoPairNow:
        """The same as others are told it."""
        if self.none:
            return NoPairLeft() if self.none == "left" else NoPairNow()
        return tuple(Pair(*pair) for pair in self.pairs)


def chosen_in_turn(
    believed: Believed,
    assigned: Assignments,
    waiting: Sequence[Waiting],
    seed: int,
    rules: Rules,
) -> list[Chosen]:
    """`choose_in_turn`, for another process."""
    found = choose_in_turn(believed, assigned, waiting, seed, rules)
    return [_told(one) for one in found]


def _told(one: tuple[Pair, ...] | NoPairLeft | NoPairNow) -> Chosen:
    match one:
        case NoPairLeft():
            return Chosen(none="left")
        case NoPairNow():
            return Chosen(none="now")
        case pairs:
            return Chosen(tuple((pair.first, pair.second) for pair in pairs))


def within_budget(count: int, rules: Rules, assigned: Assignments) -> int:
    """How many of so many pairs may still be handed out: what is out will be a judgement, too."""
    return count if rules.judgements is None else min(count, rules.judgements - len(assigned.judge))


def choose_in_turn(
    believed: Believed,
    assigned: Assignments,
    waiting: Sequence[Waiting],
    seed: int,
    rules: Rules,
) -> list[tuple[Pair, ...] | NoPairLeft | NoPairNow]:
    """What each of them gets: what those before them get is out, as if each had come alone.

    Args:
        seed: the batch's own number.
    """
    outlooks = Outlooks(believed)
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
            outlooks,
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
