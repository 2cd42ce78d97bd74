"""Do the parts of a live system agree about who has which slot? And what mends it if not.

`Facts` is what each part says about one batch, `disagreements` compares them; `reading.py` reads
them from the running system, `auditing.py` looks until they hold still, `mending.py` mends.
"""

from huleedu.harness.audit.compare import disagreements
from huleedu.harness.audit.facts import (
    Assignment,
    Board,
    Essay,
    Facts,
    Fate,
    Said,
    Shown,
    ShownFile,
    Way,
)
from huleedu.harness.audit.kinds import Disagreement, Kind
from huleedu.harness.audit.plan import Mendable, OnlyTold, plan

__all__ = [
    "Assignment",
    "Board",
    "Disagreement",
    "Essay",
    "Facts",
    "Fate",
    "Kind",
    "Mendable",
    "OnlyTold",
    "Said",
    "Shown",
    "ShownFile",
    "Way",
    "disagreements",
    "plan",
]
