"""Under whose name PostgreSQL runs: it refuses root, so root lends it another existing user.

When a folder on the way to the data or the programs is closed to that user (a home of root's, a
temporary directory), the child keeps the one capability that opens them; nothing is moved, and
no folder of anybody's is opened for others. Where the system does not let a child keep it, the
user is told what to do.
"""

import ctypes
import os
import pwd
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from signal import Signals

from huleedu.engines.supervisor.engine import CannotStart, tied_to_parent

PREFERRED = ("postgres", "nobody")
CAP_DAC_OVERRIDE = 1
NEEDED = {"CAP_CHOWN": 0, "CAP_DAC_OVERRIDE": 1, "CAP_KILL": 5, "CAP_SETGID": 6, "CAP_SETUID": 7}
"""What root needs to give data to another user, to reach them and their server, and to end it."""
PR_SET_KEEPCAPS = 8
PR_GET_SECUREBITS = 27
PR_SET_SECUREBITS = 28
SECBIT_NO_SETUID_FIXUP = 1 << 2
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAPABILITY_VERSION_3 = 0x20080522

LACKING = (
    "PostgreSQL does not run as root, and this root lacks what it takes to run it as another user "
    "({lacking}): run HuleEdu as an ordinary user, or set HULEEDU_DATABASE_URL to a PostgreSQL "
    "that runs already."
)
NO_OTHER_USER = (
    "PostgreSQL does not run as root, and this root may become no other user ({why}): run HuleEdu "
    "as an ordinary user, or set HULEEDU_DATABASE_URL to a PostgreSQL that runs already."
)
CLOSED = (
    "PostgreSQL does not run as root. Here it would run as the user {user}, who may not pass "
    "{folders}, and this system does not let that user alone through. {what_to_do}Or run HuleEdu "
    "as an ordinary user, or set HULEEDU_DATABASE_URL to a PostgreSQL that runs already."
)
MOVE_DATA = (
    "Set HULEEDU_HOME to a new folder in one that every user may pass, /var/lib/huleedu for "
    "instance. "
)
MOVE_PROGRAMS = (
    "Install HuleEdu in a folder that every user may pass, below /opt for instance, or set "
    "HULEEDU_POSTGRES_BIN to the programs of a PostgreSQL in such a folder. "
)


class NobodyToRunAs(CannotStart):
    """Root must lend PostgreSQL another user, and there is none who can; the message says why."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who the server runs as."""

    uid: int
    gid: int
    needs_keys: bool
    """Some folder is closed to this user, so the capability is kept."""


@dataclass(frozen=True, slots=True)
class _Closed:
    """The first folder, or file, that is closed to a user on his way to each; "" for none."""

    data: str
    programs: str


def choose(data: Path, programs: Path) -> Account:
    """Ourselves; as root, the owner of the data if there is any, else an unprivileged user.

    Raises `NobodyToRunAs`.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), needs_keys=False)
    if lacking := _lacking():
        raise NobodyToRunAs(LACKING.format(lacking=", ".join(lacking)))
    account = Account(*_lent(data), needs_keys=False)
    if _tried(account, data, programs) == _Closed("", ""):
        return account
    with_keys = replace(account, needs_keys=True)
    closed = _tried(with_keys, data, programs)
    if closed == _Closed("", ""):
        return with_keys
    folders = " and ".join(dict.fromkeys(f for f in (closed.data, closed.programs) if f))
    what_to_do = (MOVE_DATA if closed.data else "") + (MOVE_PROGRAMS if closed.programs else "")
    user = _name_of(account.uid)
    raise NobodyToRunAs(CLOSED.format(user=user, folders=folders, what_to_do=what_to_do))


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


def _lacking() -> list[str]:
    """The rights that were taken from this root, as in many containers."""
    if sys.platform != "linux":
        return []
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    # effective, permitted, inheritable; the low and then the high 32 capabilities
    held = (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None).capget(header, held):
        return []
    return [name for name, bit in NEEDED.items() if not held[0] >> bit & 1]


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"number {uid}"


def _tried(account: Account, data: Path, programs: Path) -> _Closed:
    """Let a child become this user and look; modes alone do not tell (ACLs, security modules).

    Raises `NobodyToRunAs`.
    """
    to_data = _folders_to(data.parent)
    to_programs = [*_folders_to(programs), str(programs / "postgres")]
    change = become(account)

    def look() -> None:
        try:
            change()
        except OSError as error:
            answer = f"!{error.strerror}"
        else:
            answer = f"{_first(to_data, _passed)}\0{_first(to_programs, _accessed)}"
        os.write(1, os.fsencode(answer))
        os._exit(0)

    said = subprocess.run(  # noqa: S603 - the child ends before it would become this program
        [programs / "postgres", "--version"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        preexec_fn=look,
        check=True,
    ).stdout
    answer = os.fsdecode(said)
    if answer.startswith("!"):
        raise NobodyToRunAs(NO_OTHER_USER.format(why=answer[1:]))
    return _Closed(*answer.split("\0"))


def _folders_to(place: Path) -> list[str]:
    """All that have to be passed, from the root on."""
    way = reversed([place.resolve(), *place.resolve().parents])
    return [str(folder) for folder in way if folder.is_dir()]


def _first(steps: list[str], allowed: Callable[[str], bool]) -> str:
    return next((step for step in steps if not allowed(step)), "")


def _passed(folder: str) -> bool:
    """May this process go through it?"""
    try:
        os.stat(f"{folder}/.")  # noqa: PTH116 - a Path would drop the dot
    except OSError:
        return False
    return True


def _accessed(step: str) -> bool:
    """As PostgreSQL's programs look for each other: access(2) goes by the real user's rights."""
    return os.access(step, os.X_OK)


def become(account: Account, end_with_parent: Signals | None = None) -> Callable[[], None]:
    """What a child does before it becomes PostgreSQL: change its user, and tie itself to us.

    Args:
        end_with_parent: the signal it gets when its parent has ended (Linux).
    """
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    tie = tied_to_parent(end_with_parent) if end_with_parent else None

    def change() -> None:
        if account.uid != os.geteuid():
            keys = libc if account.needs_keys else None
            if keys:
                # the first lets access(2), by which PostgreSQL's programs look for each other, see
                # the key too; where that is forbidden, the second is enough to open files
                bits = keys.prctl(PR_GET_SECUREBITS, 0, 0, 0, 0) | SECBIT_NO_SETUID_FIXUP
                keys.prctl(PR_SET_SECUREBITS, bits, 0, 0, 0)
                keys.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
            if keys:
                _keep_one_key(keys)
        os.umask(0o077)
        if tie:
            tie()  # after setuid, which would clear it

    return change


def _keep_one_key(libc: ctypes.CDLL) -> None:
    """Of root's capabilities keep CAP_DAC_OVERRIDE alone, also across exec.

    Where the system refuses, none is kept: whether it was is seen by what the child can reach.
    """
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    bit = 1 << CAP_DAC_OVERRIDE
    # effective, permitted, inheritable; the low and then the high 32 capabilities
    one = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    if libc.capset(header, one) or libc.prctl(
        PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0
    ):
        none = (ctypes.c_uint32 * 6)()
        if libc.capset(header, none):
            raise OSError(ctypes.get_errno(), "root's capabilities could not be given up")
