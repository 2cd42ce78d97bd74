"""Tell whether a ranking was made from all that there is to make one from."""

from typing import NamedTuple


class MadeFrom(NamedTuple):
    """What a ranking was made from: it is due anew when any of this has changed.

    `revision` counts changes of rules, scripts and judges. A decision that is taken back counts
    among `undone` for good, so no two states of a batch have the same numbers.
    """

    revision: int
    decided: int
    undone: int

    def covers(self, other: "MadeFrom") -> bool:
        """Was it made at the time of the other, or later? Each word, and each undoing, adds one."""
        words, others = self.decided + 2 * self.undone, other.decided + 2 * other.undone
        return self.revision >= other.revision and words >= others


class Kept(NamedTuple):
    """The ranking that was said last; `number` is 0 if there was none."""

    number: int
    made_from: MadeFrom


NOTHING = MadeFrom(0, 0, 0)
NO_RANKING = Kept(0, NOTHING)
"""Nothing was said yet, which is right as long as nothing is decided."""


def is_due(kept: Kept, now: MadeFrom) -> bool:
    """Is there another ranking to be made?"""
    if kept.number == 0:
        return now.decided > 0
    return kept.made_from != now
