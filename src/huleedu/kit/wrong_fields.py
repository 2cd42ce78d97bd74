"""Read from msgspec's errors which field is wrong, and what was expected of it."""

import re
from dataclasses import dataclass

import msgspec

_MISSING = re.compile(r"Object missing required field `([^`]+)`")
_NAME = re.compile(r"\w*")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, and with which field of the outermost object; "" is the object itself.

    `what` is msgspec's sentence without the place: it may repeat nothing of a value but its kind.
    """

    field: str
    what: str


def wrong_field(error: msgspec.ValidationError) -> Wrong:
    """The field and the reason; a field that lacks is named like one that is wrong."""
    # The last one counts: the name of a field may look like a place.
    what, _, path = str(error).rpartition(" - at `$")
    if not what:
        what, path = path, ""
    if path.startswith("."):
        found = _NAME.match(path, 1)
        return Wrong(found[0] if found else "", what)
    missing = _MISSING.match(what)
    return Wrong(missing[1] if missing and not path else "", what)
