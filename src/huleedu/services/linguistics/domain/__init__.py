"""Measure the language of a text: how long, how varied, how readable, how well joined."""

from huleedu.services.linguistics.domain.measures import MEASURES, Measure, measure
from huleedu.services.linguistics.domain.values import (
    LanguageMeasures,
    Measured,
    NotMeasured,
    Value,
)

__all__ = [
    "MEASURES",
    "LanguageMeasures",
    "Measure",
    "Measured",
    "NotMeasured",
    "Value",
    "measure",
]
