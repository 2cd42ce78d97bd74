"""What we use of scipy.linalg.lapack."""

import numpy as np
import numpy.typing as npt

def dpotri(c: npt.NDArray[np.float64], lower: int = ...) -> tuple[npt.NDArray[np.float64], int]: ...
