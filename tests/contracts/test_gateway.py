"""What people ask for, as it travels."""

import msgspec
import pytest
from tests.contracts.wire import OTHER, read

from huleedu.contracts.gateway import RegisterBatch


def test_a_batch_has_slots_and_sensible_rules_without_any_being_named() -> None:
    asked = read("gateway.register_batch.v1", title="9b", slots=30)
    assert isinstance(asked, RegisterBatch)
    assert (asked.language, asked.pupils, asked.deadline_s) == ("auto", (), 24 * 3600)


@pytest.mark.parametrize(
    "wrong", [{"slots": 0}, {"slots": 3, "language": "de"}, {"slots": 3, "deadline_s": -1}]
)
def test_what_cannot_be_is_not_taken(wrong: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        read("gateway.register_batch.v1", title="9b", **wrong)


def test_slots_that_were_asked_for_by_an_older_program_are_understood() -> None:
    old = read("gateway.add_slots.v1", wish=OTHER, count=3)
    new = read("gateway.add_slots.v2", request=OTHER, count=3)
    assert old.order_key == new.order_key
