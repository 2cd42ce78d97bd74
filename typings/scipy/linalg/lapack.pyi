"""What we use of scipy.linalg.lapack."""

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]

def dpotrf(a: _Floats, lower: int = ..., clean: int = ...) -> tuple[_Floats, int]: ...
def dpotri(c: _Floats, lower: int = ...) -> tuple[_Floats, int]: ...
def dpotrs(c: _Floats, b: _Floats, lower: int = ...) -> tuple[_Floats, int]: ...
