"""Hand on what is somebody's: their batches and classes, to a colleague or to the administrators.

Each batch and class is noted before it changes hands. Doing it again does what was left.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from huleedu.contracts.gateway import TransferBatch
from huleedu.gateway.commands import Commands
from huleedu.kit.database import Database
from huleedu.services.classes.api import classes as teaching
from huleedu.services.identity import api as identity
from huleedu.services.results import api as results

ADMINISTRATORS = "administrators"
"""To whom, in the audit and in forms: to nobody in particular."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is somebody's: the batches that they own, and the classes that they teach."""

    batches: tuple[UUID, ...] = ()
    classes: tuple[UUID, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.batches or self.classes)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandingOn:
    """Hands on within one school, for one of its administrators.

    Args:
        by: who does it; None: whoever owns the machine.
        address: where they ask from, for the audit.
    """

    people: Database
    results: Database
    classes: Database
    commands: Commands
    school: UUID
    by: UUID | None
    now: datetime
    address: str = ""

    async def held(self, person: UUID) -> Held:
        """What there is to hand on; raises `EngineAway`."""
        taught = await teaching.taught_by(self.classes, self._teacher, person)
        return Held(tuple(await results.owned_by(self.results, person)), tuple(taught))

    async def hand_on(self, person: UUID, to: UUID | None, only: Held | None = None) -> Held:
        """Hand on all, or `only` these as far as they are theirs; raises `EngineAway`.

        Args:
            to: a teacher of the same school; None: the administrators.
        """
        have = await self.held(person)
        wanted = have if only is None else only
        batches = tuple(batch for batch in have.batches if batch in wanted.batches)
        meant = tuple(class_ for class_ in have.classes if class_ in wanted.classes)
        facts = {"to": str(to) if to else ADMINISTRATORS, "act": str(uuid4())}
        for batch in batches:
            await self._note("batch_handed_on", person, {**facts, "batch": str(batch)})
        await self.commands.send(*(TransferBatch(batch=batch, owner=to) for batch in batches))
        for class_ in meant:
            await self._note("class_handed_on", person, {**facts, "class": str(class_)})
        handed: list[UUID] = []
        if meant:
            handed = await teaching.hand_on(self.classes, self._teacher, person, to, meant)
        return Held(batches, tuple(handed))

    async def teaches_nothing(self, person: UUID) -> None:
        """Let them be no teacher of what colleagues teach, too; raises `EngineAway`."""
        await teaching.hand_on(self.classes, self._teacher, person, None)

    async def shows(self, person: UUID, handed: Held) -> bool:
        """Whether what was handed on is theirs no longer, wherever it is looked for."""
        return not {*await results.owned_by(self.results, person)} & {*handed.batches}

    @property
    def _teacher(self) -> teaching.Teacher:
        return teaching.Teacher(self.school, self.by or UUID(int=0), administrator=True)

    async def _note(self, what: str, person: UUID, facts: Mapping[str, str]) -> None:
        who = (self.school, self.by)
        await identity.note_each(
            self.people, who, what, self.now, [person], facts=facts, address=self.address
        )
