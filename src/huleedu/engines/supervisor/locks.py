"""Locks that end with their holders, and a way to tell a process from a later one."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def locked(path: Path, how: int) -> Generator[bool]:
    """Hold a lock; yields whether it was got (with LOCK_NB it may not be)."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield got(file, how)
    finally:
        os.close(file)


def got(file: int, how: int) -> bool:
    """Take the lock of an open file; False: somebody else has it."""
    with suppress(BlockingIOError):
        fcntl.flock(file, how)
        return True
    return False


def is_free(path: Path, how: int = fcntl.LOCK_SH) -> bool:
    """Could the lock be had so at once?"""
    if not path.exists():
        return True
    with locked(path, how | fcntl.LOCK_NB) as free:
        return free


def began(pid: int) -> int:
    """When a living process began, in clock ticks since boot; 0 for none (or a zombie)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    after_name = fields.rpartition(")")[2].split()
    return 0 if after_name[0] in "ZX" else int(after_name[19])
