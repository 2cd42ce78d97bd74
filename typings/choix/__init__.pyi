"""What we use of choix, an oracle for tests."""

import numpy as np
import numpy.typing as npt

def opt_pairwise(
    n_items: int, data: list[tuple[int, int]], alpha: float = ..., tol: float = ...
) -> npt.NDArray[np.float64]: ...
