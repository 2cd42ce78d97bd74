"""Solve the equations of a fit: by Cholesky when they are few, by conjugate gradients when many."""

import numpy as np
from scipy import sparse
from scipy.linalg.lapack import dpotrf, dpotri, dpotrs

from huleedu.services.judging.domain.judgements import Floats

ITERATIONS_MAX = 500


def factor(matrix: Floats) -> Floats:
    """The upper Cholesky factor of a positive definite matrix. Raises LinAlgError for any other."""
    upper, failed = dpotrf(matrix, lower=0, clean=1)
    if failed:
        raise np.linalg.LinAlgError("not positive definite")
    return upper


def solve(upper: Floats, right: Floats) -> Floats:
    """The solution for a factored matrix."""
    found, _ = dpotrs(upper, right, lower=0)
    return found


def log_determinant(upper: Floats) -> float:
    """Of the matrix that was factored."""
    return 2 * float(np.log(upper.diagonal()).sum())


def inverse(upper: Floats) -> Floats:
    """The full inverse of a factored matrix."""
    half, _ = dpotri(upper, lower=0)
    full: Floats = np.ascontiguousarray(half + half.T)  # below the diagonal of a factor is 0
    full.reshape(-1)[:: len(full) + 1] *= 0.5
    return full


def conjugate_gradients(matrix: sparse.csr_array, right: Floats, tolerance: float) -> Floats:
    """Solve for many right sides at once (unknowns × sides), scaled by the diagonal.

    Stops when each residual, in the scale of the diagonal, is below `tolerance` times its start
    (Hestenes and Stiefel 1952). In a graph of comparisons that is well mixed, 10 to 40 rounds do.
    """
    scale = 1 / matrix.diagonal()[:, None]
    found = np.zeros_like(right)
    residual = right.copy()
    scaled = residual * scale
    direction = scaled.copy()
    size: Floats = _columns_times(residual, scaled)
    enough = size * tolerance**2 + 1e-300
    for _ in range(ITERATIONS_MAX):
        if (size <= enough).all():
            break
        moved = matrix @ direction
        length = size / np.maximum(_columns_times(direction, moved), 1e-300)
        found += length * direction
        residual -= length * moved
        np.multiply(residual, scale, out=scaled)
        before, size = size, _columns_times(residual, scaled)
        direction *= size / np.maximum(before, 1e-300)
        direction += scaled
    return found


def _columns_times(one: Floats, other: Floats) -> Floats:
    """The inner product of each two columns."""
    found: Floats = np.einsum("ij,ij->j", one, other)
    return found
