"""The data directory: make it whole or not at all, and look whether it can be used."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from huleedu.engines.postgres.account import Account, become
from huleedu.engines.postgres.programs import Programs, same_environment

SUPERUSER = "huleedu"
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
}
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


class DataRefused(Exception):
    """The data directory cannot be used; the message says why and what to do."""


def check(data: Path, programs: Programs, account: Account) -> None:
    """Look whether PostgreSQL can use this directory; raises `DataRefused`."""
    keep = f"Leave {data} as it is (it holds your data) and set HULEEDU_HOME to another folder"
    owner = data.stat().st_uid
    if owner == 0:
        raise DataRefused(
            f"The data in {data} belong to root, and PostgreSQL does not run as root. Give them to "
            f"another user (chown -R nobody '{data}'), or: {keep[0].lower()}{keep[1:]}."
        )
    if owner != account.uid:
        raise DataRefused(
            f"The data in {data} belong to another user (number {owner}). "
            f"Run HuleEdu as that user, or: {keep[0].lower()}{keep[1:]}."
        )
    try:
        version = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    except OSError as error:
        raise DataRefused(f"The data in {data} is damaged: {error}. {keep}.") from error
    except UnicodeDecodeError as error:
        raise DataRefused(f"The data in {data} is damaged (PG_VERSION). {keep}.") from error
    if not version.isdecimal():
        raise DataRefused(f"The data in {data} is damaged: PG_VERSION says {version!r}. {keep}.")
    if version != str(programs.major):
        newer = int(version) > programs.major
        raise DataRefused(
            f"The data in {data} was made by {'a newer' if newer else 'an older'} PostgreSQL "
            f"({version}); this one is {programs.major}. "
            f"Use the HuleEdu that made it. Or: {keep[0].lower()}{keep[1:]}."
        )
    for name in ("global/pg_control", "base", "pg_wal", "postgresql.conf"):
        if not (data / name).exists():
            raise DataRefused(f"The data in {data} is damaged: {name} is missing. {keep}.")


def make(data: Path, programs: Programs, account: Account, log: Path) -> None:
    """Make the data directory, unless it is there; raises `DataRefused`.

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
        *("--encoding", "UTF8", "--locale", "C.UTF-8", "--data-checksums", "--no-instructions"),
        *(part for name, value in SETTINGS.items() for part in ("--set", f"{name}={value}")),
    ]
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
        raise DataRefused(
            f"A new database could not be made in {data}. Is the disk full, or may this user not "
            f"write there? PostgreSQL said:\n{last_lines(log)}"
        )
    beginning.rename(data)


def last_lines(log: Path, lines: int = 8) -> str:
    """The end of a log."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 4000))
            return "\n".join(file.read().decode("utf-8", "replace").splitlines()[-lines:])
    except OSError:
        return "(there is no log)"
