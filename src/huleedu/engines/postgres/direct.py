"""A PostgreSQL for experiments: set as every one of ours, but with no keeper."""

import os
import signal
from collections.abc import Mapping
from pathlib import Path

from huleedu.engines.kept import CannotStart
from huleedu.engines.kept.direct import Direct
from huleedu.engines.postgres import cluster, programs
from huleedu.engines.postgres.account import NobodyToRunAs, become, choose
from huleedu.engines.postgres.cluster import DATABASE, SUPERUSER, DataRefused
from huleedu.engines.postgres.database import Address
from huleedu.engines.postgres.place import PORT, State, answers
from huleedu.engines.postgres.programs import NoPrograms, same_environment


def direct(
    folder: Path, sockets: Path, log: Path, settings: Mapping[str, str] | None = None
) -> tuple[Direct, Address]:
    """A server, not yet started, with its data in `folder`; and its address.

    Raises `CannotStart`.

    Args:
        sockets: a folder with a short name, for its socket.
        settings: other than those that every PostgreSQL of ours has.
    """
    data = folder / "data"
    try:
        tools = programs.find()
        account = choose(data, tools.folder)
        for place in (folder, sockets):
            os.chown(place, account.uid, account.gid)
        cluster.make(data, tools, account, log)
    except (NoPrograms, NobodyToRunAs, DataRefused) as error:
        raise CannotStart(str(error)) from error
    other = [part for name, value in (settings or {}).items() for part in ("-c", f"{name}={value}")]
    socket = State(socket_dir=str(sockets)).socket
    server = Direct(
        "PostgreSQL",
        [tools.postgres, "-D", data, "-k", sockets, *cluster.always(), *other],
        lambda: answers(socket),
        log,
        become(account, end_with_parent=signal.SIGINT),
        same_environment(),
    )
    arguments = {"host": str(sockets), "port": PORT, "user": SUPERUSER, "database": DATABASE}
    return server, Address(arguments=arguments)
