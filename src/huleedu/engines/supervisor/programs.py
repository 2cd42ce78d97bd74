"""Find a server's program: one that is named, one of a wheel, or one on the system."""

import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import NamedTuple

from huleedu.engines.supervisor.engine import CannotStart

PORTS = range(15_000, 32_000)


class Program(NamedTuple):
    """One that can be run; `version` is what it says of itself."""

    path: str
    version: str


def find(
    setting: str, named: str | None, wheel: Iterable[Path], names: Iterable[str], missing: str
) -> Program:
    """The program of a server; raises `CannotStart`.

    Args:
        setting: where somebody may have named one.
        named: the one that is named there; then no other is looked at.
        wheel: where an installed package may have it.
        names: what it may be called on the PATH.
        missing: what is said when there is none.
    """
    found = [named] if named else [*map(str, wheel), *map(shutil.which, names)]
    for path in found:
        if path and Path(path).exists():
            return Program(path, _version(path))
    raise CannotStart(f"{setting}: there is no program {named}." if named else missing)


def _version(path: str) -> str:
    try:
        return subprocess.run(  # noqa: S603 - the program is the one that was chosen
            [path, "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotStart(f"{path} cannot be run: {error}") from error


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens on now, each another.

    None that the system would give to a connection, or one might take it before our server does.
    """
    found: list[int] = []
    with ExitStack() as held:
        while len(found) < count:
            probe = held.enter_context(socket.socket())
            with suppress(OSError):
                probe.bind(("127.0.0.1", secrets.choice(PORTS)))
                found.append(probe.getsockname()[1])
    return found
