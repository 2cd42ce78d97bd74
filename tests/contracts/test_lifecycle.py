"""What the lifecycle says, as it travels."""

import msgspec
import pytest
from tests.contracts.wire import ESSAY, OTHER, read

from huleedu.contracts.lifecycle import BatchSettled, EssayRefused

SETTLED = {"revision": 2, "cause": "complete", "refused": 1, "left_over": 0}


def test_a_settled_batch_names_its_essays_with_their_slots() -> None:
    essays = [{"essay": ESSAY, "slot": 1, "text": "00"}]
    settled = read("lifecycle.batch_settled.v1", **SETTLED, essays=essays)
    assert isinstance(settled, BatchSettled)
    assert [(str(one.essay), one.slot) for one in settled.essays] == [(ESSAY, 1)]


def test_a_batch_settles_for_one_of_four_causes() -> None:
    with pytest.raises(msgspec.ValidationError):
        read("lifecycle.batch_settled.v1", **{**SETTLED, "cause": "tired"}, essays=[])


def test_a_duplicate_names_the_essay_of_the_same_text() -> None:
    sent = {"essay": ESSAY, "code": "duplicate", "reason": "The same text."}
    refused = read("lifecycle.essay_refused.v1", **sent, same_as=OTHER)
    assert isinstance(refused, EssayRefused)
    assert str(refused.same_as) == OTHER
