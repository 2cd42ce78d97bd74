"""What others may ask of batches: whose they are, how far each is, what has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from huleedu.contracts.people import MayShared
from huleedu.kit.database import Database
from huleedu.services.results import store
from huleedu.services.results.domain.seen import BatchSeen
from huleedu.services.results.store import Progress, listed, owned, rankings
from huleedu.services.results.store import revisions as revised
from huleedu.services.results.store import sizes as sized
from huleedu.services.results.store.listed import ListedFile
from huleedu.services.results.store.owned import WhoseBatch
from huleedu.services.results.store.rankings import KeptRanking


@dataclass(frozen=True, slots=True)
class NotHeardOf:
    """Nobody has said anything of such a batch, or not yet."""


@dataclass(frozen=True, slots=True)
class NotOneBatch:
    """No batch's id begins so, or more than one does."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What has become of a batch since a revision: whole files, and how far it is, never less."""

    revision: int
    """What is asked for next time; what is shown may be newer, and is then told again."""
    batch: Progress
    files: Sequence[ListedFile]

    @property
    def files_so_far(self) -> Sequence[ListedFile]:
        """The files as of this revision: one that changed since is told with its own, and once."""
        return [file for file in self.files if file.revision <= self.revision]


@dataclass(frozen=True, slots=True)
class SchoolSize:
    """How much a school has: `essays` in their places, and the bytes of all files."""

    batches: int
    essays: int
    size_bytes: int


async def progress(database: Database, batch: UUID) -> Progress | NotHeardOf:
    """How far the batch is. Raises `EngineAway`, as all of these do."""
    async with database.session() as sql:
        return await store.progress(sql, batch) or NotHeardOf()


async def has_heard(database: Database, message: UUID) -> bool:
    """Whether what this message says is part of the report."""
    async with database.session() as sql:
        return await store.has_heard(sql, [message])


async def newest(database: Database, at_most: int) -> list[tuple[UUID, Progress]]:
    """The newest batches, the newest first."""
    async with database.session() as sql:
        return await store.newest(sql, at_most)


async def find(database: Database, beginning: str) -> UUID | NotOneBatch:
    """The one batch whose id begins so."""
    async with database.session() as sql:
        return await store.find(sql, beginning) or NotOneBatch()


async def school_of(database: Database, batch: UUID) -> UUID | NotHeardOf:
    """Whose school's the batch is, for whoever works at the machine itself."""
    async with database.session() as sql:
        return await owned.school_of(sql, batch) or NotHeardOf()


async def batches_of(
    database: Database, person: UUID | None, *, administrator: bool = False
) -> list[BatchSeen]:
    """The batches that somebody may see, the latest changed first.

    Args:
        administrator: they own what nobody owns, as what the command line makes.
    """
    async with database.session() as sql:
        return await owned.seen(sql, person, administrator=administrator)


async def batch_seen(
    database: Database, batch: UUID, person: UUID | None, *, administrator: bool = False
) -> BatchSeen | NotHeardOf:
    """The batch as this person sees it; of one that they may not see nobody has ever heard."""
    async with database.session() as sql:
        found = await owned.seen_one(sql, batch, person, administrator=administrator)
    return found or NotHeardOf()


async def whose(database: Database, batch: UUID) -> WhoseBatch | NotHeardOf:
    """Of which school the batch is, and who owns it."""
    async with database.session() as sql:
        return await owned.whose(sql, batch) or NotHeardOf()


async def shares_of(database: Database, batch: UUID) -> Sequence[tuple[UUID, MayShared]]:
    """With whom the batch is shared, and what they may do."""
    async with database.session() as sql:
        return await owned.shares(sql, batch)


async def owned_by(database: Database, person: UUID) -> list[UUID]:
    """The batches that are this person's, as far as whoever looks sees their school."""
    async with database.session() as sql:
        return await owned.owned_by(sql, person)


async def changes(database: Database, batch: UUID, after: int) -> Changes | NotHeardOf:
    """What has changed since that revision; everything is later than -1."""
    async with database.session() as sql:
        # read first: what is read later is not older
        revision = await listed.revision(sql, batch)
        if revision is None:
            return NotHeardOf()
        files = await listed.changed(sql, batch, after)
        progress = await store.progress(sql, batch)
    assert progress, "no batch is ever forgotten"
    return Changes(revision, progress, files)


async def revision(database: Database, batch: UUID) -> int:
    """How often the batch has changed; 0: nobody has heard of it."""
    async with database.session() as sql:
        return await listed.revision(sql, batch) or 0


async def revisions(database: Database, batches: Sequence[UUID]) -> Mapping[UUID, int]:
    """How often each of these batches has changed, by one statement for all."""
    async with database.session() as sql:
        return await revised.revisions(sql, batches)


async def ranking(database: Database, batch: UUID) -> KeptRanking:
    """Which ranking of the batch there is, and where it is kept."""
    async with database.session() as sql:
        return await rankings.kept(sql, batch)


async def sizes_of_schools(database: Database) -> dict[UUID, SchoolSize]:
    """How much each school has that `database` reaches; raises `EngineAway`."""
    async with database.session() as sql:
        return {
            UUID(int=row["school"].int): SchoolSize(
                row["batches"], row["essays"], row["size_bytes"]
            )
            for row in await sized.sizes(sql)
        }
