"""Do the parts of a live system agree about who has which slot? And what mends it if not.

`Facts` is what each part says about one batch, `disagreements` compares them. Reading the facts and
carrying out the mends is the program's work (`app/lab/audit/`).
"""

from huleedu.lab.audit.compare import disagreements
from huleedu.lab.audit.facts import (
    Board,
    Essay,
    Facts,
    Fate,
    Said,
    Seat,
    Shown,
    Way,
)
from huleedu.lab.audit.kinds import Disagreement, Kind

__all__ = [
    "Board",
    "Disagreement",
    "Essay",
    "Facts",
    "Fate",
    "Kind",
    "Said",
    "Seat",
    "Shown",
    "Way",
    "disagreements",
]
