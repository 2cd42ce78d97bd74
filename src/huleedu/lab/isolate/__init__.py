"""Does a test depend on what ran before it? Orders to try, outcomes to compare, culprits."""

from huleedu.lab.isolate.left import Left, Surroundings, left_behind
from huleedu.lab.isolate.orders import shuffled
from huleedu.lab.isolate.outcomes import Dependent, Outcome, Ran, Suspect, Unsteady, suspects
from huleedu.lab.isolate.shrink import shrink

__all__ = [
    "Dependent",
    "Left",
    "Outcome",
    "Ran",
    "Surroundings",
    "Suspect",
    "Unsteady",
    "left_behind",
    "shrink",
    "shuffled",
    "suspects",
]
