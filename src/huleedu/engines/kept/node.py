"""A server that runs for its users: where it is, and ways to disturb it."""

from dataclasses import dataclass

from huleedu.engines.kept.use import Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One server; `url` is where clients enter."""

    url: str
    hold: Use

    @property
    def pid(self) -> int:
        """The server's process; 0 when it does not live."""
        return self.hold.kept.pid

    def kill(self) -> None:
        """End it as a crash would; it stays down until `restart`."""
        self.hold.kill()

    def pause(self) -> None:
        """Suspend it."""
        self.hold.pause()

    def resume(self) -> None:
        """Let it go on."""
        self.hold.resume()

    def restart(self) -> None:
        """Start it again after `kill`; raises `CannotStart`."""
        self.hold.restart()
