"""What we use of scipy.sparse."""

from typing import overload

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.int64]

class csr_array:  # noqa: N801
    shape: tuple[int, int]
    indices: _Ints
    data: _Floats
    @property
    def T(self) -> csr_array: ...  # noqa: N802
    def __init__(
        self,
        entries: tuple[_Floats, tuple[_Ints, _Ints]] | csr_array | _Floats,
        shape: tuple[int, int] = ...,
    ) -> None: ...
    @overload
    def __matmul__(self, other: _Floats) -> _Floats: ...
    @overload
    def __matmul__(self, other: csr_array) -> csr_array: ...
    def __add__(self, other: dia_array) -> csr_array: ...
    def diagonal(self) -> _Floats: ...
    def power(self, n: int) -> csr_array: ...
    def toarray(self) -> _Floats: ...

class coo_array:  # noqa: N801
    def __init__(
        self,
        entries: tuple[npt.NDArray[np.int8], tuple[_Ints, _Ints]],
        shape: tuple[int, int],
    ) -> None: ...
    def tocsr(self) -> csr_array: ...

class dia_array:  # noqa: N801
    def __matmul__(self, other: csr_array) -> csr_array: ...

def diags_array(diagonals: _Floats) -> dia_array: ...
