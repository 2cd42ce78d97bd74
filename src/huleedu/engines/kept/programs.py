"""Find a server's program: one that is named, one of a wheel, or one on the system."""

import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path

from huleedu.engines.kept.use import CannotStart

PORTS = range(15_000, 32_000)


def find(named: str | None, wheel: Iterable[Path], names: Iterable[str], missing: str) -> str:
    """The program's path; raises `CannotStart`.

    Args:
        named: somebody's choice; then no other is looked at.
        wheel: where an installed package may have it.
        names: what it may be called on the PATH.
        missing: what is said when there is none.
    """
    found = [named] if named else [*map(str, wheel), *map(shutil.which, names)]
    for candidate in found:
        if candidate and Path(candidate).exists():
            return _checked(candidate)
    raise CannotStart(f"There is no program {named}." if named else missing)


def _checked(program: str) -> str:
    try:
        subprocess.run([program, "--version"], capture_output=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotStart(f"{program} cannot be run: {error}") from error
    return program


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
