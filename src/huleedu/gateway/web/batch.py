"""Which batch a page is about, and what whoever asks may do with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.gateway.web.pages import Asked, MayNot, NotThere
from huleedu.services.results import api as results
from huleedu.services.results.api import BatchSeen, May, NotHeardOf

REACH: dict[May, int] = {"look": 0, "work": 1, "own": 2}


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch that whoever asks may see, and what they may do with it."""

    seen: BatchSeen

    @property
    def id(self) -> UUID:
        """Its id."""
        return self.seen.id

    @property
    def title(self) -> str:
        """What its owner calls it."""
        return self.seen.title

    @property
    def due(self) -> datetime | None:
        """When the files are to be in."""
        return self.seen.due

    @property
    def works(self) -> bool:
        """Whether whoever asks may change something."""
        return self.seen.may != "look"

    @property
    def foot(self) -> str:
        """Names what stands at the foot of its page: it changes when that does."""
        return f"{self.works:d}{self.seen.settled:d}{self.seen.open:d}"


async def batch_seen(asked: Asked, batch: UUID) -> BatchSeen | NotHeardOf:
    """The batch as whoever asks may see it; an administrator owns what nobody owns."""
    person = asked.signed_in
    return await results.batch_seen(
        asked.database("results"),
        batch,
        person.person,
        administrator="administrator" in person.rights,
    )


async def batch_of(
    asked: Asked, needs: May, identity: UUID | None = None
) -> Batch | NotThere | MayNot:
    """The batch at this address, or of this id; what others have is not there."""
    batch = identity or asked.identifier("batch")
    if batch is None:
        return NotThere()
    seen = await batch_seen(asked, batch)
    if isinstance(seen, NotHeardOf):
        return NotThere()
    return Batch(seen) if REACH[seen.may] >= REACH[needs] else MayNot()
