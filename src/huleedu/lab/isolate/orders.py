"""Orders in which a suite can be run."""

import random
from collections.abc import Sequence
from itertools import groupby


def shuffled(tests: Sequence[str], seed: int) -> list[str]:
    """The same tests in another order: files change places, and tests within their file.

    A file's tests stay together, so that what is made once for a file is made once.

    Args:
        tests: pytest's ids, such as `tests/test_a.py::test_one`, in the suite's own order.
    """
    dice = random.Random(seed)
    files = [list(group) for _, group in groupby(tests, key=file_of)]
    dice.shuffle(files)
    for file in files:
        dice.shuffle(file)
    return [test for file in files for test in file]


def file_of(test: str) -> str:
    """The file that a test's id names."""
    return test.partition("::")[0]
