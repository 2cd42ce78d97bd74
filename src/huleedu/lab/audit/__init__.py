"""Do the parts of a live system agree about who has which slot? And what mends it if not.

`Facts` is what each part says about one batch, `disagreements` compares them. Reading the facts and
carrying out the mends is the program's work (`app/lab/audit.py`).
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
from huleedu.lab.audit.mends import (
    LookAgain,
    Mend,
    MoveToSeat,
    Recount,
    RestoreSeat,
    SayAssigned,
    SayFilled,
    SendAgain,
    SettleAgain,
    ShowEnd,
    ShowFile,
    ShowSlots,
)

__all__ = [
    "Board",
    "Disagreement",
    "Essay",
    "Facts",
    "Fate",
    "Kind",
    "LookAgain",
    "Mend",
    "MoveToSeat",
    "Recount",
    "RestoreSeat",
    "Said",
    "SayAssigned",
    "SayFilled",
    "Seat",
    "SendAgain",
    "SettleAgain",
    "ShowEnd",
    "ShowFile",
    "ShowSlots",
    "Shown",
    "Way",
    "disagreements",
]
