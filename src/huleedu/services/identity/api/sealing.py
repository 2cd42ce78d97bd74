"""Look after the seals of kept secrets: of before there were seals, and of older keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyotp import random_base32

from huleedu.kit.database import Database, Row, Sql
from huleedu.kit.sealing import KeyAway, Seals, key_name_in
from huleedu.services.identity.domain.sealed import app_of, client_at
from huleedu.services.identity.store import sealed
from huleedu.services.identity.store.viewing import as_uuid


@dataclass(frozen=True, slots=True)
class SealsSeen:
    """How many secrets were sealed anew, and how many open by no key that is here."""

    sealed: int
    closed: int


async def key_names(database: Database) -> set[str]:
    """The names of the keys that have sealed something; raises `EngineAway`.

    Args:
        database: identity's tables, with the rights of a service; so of all of these.
    """
    async with database.session() as sql:
        kept = [secret for _, secret, _ in [*await _apps(sql), *await _clients(sql)]]
    return {name for secret in kept if (name := key_name_in(secret))}


async def seal_all(database: Database, seals: Seals) -> SealsSeen:
    """Seal by the newest key whatever is not; what does not open stays. Raises `EngineAway`."""
    done, closed = 0, 0
    async with database.transaction() as sql:
        for kept, keep in (
            (await _apps(sql), sealed.seal_app),
            (await _clients(sql), sealed.seal_client),
        ):
            for row, secret, about in kept:
                if not _opens(seals, secret, about):
                    closed += 1
                elif not seals.is_newest(secret):
                    await keep(sql, row, seals.seal(seals.open(secret, about), about))
                    done += 1
    return SealsSeen(done, closed)


async def forget_closed(database: Database, seals: Seals) -> int:
    """Forget what opens by no key that is here; how many secrets. Raises `EngineAway`.

    A code app gets a secret that nobody knows. It still stands for a second factor, which only a
    recovery code shows: nobody comes in by a password alone because a key was lost.
    """
    forgotten = 0
    async with database.transaction() as sql:
        for row, secret, about in await _apps(sql):
            if not _opens(seals, secret, about):
                await sealed.seal_app(sql, row, seals.seal(random_base32(), about))
                forgotten += 1
        for row, secret, about in await _clients(sql):
            if not _opens(seals, secret, about):
                await sealed.lose_client(sql, row)
                forgotten += 1
    return forgotten


def _opens(seals: Seals, secret: str, about: str) -> bool:
    try:
        seals.open(secret, about)
    except KeyAway:
        return False
    return True


async def _apps(sql: Sql) -> Sequence[tuple[Row, str, str]]:
    """Rows, their secrets as they are kept, and what those are about."""
    return [
        (row, row["secret"], app_of(as_uuid(row["school"]), as_uuid(row["person"])))
        for row in await sealed.apps(sql)
    ]


async def _clients(sql: Sql) -> Sequence[tuple[Row, str, str]]:
    return [
        (row, row["client_secret"], client_at(as_uuid(row["school"])))
        for row in await sealed.clients(sql)
    ]
