"""A judge that only counts: to see the whole way without anybody reading. Not for grading."""

from collections.abc import Sequence

import numpy as np

from huleedu.contracts.reason import Reason
from huleedu.services.judging.domain.desk import Script
from huleedu.services.judging.domain.judgements import Floats

NAME = "baseline"
STEPS = 5
EQUAL, MUCH = 0.15, 1.0
"""Differences, in standard deviations of the class, below and above which it says so."""
NOTE = Reason("ranking.only_counted")
LOOKED_AT = {
    "words": np.log1p,
    "word_length": np.asarray,
    "mtld": np.asarray,
    "misspellings_per_100_words": np.negative,
}
"""Measure → how it is turned, so that more is better."""


def scores(scripts: Sequence[Script]) -> Floats:
    """One number for each script: the mean of its standardised measures; 0 for one without any."""
    columns: list[Floats] = []
    for key, turned in LOOKED_AT.items():
        values = np.array([script.measures.get(key, np.nan) for script in scripts], np.float64)
        found: Floats = np.asarray(turned(values), np.float64)
        there = np.isfinite(found)
        spread = float(found[there].std()) if there.any() else 0.0
        if spread > 0:
            columns.append(np.where(there, (found - found[there].mean()) / spread, 0.0))
    return np.mean(columns, axis=0) if columns else np.zeros(len(scripts))


def answer(better: float) -> int:
    """On five steps, from how much higher the first script's score is."""
    size = 0 if abs(better) < EQUAL else 2 if abs(better) >= MUCH else 1
    return size if better > 0 else -size
