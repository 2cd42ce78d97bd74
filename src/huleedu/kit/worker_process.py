"""A worker: does one piece of work after another, with bounded memory, until its parent is gone.

Started as `python -m huleedu.kit.worker_process PARENT_PID MEMORY_BYTES [MODULE:FUNCTION]`. Each
message is its length (8 bytes, big-endian) and so many bytes. Questions come pickled on the
standard input; answers, which hostile input may have shaped, go out as MessagePack. The first
answer is empty and says that the worker is ready.
"""

import ctypes
import faulthandler
import os
import pickle
import signal
import sys
from math import ceil
from typing import BinaryIO

from huleedu.kit.work import answered, named

try:
    import resource
except ModuleNotFoundError:  # Windows doesn't have it
    resource = None

OUT_OF_MEMORY = 86
"""The exit code of a worker that asked for more memory than it may have."""
PROGRAM_BYTES = 48 << 20
"""Of a worker's memory: the program and its libraries, which the system doesn't count as data."""
FILE_BYTES_MAX = 1 << 20  # enough for a compiled module, too little to fill a disk
OPEN_FILES_MAX = 64
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux's prctl


def main(parent: int, memory_bytes: int, warm: str | None) -> None:
    """Answer questions until there are no more."""
    _end_with(parent)
    faulthandler.enable()  # so that one who dies in a library says where
    questions, answers = _own_pipes()
    _bound(memory_bytes)
    try:
        if warm:
            named(warm)()
        _send(answers, b"")
        while head := questions.read(8):
            question = questions.read(int.from_bytes(head))
            function, args, time_s = pickle.loads(question)  # noqa: S301 - the parent is trusted
            del question
            _bound_time(time_s)
            _send(answers, answered(function, args))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # nothing that needs memory on the way out


def _send(answers: BinaryIO, answer: bytes) -> None:
    answers.write(len(answer).to_bytes(8))
    answers.write(answer)
    answers.flush()


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take the standard pipes away from everyone else: a stray print must not become an answer."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return questions, answers


def _end_with(parent: int) -> None:
    """End when the parent does, even in the middle of a task and after kill -9.

    Elsewhere than on Linux a worker notices it after its task, by the end of its input.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before we asked to be told
            os._exit(0)


def _bound(memory_bytes: int) -> None:
    if resource:
        for kind, most in (
            (resource.RLIMIT_DATA, max(0, memory_bytes - PROGRAM_BYTES)),
            (resource.RLIMIT_FSIZE, FILE_BYTES_MAX),
            (resource.RLIMIT_NOFILE, OPEN_FILES_MAX),
            (resource.RLIMIT_CORE, 0),
        ):
            _, hard = resource.getrlimit(kind)
            allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (allowed, allowed))


def _bound_time(time_s: float) -> None:
    """Bound the processor time too, in case nobody is left to watch the clock."""
    if resource:
        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        most = ceil(used.ru_utime + used.ru_stime + time_s) + 1
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)
