"""A server that is a child of ours, with no supervisor: who started it may kill it, and does."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from huleedu.engines.supervisor.engine import CannotStart
from huleedu.engines.supervisor.locks import began

READY_WITHIN_S = 60.0
TRY_AGAIN_S = 0.05
LOOK_EVERY_S = 0.005


class Unsupervised:
    """A server for experiments.

    Args:
        command: complete.
        answers: asks the server in its own protocol whether it is ready.
        log: a file for what it says.
        before: what the child does before it becomes the server, as `preexec_fn`.
        environment: of the server; None: ours.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        answers: Callable[[], bool],
        log: Path,
        before: Callable[[], None] | None = None,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.name = name
        self._command = command
        self._answers = answers
        self._log = log
        self._before = before
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers; raises `CannotStart`."""
        until = time.monotonic() + READY_WITHIN_S
        while True:
            with self._log.open("ab") as said:
                self._process = subprocess.Popen(  # noqa: S603
                    self._command,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    cwd="/",
                    env=self._environment,
                    start_new_session=True,
                    preexec_fn=self._before,  # noqa: PLW1509 - it only calls the system
                )
            while self._process.poll() is None and time.monotonic() < until:
                if self._answers():
                    return
                time.sleep(LOOK_EVERY_S)
            if time.monotonic() > until:
                raise CannotStart(f"{self.name} does not start; see {self._log}")
            time.sleep(TRY_AGAIN_S)  # children of the one before may still be ending

    def kill(self) -> None:
        """End it as a crash would, and wait until all of its processes are gone."""
        processes = self._processes()
        for pid in processes:
            _signal(pid, signal.SIGKILL)
        if self._process:
            self._process.wait()
        while any(began(pid) == since for pid, since in processes.items()):
            time.sleep(LOOK_EVERY_S)

    def pause(self) -> None:
        """Suspend all of its processes."""
        for pid in self._processes():
            _signal(pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let them go on."""
        for pid in self._processes():
            _signal(pid, signal.SIGCONT)

    def _processes(self) -> dict[int, int]:
        """The server's process and its children, with their times of birth."""
        if not self._process or self._process.poll() is not None:
            return {}
        pid = self._process.pid
        children: list[int] = []
        with suppress(OSError):
            told = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
            children = [int(child) for child in told.split()]
        return {p: since for p in (pid, *children) if (since := began(p))}


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
