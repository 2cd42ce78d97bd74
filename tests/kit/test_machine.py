"""The machine's faults are told from the work's."""

import errno

import pytest

from huleedu.kit.database import EngineAway
from huleedu.kit.machine import MachineShort, is_short, raise_if_short


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EMFILE, "too many open files"),
        OSError(errno.ENOSPC, "no space left"),
        MemoryError(),
        RuntimeError("can't start new thread"),
    ],
    ids=repr,
)
def test_what_the_machine_lacks_may_be_asked_for_again(error: Exception) -> None:
    assert is_short(error)
    with pytest.raises(MachineShort) as short:
        raise_if_short(error)
    assert isinstance(short.value, EngineAway)
    assert short.value.__cause__ is error


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOENT, "no such file"), RuntimeError("a bug"), ValueError()], ids=repr
)
def test_a_fault_of_the_work_is_none_of_the_machine(error: Exception) -> None:
    assert not is_short(error)
    raise_if_short(error)
