"""What comes out when a text is measured: for each measure a number, or the reason for none."""

import msgspec


class Measured(msgspec.Struct, frozen=True, tag=True):
    """The measure's value, a finite number."""

    value: float


class NotMeasured(msgspec.Struct, frozen=True, tag=True):
    """Why the measure has no value for this text, as a teacher reads it."""

    reason: str


Value = Measured | NotMeasured


class LanguageMeasures(msgspec.Struct, frozen=True):
    """A value by the key of each measure, in the order of `MEASURES`."""

    values: dict[str, Value]
