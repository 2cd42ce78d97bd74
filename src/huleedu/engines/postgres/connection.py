"""A connection to PostgreSQL that notices when nobody is at its other end."""

import asyncio
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import asyncpg

KEEPALIVE_IDLE_S = 10
KEEPALIVE_EVERY_S = 5
KEEPALIVE_TRIES = 3
UNHEARD_S = 25
"""TCP gives a connection up whose bytes the other machine has not taken for so long."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the other side may be silent.

    Nothing tells a process that it was cut off: a machine between the two may go on taking its
    bytes and pass none of them on. So each statement has its time, and a connection that has rested
    is asked for a sign of life before it is used. All of it together is less than a minute.
    """

    connect_s: float = 10.0
    statement_s: float = 40.0
    rested_s: float = 5.0
    sign_of_life_s: float = 5.0
    close_s: float = 1.0
    transaction_idle_s: float = 15.0
    """The server ends a transaction in which nobody has asked anything for so long: a process that
    was suspended in its middle would hold its locks for ever."""

    def settings(self) -> Mapping[str, str]:
        """What the server is told to do when it is we who are silent."""
        return {
            "idle_in_transaction_session_timeout": f"{self.transaction_idle_s * 1000:.0f}",
            "tcp_keepalives_idle": f"{KEEPALIVE_IDLE_S}",
            "tcp_keepalives_interval": f"{KEEPALIVE_EVERY_S}",
            "tcp_keepalives_count": f"{KEEPALIVE_TRIES}",
        }


class Watched(asyncpg.Connection):
    """Knows when it was made, and when it was last heard."""

    __slots__ = ("born", "heard_at")

    def __init__(self, protocol: Any, transport: asyncio.Transport, *rest: Any) -> None:
        super().__init__(protocol, transport, *rest)
        self.born = self.heard_at = time.monotonic()
        listen_for_the_other_end(transport.get_extra_info("socket"))

    async def lives(self, patience: Patience) -> bool:
        """Can it be used? One that has rested is asked; raises nothing."""
        if self.is_closed():
            return False
        if time.monotonic() - self.heard_at < patience.rested_s:
            return True
        try:
            await self.execute("select", timeout=patience.sign_of_life_s)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            self.terminate()
            return False
        return True


def listen_for_the_other_end(at: socket.socket | None) -> None:
    """Have TCP ask whether the other machine is there, where it can."""
    if at is None or at.family not in (socket.AF_INET, socket.AF_INET6):
        return
    at.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    wanted = {
        "TCP_KEEPIDLE": KEEPALIVE_IDLE_S,
        "TCP_KEEPINTVL": KEEPALIVE_EVERY_S,
        "TCP_KEEPCNT": KEEPALIVE_TRIES,
        "TCP_USER_TIMEOUT": UNHEARD_S * 1000,
    }
    for name, value in wanted.items():
        if option := getattr(socket, name, None):
            at.setsockopt(socket.IPPROTO_TCP, option, value)
