"""Say in the user's words what kept an engine from working, by what it said itself."""

import errno
import os
from pathlib import Path

FULL = "The disk is full: make room where {folder} stands."
SIGNS = (
    # a sign in what was said; then what it means. The first that is found is meant.
    (
        "shared memory segment",
        "This system gives PostgreSQL no shared memory (is /dev/shm too small, or closed?).",
    ),
    (os.strerror(errno.ENOSPC), FULL),
    (os.strerror(errno.EDQUOT), "Your share of the disk is used up: make room for {folder}."),
    (os.strerror(errno.EROFS), "The disk is read-only: {folder} cannot be written to."),
    (os.strerror(errno.EIO), "The disk cannot be read or written: it may be failing."),
    (os.strerror(errno.EACCES), "It may not go where it must: see whose {folder} is."),
    (os.strerror(errno.EPERM), "It may not do what it must: see whose {folder} is."),
    (os.strerror(errno.EMFILE), "Too many files are open: the limit (ulimit -n) is too low."),
    (os.strerror(errno.ENFILE), "Too many files are open on this machine."),
    (os.strerror(errno.ENOMEM), "There is not enough memory."),
    (
        os.strerror(errno.EAGAIN),
        "No more processes can be started: their limit is reached (ulimit -u).",
    ),
)
ON_DISK = '"pg_dynshmem'
"""Where the embedded PostgreSQL keeps what it shares: no /dev/shm is meant."""
ROOM_BYTES_MIN = 1 << 20


def cause(said: str, folder: Path) -> str:
    """A sentence that ends in a space, or "" when what was said has no sign that we know.

    Args:
        folder: where the data are to be; a full disk keeps a server from saying anything.
    """
    said = said.replace(f"shared memory segment {ON_DISK}", ON_DISK)
    for sign, meaning in SIGNS:
        if sign in said or (meaning is FULL and _is_full(folder)):
            return meaning.format(folder=folder) + " "
    return ""


def _is_full(folder: Path) -> bool:
    try:
        disk = os.statvfs(folder)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < ROOM_BYTES_MIN
