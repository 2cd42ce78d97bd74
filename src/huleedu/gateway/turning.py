"""Turn a judge's decisions for whoever asks, at whichever door, and note it in the audit."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.identity import api as identity
from huleedu.services.judging.api.turning import (
    CountsOtherwise,
    NothingToTurn,
    turn,
    turn_back,
)

TURNED, TURNED_BACK = "judge_turned", "judge_turned_back"
"""What the audit calls it, of the judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turner:
    """Somebody who says how a judge's decisions count, in a batch that they may work on.

    Args:
        people, judging: those services' tables, as they see them.
        person, name: who they are; nobody where the machine's own command does it.
        address: where they ask from; empty: the machine itself.
    """

    people: Database
    judging: Database
    batch: UUID
    school: UUID
    person: UUID | None
    name: str
    now: datetime
    address: str = ""

    async def turn(self, judge: UUID) -> CountsOtherwise | NothingToTurn:
        """Count what the judge has decided so far the other way round; raises `EngineAway`."""
        by = (self.person, self.name)
        done = await turn(self.judging, self.batch, judge, by, self.now)
        return await self._noted(TURNED, judge, done)

    async def turn_back(
        self, judge: UUID, of: UUID | None = None
    ) -> CountsOtherwise | NothingToTurn:
        """Count it as they have said it: what one act turned, or all; raises `EngineAway`."""
        by = (self.person, self.name)
        done = await turn_back(self.judging, self.batch, judge, by, self.now, of)
        return await self._noted(TURNED_BACK, judge, done)

    async def _noted(
        self, what: str, judge: UUID, done: CountsOtherwise | NothingToTurn
    ) -> CountsOtherwise | NothingToTurn:
        if isinstance(done, CountsOtherwise):
            await identity.note_each(
                self.people,
                (self.school, self.person),
                what,
                self.now,
                [judge],
                facts={"batch": str(self.batch), "act": str(done.act)},
                address=self.address,
            )
        return done
