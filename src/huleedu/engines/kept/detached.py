"""Start one of our modules as a process of its own, which goes on when we end."""

import os
import sys
from pathlib import Path


def start(module: str, *arguments: str, log: Path) -> int:
    """Returns the process, a child in a session of its own; what it says goes to the log.

    Raises OSError.
    """
    said = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        return os.posix_spawn(
            sys.executable,
            [sys.executable, "-P", "-m", module, *arguments],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
                (os.POSIX_SPAWN_DUP2, said, 1),
                (os.POSIX_SPAWN_DUP2, said, 2),
            ],
            setsid=True,
        )
    finally:
        os.close(said)
