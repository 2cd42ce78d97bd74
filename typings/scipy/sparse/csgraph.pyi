"""What we use of scipy.sparse.csgraph."""

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

def connected_components(
    csgraph: csr_array, directed: bool = ...
) -> tuple[int, npt.NDArray[np.int32]]: ...
