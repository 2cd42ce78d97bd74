"""What a server said is told in the user's words: the disk, the memory, whose folder it is."""

from pathlib import Path

import pytest

from huleedu.engines.supervisor.causes import cause

RESIZED = 'could not resize shared memory segment "{}" to 49776 bytes: No space left on device'


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("PANIC: could not write to file pg_wal/xlogtemp: No space left on device", "disk is full"),
        (RESIZED.format("pg_dynshmem/mmap.32"), "disk is full"),
        (RESIZED.format("/PostgreSQL.32"), "/dev/shm"),
        ("could not open file: Permission denied", "see whose"),
        ("fork: Resource temporarily unavailable", "ulimit -u"),
        ("it did something nobody has seen before", ""),
    ],
)
def test_a_sign_is_understood(tmp_path: Path, said: str, means: str) -> None:
    told = cause(said, tmp_path)
    assert means in told
    assert bool(told) == bool(means)
