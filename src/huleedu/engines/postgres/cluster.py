"""The data directory: make it whole or not at all, and look whether it can be used."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from huleedu.engines.postgres.account import Account, become
from huleedu.engines.postgres.programs import Programs, same_environment
from huleedu.engines.supervisor.causes import cause
from huleedu.engines.supervisor.engine import CannotStart
from huleedu.engines.supervisor.files import last_lines, log_size

SUPERUSER = "huleedu"
SERVICES = "huleedu_services"
"""Who may do nothing but become the owner of a schema."""
WEB = "huleedu_web"
"""Who may do nothing but see a schema as one of its viewers."""
DATABASE = "postgres"
BEGINNING = "beginning-"
CONNECTIONS_MAX = 200

# durable, small, and reached through its socket alone
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": str(CONNECTIONS_MAX),
    "shared_buffers": "64MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_level": "replica",
    "max_wal_size": "256MB",
    "jit": "off",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    "cluster_name": "huleedu",
    # not in /dev/shm, which is tiny in many containers; and so much in ordinary memory that the
    # files of the first are hardly ever needed
    "dynamic_shared_memory_type": "mmap",
    "min_dynamic_shared_memory": "16MB",
}
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
ALWAYS = ("dynamic_shared_memory_type", "min_dynamic_shared_memory", *DURABLE)
"""Said at every start too: data made before know nothing of the first; the others stay on,
whatever somebody has written into their configuration."""
BUILTIN_LOCALES_FROM = 17


def check(data: Path, programs: Programs, account: Account) -> None:
    """Look whether PostgreSQL can use this directory; raises `CannotStart`."""
    keep = f"Leave {data} as it is (it holds your data) and set HULEEDU_HOME to another folder"
    owner = data.stat().st_uid
    if owner == 0:
        raise CannotStart(
            f"The data in {data} belong to root, and PostgreSQL does not run as root. Give them to "
            f"another user (chown -R nobody '{data}'), or: {keep[0].lower()}{keep[1:]}."
        )
    if owner != account.uid:
        raise CannotStart(
            f"The data in {data} belong to another user (number {owner}). "
            f"Run HuleEdu as that user, or: {keep[0].lower()}{keep[1:]}."
        )
    try:
        version = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    except OSError as error:
        raise CannotStart(f"The data in {data} is damaged: {error}. {keep}.") from error
    except UnicodeDecodeError as error:
        raise CannotStart(f"The data in {data} is damaged (PG_VERSION). {keep}.") from error
    if not version.isdecimal():
        raise CannotStart(f"The data in {data} is damaged: PG_VERSION says {version!r}. {keep}.")
    if version != str(programs.major):
        newer = int(version) > programs.major
        raise CannotStart(
            f"The data in {data} was made by {'a newer' if newer else 'an older'} PostgreSQL "
            f"({version}); this one is {programs.major}. "
            f"Use the HuleEdu that made it. Or: {keep[0].lower()}{keep[1:]}."
        )
    for name in ("global/pg_control", "base", "pg_wal", "postgresql.conf"):
        if not (data / name).exists():
            raise CannotStart(f"The data in {data} is damaged: {name} is missing. {keep}.")


def make(data: Path, programs: Programs, account: Account, log: Path) -> None:
    """Make the data directory, unless it is there; raises `CannotStart`.

    It is made beside its place and moved there when it is whole, so that a start that was cut off
    leaves nothing that looks like data.
    """
    if data.exists():
        return
    for left in data.parent.glob(f"{BEGINNING}*"):
        # of a start that was cut off; it was never used, and may still be being written to
        shutil.rmtree(left, ignore_errors=True)
    beginning = Path(tempfile.mkdtemp(prefix=BEGINNING, dir=data.parent))
    os.chown(beginning, account.uid, account.gid)
    arguments = [
        *(programs.initdb, "--pgdata", beginning, "--username", SUPERUSER, "--auth", "trust"),
        *("--encoding", "UTF8", "--data-checksums", "--no-instructions", *_locale(programs)),
        *(part for name, value in SETTINGS.items() for part in ("--set", f"{name}={value}")),
    ]
    said_before = log_size(log)
    with log.open("ab") as out:
        made = subprocess.run(  # noqa: S603
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd="/",
            env=same_environment(),
            preexec_fn=become(account, end_with_parent=signal.SIGKILL),
            check=False,
        )
    if made.returncode:
        said = last_lines(log, since=said_before)
        raise CannotStart(
            f"A new database could not be made in {data}. {cause(said, data.parent)}"
            f"PostgreSQL said:\n{said}"
        )
    beginning.rename(data)


def _locale(programs: Programs) -> list[str]:
    """Letters are letters in every language, whatever locales this system has or is set to."""
    if programs.major < BUILTIN_LOCALES_FROM:
        return ["--locale", "C.UTF-8"]
    return ["--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]


def always() -> list[str]:
    """Arguments for every start of a server."""
    return [part for name in ALWAYS for part in ("-c", f"{name}={SETTINGS[name]}")]
