"""Lists in parts: each tells behind what the next begins, whatever is added or goes meanwhile."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import msgspec

from huleedu.gateway.api import problems
from huleedu.gateway.api.problems import HttpRefusal
from huleedu.gateway.api.schemas import Listing

Item = TypeVar("Item")
Key = list[str]
"""By what a list is in order; no two of its items have the same."""

_KEY = msgspec.json.Decoder(Key)


def part(
    items: Iterable[Item],
    key: Callable[[Item], Key],
    listing: Listing,
    *,
    newest_first: bool = False,
) -> tuple[Sequence[Item], str | None] | HttpRefusal:
    """Some of a list, in the order of its keys, and what to ask for next."""
    last = behind(listing)
    if isinstance(last, HttpRefusal):
        return last
    ordered = sorted(((key(item), item) for item in items), key=lambda one: one[0])
    if newest_first:
        ordered.reverse()
    if last:
        ordered = [one for one in ordered if (one[0] < last if newest_first else one[0] > last)]
    some = ordered[: listing.limit]
    more = len(ordered) > len(some)
    return [item for _, item in some], written(some[-1][0]) if more else None


def behind(listing: Listing) -> Key | HttpRefusal | None:
    """The last item that was told before; None: nothing was."""
    if not listing.after:
        return None
    try:
        return _KEY.decode(urlsafe_b64decode(listing.after.encode()))
    except (NoBase64, UnicodeEncodeError, msgspec.DecodeError):
        return problems.wrong_cursor()


def written(key: Key) -> str:
    """What to ask for behind this item."""
    return urlsafe_b64encode(msgspec.json.encode(key)).decode()
