"""Do the parts of a live system agree about who has which slot? And what mends it if not.

`BatchFacts` is what each part says about one batch, `disagreements` compares them; `reading.py`
reads them from the running system, `auditing.py` looks until they hold still, `mending.py` mends.
"""

from huleedu.harness.audit.compare import disagreements
from huleedu.harness.audit.facts import (
    Announcement,
    Assignment,
    BatchFacts,
    BoardFacts,
    EssayState,
    Fate,
    PendingMessage,
    Shown,
    ShownFile,
)
from huleedu.harness.audit.kinds import Disagreement, Mismatch
from huleedu.harness.audit.plan import Mendable, OnlyTold, plan

__all__ = [
    "Announcement",
    "Assignment",
    "BatchFacts",
    "BoardFacts",
    "Disagreement",
    "EssayState",
    "Fate",
    "Mendable",
    "Mismatch",
    "OnlyTold",
    "PendingMessage",
    "Shown",
    "ShownFile",
    "disagreements",
    "plan",
]
