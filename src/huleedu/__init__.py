"""HuleEdu turns a stack of essays into a fair, explained result."""

import os

__version__ = "0.1.0"

# Our matrices are small, and other processes want the cores: threads of a linear algebra library
# that wait for one another made learning a class of 30 take 1,473 ms of CPU time instead of 61.
for _library in ("OPENBLAS", "MKL", "OMP"):
    os.environ.setdefault(f"{_library}_NUM_THREADS", "1")
