"""What comes at each instant of a batch's history, in one order: what is asked, and what is due."""

from bisect import bisect_right
from collections.abc import Iterator
from enum import IntEnum

from huleedu.lab.check.claims import BatchClaims, Claim
from huleedu.lab.history.operations import FOR_EVER
from huleedu.lab.model import Room


class What(IntEnum):
    """What comes at an instant; what is asked stands before what is due."""

    TURN = 0
    NO = 1
    CHANGE = 2
    TURN_DUE = 3
    NO_DUE = 4
    CHANGE_DUE = 5


Moment = tuple[int, What, int]
"""(instant, what, its number)"""


class Batch:
    """A batch as the sweep goes through it; it stays as it is."""

    def __init__(self, facts: BatchClaims) -> None:
        self.room = facts.room
        self.changes = facts.changes
        self.turns = [*facts.claims.values()]
        """Contents on their way to a slot."""
        self.noes = [(no, turn) for turn, claim in enumerate(self.turns) for no in claim.noes]
        """Answers that there is none, each with its content's turn."""
        self.is_known = facts.history.after is not None
        certain = [claim for claim in self.turns if claim.is_certain]
        self.held = sum(claim.held is not None for claim in certain)
        self.nameless = sum(claim.slot is None and claim.held is None for claim in certain)
        named = (claim.slot for claim in certain)
        self.claimed = frozenset(slot for slot in named if slot is not None)
        self.claimed_numbers = sorted(slot for slot in self.claimed if isinstance(slot, int))
        self.moments = sorted(self._moments())
        spares = any(self.may_be_given(claim) for claim in self.turns)
        self.is_exact = not (self.nameless and spares)
        """Else those who were given a slot without a name, and those of whom nothing was heard,
        compete for the same slots; the sweep favours the first, so its failure says nothing."""

    def may_be_given(self, claim: Claim) -> bool:
        """Nobody heard what became of it."""
        return not claim.is_certain and not self.is_known and claim.opened is not None

    def _moments(self) -> Iterator[Moment]:
        for number, claim in enumerate(self.turns):
            if claim.held is None and (claim.is_certain or self.may_be_given(claim)):
                yield claim.since, What.TURN, number
            if claim.held is None and claim.is_certain:
                yield self.due(claim), What.TURN_DUE, number
        for number, (no, _) in enumerate(self.noes):
            yield no.called, What.NO, number
            yield no.until, What.NO_DUE, number
        for number, operation in enumerate(self.changes):
            yield operation.called, What.CHANGE, number
            if operation.until < FOR_EVER:
                yield operation.until, What.CHANGE_DUE, number

    @staticmethod
    def due(claim: Claim) -> int:
        """When it must have its slot."""
        told = claim.until
        return told.until if told else FOR_EVER

    def claimed_in(self, room: Room) -> int:
        """How many of its slots somebody names."""
        if isinstance(room.names, range):
            return bisect_right(self.claimed_numbers, len(room.names))
        return len(self.claimed.intersection(room.names or ()))
