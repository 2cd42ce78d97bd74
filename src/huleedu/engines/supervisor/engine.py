"""What each engine has of its own: how its server is made, started, asked and ended."""

import ctypes
import os
import signal
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from huleedu.engines.supervisor.causes import cause
from huleedu.engines.supervisor.files import EngineFiles, State
from huleedu.kit.cannot_run import CannotRun

PR_SET_PDEATHSIG = 1


class CannotStart(CannotRun):
    """The server could not be started; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """A server that is ready to be started.

    `before` is what the child does before it becomes the server; it ties it to its parent, too.
    """

    command: Sequence[str | Path]
    before: Callable[[], object] | None = None
    environment: Mapping[str, str] | None = None
    socket_dir: str = ""


class Engine(ABC):
    """An engine on this machine; its supervisor and its users both make one of the same words."""

    name: str
    module: str
    """Run as a program with `words`, it supervises the server."""
    ends_by = signal.SIGTERM
    """Tells the server to end cleanly."""

    @property
    @abstractmethod
    def files(self) -> EngineFiles:
        """Where everything is."""

    @property
    def data(self) -> Path:
        """The folder of what the server keeps; without it there is nothing to look after."""
        return self.files.folder

    @property
    @abstractmethod
    def words(self) -> Sequence[str]:
        """The arguments of `module`."""

    def make_folder(self) -> None:
        """Make the folder of all files; raises OSError."""
        self.files.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.files.folder.chmod(0o700)

    @abstractmethod
    def prepare(self, before: State, /) -> Launch:
        """Make what the server needs; raises `CannotStart` or OSError.

        Args:
            before: what was noted of the last server.
        """

    @abstractmethod
    def answers(self, state: State, /) -> bool:
        """Does the server that was noted take requests? Asked in its own protocol."""

    def is_reachable(self, _state: State, /) -> bool:
        """Is its entrance still there? Asked often, and without a word to the server."""
        return True

    def is_in_use(self) -> bool:
        """Does a process of an earlier server still work on the data?"""
        return False

    def clean_up(self, _state: State, /) -> None:  # noqa: B027 - most leave nothing
        """Take away what an ended server leaves outside of its folder."""

    def because(self, said: object) -> str:
        """A sentence on what keeps the server from working, and a space; "" if nobody knows."""
        return cause(str(said), self.files.folder)

    def not_started(self, error: OSError) -> CannotStart:
        """The machine did not let it be started."""
        return CannotStart(
            f"{self.name} could not be started in {self.files.folder}. "
            f"{self.because(error)}({error})"
        )


def tied_to_parent(number: signal.Signals) -> Callable[[], None]:
    """What a child does so as to get this signal when its parent has ended (Linux)."""
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    parent = os.getpid()

    def tie() -> None:
        if libc:
            libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return tie
