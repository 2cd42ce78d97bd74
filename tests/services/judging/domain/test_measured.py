"""Which measures say beforehand where an essay may stand."""

from uuid import UUID

import numpy as np

from huleedu.services.judging.domain.desk import Script
from huleedu.services.judging.domain.measured import MEASURES, measures_of


def test_each_script_has_a_row_and_what_was_not_measured_is_no_number() -> None:
    full = {"words": 99.0, "word_length": 4.5, "mtld": 60.0, "misspellings_per_100_words": 2.0}
    scripts = [
        Script(essay=UUID(int=number), name="", text="", measures=measures)
        for number, measures in enumerate((full, {"words": 9.0}, {}))
    ]
    found = measures_of(scripts).values
    assert found.shape == (3, len(MEASURES))
    assert np.isfinite(found[0]).all()
    assert found[0][MEASURES.index("misspellings_per_100_words")] == -2.0, "fewer is better"
    assert np.isfinite(found).sum(1).tolist() == [4, 1, 0]
    assert measures_of([]).values.shape == (0, len(MEASURES))
