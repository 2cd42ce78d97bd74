"""What only the owner of the machine may: help who lost all that they came in with.

An administrator without a second one, phone and codes has nobody else to ask.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.contracts.people import Right
from huleedu.kit.database import Database, Row, Sql
from huleedu.services.identity.api.beginning import new_secret
from huleedu.services.identity.domain.emails import normalised
from huleedu.services.identity.domain.links import LASTS
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import audit, factors, links, people, schools, sessions
from huleedu.services.identity.store.viewing import as_uuid, let_in, present


@dataclass(frozen=True, slots=True)
class FactorsForgotten:
    """The account's second factors are gone; the link's secret lets its owner choose a password."""

    school_name: str
    secret: str


async def forget_factors(
    database: Database, email: str, now: datetime
) -> Sequence[FactorsForgotten]:
    """Forget the second factors of each account with this address; raises `EngineAway`.

    None: nobody has it. The old password works no more and sessions end: until the link is used,
    nobody comes in who knew either. Then they set up another factor before anything else.
    """
    address = normalised(email)
    async with database.transaction() as sql:
        await present(sql, address)
        return [
            await _forgotten(sql, account, now) for account in await people.by_email(sql, address)
        ]


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of a school, as whoever owns the machine may know them."""

    school: UUID
    school_name: str
    person: UUID
    name: str
    rights: frozenset[Right]


async def accounts_of(database: Database, email: str) -> Sequence[Account]:
    """Who signs in with this address, in each school that is not paused; raises `EngineAway`."""
    address = normalised(email)
    found: list[Account] = []
    async with database.transaction() as sql:
        await present(sql, address)
        for row in await people.by_email(sql, address):
            school, person = as_uuid(row["school"]), as_uuid(row["id"])
            await let_in(sql, school)
            if known := await people.one(sql, school, person):
                rights = frozenset[Right](known["rights"])
                found.append(Account(school, known["school_name"], person, known["name"], rights))
    return found


async def _forgotten(sql: Sql, account: Row, now: datetime) -> FactorsForgotten:
    school, person = as_uuid(account["school"]), as_uuid(account["id"])
    await let_in(sql, school)
    told = await schools.one(sql, school)
    assert told
    await factors.remove_all(sql, school, person)
    await people.set_password(sql, school, person, None)
    await sessions.end_all(sql, school, person)
    await sessions.forget_devices(sql, school, person)
    await links.end_of_kind(sql, school, "reset", person, now)
    secret = new_secret()
    await links.add(sql, school, hash_of(secret), "reset", now, now + LASTS["reset"], person=person)
    await audit.note(sql, school, now, None, "factor_reset_from_machine", about=person)
    return FactorsForgotten(told["name"], secret)
