"""Under whose name PostgreSQL runs: it refuses root, so root lends it another existing user.

When a folder on the way to the data or the programs is closed to that user (a home of root's, a
temporary directory), the child keeps the one capability that opens them; nothing is moved, and
no folder of anybody's is opened for others.
"""

import ctypes
import os
import pwd
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PREFERRED = ("postgres", "nobody")
CAP_DAC_OVERRIDE = 1
PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAPABILITY_VERSION_3 = 0x20080522


class NobodyToRunAs(Exception):
    """Root must lend PostgreSQL another user, and there is none."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who the server runs as."""

    uid: int
    gid: int
    needs_keys: bool
    """Some folder is closed to this user, so the capability is kept."""


def choose(data: Path, programs: Path) -> Account:
    """Ourselves; as root, the owner of the data if there is any, else an unprivileged user.

    Raises `NobodyToRunAs`.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), needs_keys=False)
    uid, gid = _lent(data)
    closed = not (_reachable(data, uid, gid) and _reachable(programs, uid, gid))
    return Account(uid, gid, needs_keys=closed)


def _lent(data: Path) -> tuple[int, int]:
    if data.exists() and data.stat().st_uid != 0:
        return data.stat().st_uid, data.stat().st_gid
    for name in PREFERRED:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return user.pw_uid, user.pw_gid
    raise NobodyToRunAs(
        "PostgreSQL does not run as root, and this system has neither a user postgres nor nobody: "
        "run HuleEdu as an ordinary user, or set HULEEDU_DATABASE_URL"
    )


def _reachable(path: Path, uid: int, gid: int) -> bool:
    """May this user pass all folders on the way?"""
    for folder in path.resolve().parents:
        status = folder.stat() if folder.exists() else None
        if status is None:
            continue
        if status.st_uid == uid:
            allowed = status.st_mode & 0o100
        elif status.st_gid == gid:
            allowed = status.st_mode & 0o010
        else:
            allowed = status.st_mode & 0o001
        if not allowed:
            return False
    return True


def become(account: Account, end_with_parent: int | None = None) -> Callable[[], None]:
    """What a child does before it becomes PostgreSQL: change its user, and tie itself to us.

    Args:
        end_with_parent: the signal it gets when its parent has ended (Linux).
    """
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    parent = os.getpid()

    def change() -> None:
        if account.uid != os.geteuid():
            if account.needs_keys and libc:
                libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
            if account.needs_keys and libc:
                _keep_one_key(libc)
        os.umask(0o077)
        if libc and end_with_parent:
            # after setuid, which would clear it
            libc.prctl(PR_SET_PDEATHSIG, end_with_parent, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return change


def _keep_one_key(libc: ctypes.CDLL) -> None:
    """Of root's capabilities keep CAP_DAC_OVERRIDE alone, also across exec."""
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    bit = 1 << CAP_DAC_OVERRIDE
    # effective, permitted, inheritable; the low and then the high 32 capabilities
    data = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    if libc.capset(header, data) or libc.prctl(
        PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0
    ):
        raise OSError(ctypes.get_errno(), "could not keep CAP_DAC_OVERRIDE")
