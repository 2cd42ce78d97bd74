"""Which linguistic measures say beforehand where an essay may stand, if the class bears it out."""

from collections.abc import Sequence

import numpy as np

from huleedu.services.judging.domain.baseline import LOOKED_AT
from huleedu.services.judging.domain.desk import Script
from huleedu.services.judging.domain.judgements import Floats

MEASURES = tuple(LOOKED_AT)
"""Length, length of words, variety of words, misspellings: what readers are known to weigh."""


def features_of(scripts: Sequence[Script]) -> Floats:
    """A row for each script and a column for each of MEASURES; NaN where it has no number."""
    columns = [
        np.asarray(turned(np.array([script.measures.get(key, np.nan) for script in scripts])))
        for key, turned in LOOKED_AT.items()
    ]
    return np.column_stack(columns).astype(np.float64)
