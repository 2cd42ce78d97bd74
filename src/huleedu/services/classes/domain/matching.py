"""Match essays and pupils so that the sum of scores is the highest that there is."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment


def sure_matches(
    scores: Mapping[tuple[int, int], float],
    essays: Sequence[int],
    pupils: Sequence[int],
    margin: float,
) -> dict[int, int]:
    """The matches without which the sum would be lower by `margin`, essay → pupil."""
    table = np.zeros((len(essays), len(pupils)))
    row_of = {essay: at for at, essay in enumerate(essays)}
    column_of = {pupil: at for at, pupil in enumerate(pupils)}
    for (essay, pupil), score in scores.items():
        table[row_of[essay], column_of[pupil]] = score
    rows, columns = linear_sum_assignment(table, maximize=True)
    total = float(table[rows, columns].sum())
    sure: dict[int, int] = {}
    for row, column in zip(map(int, rows), map(int, columns), strict=True):
        pair = essays[row], pupils[column]
        if pair not in scores:
            continue
        table[row, column] = 0.0
        without = float(table[linear_sum_assignment(table, maximize=True)].sum())
        table[row, column] = scores[pair]
        if total - without >= margin:
            sure[pair[0]] = pair[1]
    return sure
