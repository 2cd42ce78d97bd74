"""A verdict is a code and a line; only one of them reads as a pass."""

import pytest

from huleedu.lab.history import Malformed
from huleedu.lab.verdict import (
    LINES_SHOWN,
    Allowed,
    Unknown,
    Verdict,
    exit_code,
    in_words,
    where,
)


@pytest.mark.parametrize(
    ("verdict", "code", "words"),
    [
        (Allowed(1, 1), 0, "allowed: 1 call in 1 batch"),
        (Allowed(30, 2), 0, "allowed: 30 calls in 2 batches"),
        (Unknown("too many orders"), 2, "unknown, which is no pass: too many orders"),
        (Malformed(3, "no call"), 3, "no history: line 3: no call"),
    ],
)
def test_each_verdict_has_its_code_and_its_words(
    verdict: Verdict | Malformed, code: int, words: str
) -> None:
    assert (exit_code(verdict), in_words(verdict)) == (code, words)


def test_lines_are_named_but_never_all_of_many() -> None:
    assert where((7,)) == "line 7"
    assert where((7, 9)) == "lines 7, 9"
    assert where(()) == "the whole history"
    assert where(tuple(range(LINES_SHOWN + 2))).endswith(" and 2 more")
