"""What becomes of a message that a service was given."""

from dataclasses import dataclass

from huleedu.kit.service import TryAgain


@dataclass(frozen=True, slots=True)
class Handled:
    """The message had its effect now."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The message had had its effect before."""


@dataclass(frozen=True, slots=True)
class NotYet:
    """What the message needs is not there yet."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The handler raised."""

    error: Exception


class NoLongerOurs(TryAgain):
    """This process was suspended or cut off, and the message may have gone to another."""


Outcome = Handled | Duplicate | NotYet | Failed
