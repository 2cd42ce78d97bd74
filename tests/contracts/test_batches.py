"""What the batches service says, as it travels."""

import msgspec
import pytest
from tests.contracts.wire import ESSAY, OTHER, read

from huleedu.contracts.batches import StepFinished


def test_a_steps_end_names_every_essay() -> None:
    failed = [{"essay": OTHER, "reason": "It broke down."}]
    finished = read(
        "batches.step_finished.v1", run=2, step="spelling", succeeded=[ESSAY], failed=failed
    )
    assert isinstance(finished, StepFinished)
    assert [str(essay) for essay in finished.succeeded] == [ESSAY]
    assert [(str(one.essay), one.reason) for one in finished.failed] == [(OTHER, "It broke down.")]


def test_there_is_no_step_of_another_name() -> None:
    with pytest.raises(msgspec.ValidationError):
        read("batches.step_started.v1", run=1, step="grading", essays=1, reused=0)


def test_work_is_ordered_by_its_essay() -> None:
    work = read(
        "batches.measure_language.v1",
        essay=ESSAY,
        run=1,
        text="00",
        language="sv",
        misspellings=3,
    )
    assert work.order_key == ESSAY
