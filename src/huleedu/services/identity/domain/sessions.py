"""How long a session lasts, and how long it counts as fresh."""

from dataclasses import dataclass
from datetime import datetime, timedelta

IDLE = timedelta(hours=8)
MOST = timedelta(days=14)
FRESH = timedelta(minutes=10)
DEVICE_KNOWN = timedelta(days=365)
"""So long a browser is known in which somebody has signed in."""
NOTE_USE_EVERY = timedelta(minutes=1)
"""A page asks for a dozen things: that it is in use is not written for each of them."""


@dataclass(frozen=True, slots=True)
class Times:
    """When a session began, was last used, and last showed who its person is."""

    made_at: datetime
    used_at: datetime
    fresh_at: datetime


def has_ended(times: Times, now: datetime) -> bool:
    """Whether it was idle too long, or has lasted too long."""
    return now >= times.used_at + IDLE or now >= times.made_at + MOST


def is_to_note(times: Times, now: datetime) -> bool:
    """Whether its use is to be written down."""
    return now >= times.used_at + NOTE_USE_EVERY


def fresh_until(times: Times) -> datetime:
    """Until when it may change how its person signs in."""
    return times.fresh_at + FRESH
