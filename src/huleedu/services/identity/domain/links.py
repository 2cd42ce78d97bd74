"""How long a link works, and what is said of one that does not."""

from datetime import datetime, timedelta
from typing import Literal

from huleedu.services.identity.domain.outcomes import LinkEnded, LinkUsed, LinkWrong, NoSuchLink

Link = Literal["start", "invitation", "reset", "second-factor"]

LASTS: dict[Link, timedelta] = {
    "start": timedelta(hours=24),
    "invitation": timedelta(days=7),
    "reset": timedelta(hours=1),
    "second-factor": timedelta(minutes=10),
}
FORGOTTEN = timedelta(days=30)
"""So long after its end a link can still be told from one that never was."""
TICKETS_FORGOTTEN = timedelta(days=1)
"""The same of what was to be used within minutes."""


def wrong_with(times: tuple[datetime, datetime | None] | None, now: datetime) -> LinkWrong | None:
    """Why a link does not work; None: it works.

    Args:
        times: when it ends and when it was used; None: there is no such link.
    """
    if times is None:
        return NoSuchLink()
    ends_at, used_at = times
    if used_at:
        return LinkUsed()
    return LinkEnded() if now >= ends_at else None
