"""What we use of scipy.special."""

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]

def expit(x: npt.ArrayLike) -> _Floats: ...
def log_expit(x: npt.ArrayLike) -> _Floats: ...
def xlogy(x: _Floats, y: _Floats) -> _Floats: ...
