"""A server that runs for its users: where it is, and ways to disturb it."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass

from huleedu.engines.supervisor.files import EngineFiles
from huleedu.engines.supervisor.lease import LOOK_EVERY_S, Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningServer:
    """One server; `url` is where clients enter."""

    url: str
    lease: Lease

    @property
    def pid(self) -> int:
        """The server's process; 0 when it does not live."""
        state = self._files.read_state()
        return state.server if state.lives else 0

    def kill(self) -> None:
        """End it as a crash would; it stays down until `restart`."""
        self._files.down.touch()
        while self.pid:
            self._signal(signal.SIGKILL)
            time.sleep(LOOK_EVERY_S)

    def pause(self) -> None:
        """Suspend it: it is there, and does nothing."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def allow(self) -> None:
        """Let it be started again after `kill`."""
        self._files.down.unlink(missing_ok=True)

    def restart(self) -> None:
        """Start it again after `kill`, and wait until it answers; raises `CannotStart`."""
        self.allow()
        self.lease.make_sure()

    @property
    def _files(self) -> EngineFiles:
        return self.lease.engine.files

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            if pid := self.pid:
                os.kill(pid, number)
