"""Which linguistic measures say beforehand where an essay may stand, if the class bears it out."""

from collections.abc import Sequence

import numpy as np

from huleedu.services.judging.domain.baseline import LOOKED_AT
from huleedu.services.judging.domain.desk import Script
from huleedu.services.judging.domain.judgements import Measures

MEASURES = tuple(LOOKED_AT)
"""Length, length of words, variety of words, misspellings: what readers are known to weigh."""


def measures_of(scripts: Sequence[Script]) -> Measures:
    """What is measured of the scripts of a batch, in their order."""
    columns = [
        np.asarray(turned(np.array([script.measures.get(key, np.nan) for script in scripts])))
        for key, turned in LOOKED_AT.items()
    ]
    return Measures(MEASURES, np.column_stack(columns).astype(np.float64), oriented=True)
