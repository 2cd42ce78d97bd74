"""A worker answers what it is asked over its pipes, and ends when nobody asks any more."""

import os
import pickle
import subprocess
import sys

import msgspec

from huleedu.kit.worker_process import OUT_OF_MEMORY

MEMORY = 512 << 20


def talked(*questions: tuple[str, tuple[object, ...]], warm: str = "") -> tuple[int, list[object]]:
    """Ask a worker all of this; returns how it ended, and its answers after the empty one."""
    said = b"".join(
        len(body := pickle.dumps((name, args, 60.0))).to_bytes(8) + body for name, args in questions
    )
    program = [sys.executable, "-m", "huleedu.kit.worker_process", str(os.getpid()), str(MEMORY)]
    done = subprocess.run(
        [*program, *([warm] if warm else [])], input=said, capture_output=True, check=False
    )
    answers, at = list[bytes](), 0
    while at < len(done.stdout):
        size = int.from_bytes(done.stdout[at : at + 8])
        answers.append(done.stdout[at + 8 : at + 8 + size])
        at += 8 + size
    assert answers[0] == b"", "it says first that it is ready"
    return done.returncode, [msgspec.msgpack.decode(answer) for answer in answers[1:]]


def test_questions_are_answered_one_after_the_other() -> None:
    code, answers = talked(("builtins:len", ("Åsa",)), ("string:capwords", ("the sea",)))
    assert (code, answers) == (0, [3, "The Sea"])


def test_a_stray_print_is_no_answer() -> None:
    assert talked(("builtins:print", ("hello",)), ("builtins:len", ("ab",))) == (0, [None, 2])


def test_who_needs_too_much_memory_ends_with_a_code_of_its_own() -> None:
    code, answers = talked(("builtins:bytes", (2 * MEMORY,)), warm="gc:collect")
    assert (code, answers) == (OUT_OF_MEMORY, [])
