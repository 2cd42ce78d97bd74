"""A PostgreSQL for experiments: set as every one of ours, but with no supervisor."""

import os
import signal
from collections.abc import Mapping
from pathlib import Path

from huleedu.engines.postgres import cluster, programs
from huleedu.engines.postgres.account import become, choose
from huleedu.engines.postgres.cluster import DATABASE, SERVICES, SUPERUSER, WEB
from huleedu.engines.postgres.database import Address
from huleedu.engines.postgres.embedded import PORT, answers, socket_in
from huleedu.engines.postgres.programs import same_environment
from huleedu.engines.supervisor.unsupervised import Unsupervised


def unsupervised(
    folder: Path, sockets: Path, log: Path, settings: Mapping[str, str] | None = None
) -> tuple[Unsupervised, Address]:
    """A server, not yet started, with its data in `folder`; and its address.

    Raises `CannotStart`.

    Args:
        sockets: a folder with a short name, for its socket.
        settings: other than those that every PostgreSQL of ours has.
    """
    data = folder / "data"
    tools = programs.find()
    account = choose(data, tools.folder)
    for place in (folder, sockets):
        os.chown(place, account.uid, account.gid)
    cluster.make(data, tools, account, log)
    other = [part for name, value in (settings or {}).items() for part in ("-c", f"{name}={value}")]
    socket = socket_in(str(sockets))
    server = Unsupervised(
        "PostgreSQL",
        [tools.postgres, "-D", data, "-k", sockets, *cluster.always(), *other],
        lambda: answers(socket),
        log,
        become(account, end_with_parent=signal.SIGINT),
        same_environment(),
    )
    arguments = {"host": str(sockets), "port": PORT, "user": SUPERUSER, "database": DATABASE}
    return server, Address(arguments=arguments, login=SERVICES, web=WEB)
