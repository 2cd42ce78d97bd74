"""What comes out when a text is measured: for each measure a number, or the reason for none."""

import msgspec

from huleedu.contracts.reason import Reason


class Measured(msgspec.Struct, frozen=True, tag=True):
    """The measure's value, a finite number."""

    value: float


class NotMeasured(msgspec.Struct, frozen=True, tag=True):
    """Why the measure has no value for this text."""

    reason: Reason


Value = Measured | NotMeasured


class LanguageMeasures(msgspec.Struct, frozen=True):
    """A value by the key of each measure, in the order of `MEASURES`."""

    values: dict[str, Value]
