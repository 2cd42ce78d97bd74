"""Slow down who guesses: after ten failures each further try has to wait, longer each time.

An owner is not locked out: a browser that they have signed in with before has a count of its own
(OWASP calls it a device cookie), which strangers' failures do not touch.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network
from math import ceil
from typing import Literal

from huleedu.services.identity.domain.outcomes import WaitSeconds

WINDOW = timedelta(minutes=15)
FIRST_WAIT = timedelta(seconds=30)
LIMITS = {"account": 10, "device": 10, "address": 100}
"""Failures within `WINDOW` before waiting begins; a whole school may share one address."""

Counted = Literal["account", "device", "address"]


@dataclass(frozen=True, slots=True)
class Failures:
    """How often something failed since the last success, and when last."""

    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class CountKey:
    """What failures are counted of: one account, one known browser, or one part of the net."""

    kind: Counted
    hash: str

    @property
    def text(self) -> str:
        """As it stands in the table."""
        return f"{self.kind}:{self.hash}"


def count_key(kind: Counted, what: str) -> CountKey:
    """The key of a count; of what is counted only a hash is kept."""
    return CountKey(kind, sha256(what.encode("utf-8", "surrogatepass")).hexdigest())


def prefix_of(address: str) -> str:
    """The part of the net that one guesser has at hand: an IPv4 address, or an IPv6 /64."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network(f"{found}/64", strict=False).network_address)


def keys_of(account: str, address: str, device: str | None) -> tuple[CountKey, ...]:
    """Whose failures count for a try: a known browser's own alone, else account's and address's."""
    if device:
        return (count_key("device", device),)
    return count_key("account", account), count_key("address", prefix_of(address))


def admit(kind: Counted, before: Failures | None, now: datetime) -> Failures | WaitSeconds:
    """Count a try as failed until it succeeds; or how long it has to wait, uncounted.

    It is counted before anybody looks whether it is right, so that many at once gain nothing.
    """
    if before is None or now >= before.last_at + WINDOW:
        return Failures(1, now)
    beyond = before.count - LIMITS[kind]
    if beyond >= 0:
        wait = min(FIRST_WAIT * 2 ** min(beyond, 10), WINDOW)
        left = (before.last_at + wait - now).total_seconds()
        if left > 0:
            return WaitSeconds(ceil(left))
    return Failures(before.count + 1, now)
