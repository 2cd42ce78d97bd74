"""Pass on what people ask for: it is theirs to rely on once this has returned."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from huleedu.contracts.message import Message
from huleedu.kit import outbox
from huleedu.kit.database import Database
from huleedu.kit.messages import wrap


class Commands:
    """Puts commands into the gateway's outbox, all of a call or none.

    Args:
        hint: to be called when there is something to send.
    """

    def __init__(
        self, database: Database, clock: Callable[[], datetime], hint: Callable[[], None]
    ) -> None:
        self._database = database
        self._clock = clock
        self.hint = hint

    async def send(self, *commands: Message) -> list[UUID]:
        """Send these, in this order; returns the ids under which they travel.

        Raises `EngineAway`: then only sending again makes sure.
        """
        now = self._clock()
        envelopes = [wrap(command, identity=uuid4(), now=now, cause=None) for command in commands]
        async with self._database.transaction() as sql:
            await outbox.write(sql, envelopes)
        self.hint()
        return [envelope.id for envelope in envelopes]
