"""What we use of scipy.linalg."""

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]

def solve_triangular(
    a: _Floats, b: _Floats, lower: bool = ..., check_finite: bool = ...
) -> _Floats: ...
