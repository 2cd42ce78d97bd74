"""Find a server's program: one that is named, one of a wheel, or one on the system."""

import shutil
import socket
import subprocess
from collections.abc import Iterable
from pathlib import Path

from huleedu.engines.kept.use import CannotStart


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


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
