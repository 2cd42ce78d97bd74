"""Tell the machine's faults from the work's: what it lacks now, it may have in a moment."""

import errno

from huleedu.kit.database import EngineAway

LACKS = frozenset(
    (
        errno.EAGAIN,  # no more processes
        errno.ENOMEM,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOSPC,
        errno.EDQUOT,
        errno.ENOBUFS,
    )
)
NO_THREAD = "can't start new thread"


class MachineShort(EngineAway):
    """The machine lacks a process, memory, an open file or room just now, for no work's fault.

    What was asked may be asked again, as of an engine that is away.
    """


def is_short(error: Exception) -> bool:
    """Is this the machine's fault?"""
    if isinstance(error, MemoryError):  # carries no number, unlike ENOMEM
        return True
    if isinstance(error, OSError):
        return error.errno in LACKS
    return isinstance(error, RuntimeError) and NO_THREAD in str(error)


def _what(error: Exception) -> str:
    return "memory" if isinstance(error, MemoryError) else f"something: {error}"


def raise_if_short(error: Exception) -> None:
    """Raises `MachineShort` if the error is the machine's fault."""
    if is_short(error):
        raise MachineShort(f"The machine is short of {_what(error)}") from error
