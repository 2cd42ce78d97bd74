"""Sign in with an e-mail address and a password."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database, Row, Sql
from huleedu.services.identity.api.acting import paused
from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.api.beginning import begin, new_secret
from huleedu.services.identity.api.hashing import hash_password, is_outdated, is_password
from huleedu.services.identity.api.sessions import must_enrol
from huleedu.services.identity.api.slowing import admit_try, counted_by, forgive
from huleedu.services.identity.domain.emails import normalised
from huleedu.services.identity.domain.links import LASTS
from huleedu.services.identity.domain.outcomes import (
    SchoolPaused,
    SecondFactorWanted,
    SignedInWith,
    WaitSeconds,
    WrongCredentials,
)
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import audit, links, people
from huleedu.services.identity.store.viewing import as_uuid, let_in, present

SignIn = SignedInWith | SecondFactorWanted | WrongCredentials | WaitSeconds | SchoolPaused


async def sign_in(
    database: Database, email: str, password: str, asked_from: AskedFrom, now: datetime
) -> SignIn:
    """Sign somebody in; raises `EngineAway` or `Collision`.

    An address that nobody has, and one with another password, get the same answer after the same
    work. Who has the address in two schools with one password comes to the older account, but not
    to one of a school that is paused as long as there is another.
    """
    address = normalised(email)
    async with database.transaction() as sql:
        keys = await counted_by(sql, address, asked_from)
        if wait := await admit_try(sql, keys, now):
            return wait
    async with database.transaction() as sql:
        await present(sql, address)
        candidates = await _paused_last(sql, await people.by_email(sql, address))
    found = await _whose(candidates, password)
    newer = None
    if found and is_outdated(found["password_hash"]):
        newer = await hash_password(password)
    async with database.transaction() as sql:
        if found is None:
            await _note_failure(sql, candidates, asked_from, now)
            return WrongCredentials()
        school, person = as_uuid(found["school"]), as_uuid(found["id"])
        await let_in(sql, school)
        if refused := await paused(sql, school):
            await forgive(sql, keys)
            return refused
        known = await people.one(sql, school, person)
        if known is None or known["password_hash"] != found["password_hash"]:
            return WrongCredentials()
        await forgive(sql, keys)
        if newer:
            await people.rehash(sql, school, person, found["password_hash"], newer)
        if known["has_factor"]:
            return SecondFactorWanted(await make_ticket(sql, school, person, now))
        return await begin(
            sql, (school, person), asked_from, now, how="password", must_enrol=must_enrol(known)
        )


async def make_ticket(sql: Sql, school: UUID, person: UUID, now: datetime) -> str:
    """What shows, for some minutes and once, that somebody's password was right."""
    ticket = new_secret()
    await links.add(
        sql,
        school,
        hash_of(ticket),
        "second-factor",
        now,
        now + LASTS["second-factor"],
        person=person,
    )
    return ticket


async def _paused_last(sql: Sql, candidates: Sequence[Row]) -> Sequence[Row]:
    """Those of schools that are paused behind the others, if there are several."""
    if len(candidates) < 2:
        return candidates
    open_ones: list[Row] = []
    closed: list[Row] = []
    for row in candidates:
        await let_in(sql, as_uuid(row["school"]))
        (closed if await paused(sql, as_uuid(row["school"])) else open_ones).append(row)
    return [*open_ones, *closed]


async def _whose(candidates: Sequence[Row], password: str) -> Row | None:
    """The first whose password it is; with nobody to compare it takes as long as with one."""
    for candidate in candidates:
        if await is_password(candidate["password_hash"], password):
            return candidate
    if not candidates:
        await is_password(None, password)
    return None


async def _note_failure(
    sql: Sql, candidates: Sequence[Row], asked_from: AskedFrom, now: datetime
) -> None:
    """Note it with those whose address it was, and else with the installation's own school."""
    whose = [(as_uuid(row["school"]), as_uuid(row["id"])) for row in candidates]
    for school, person in whose or [(OWN_SCHOOL, None)]:
        await let_in(sql, school)
        await audit.note(
            sql, school, now, None, "sign_in_failed", about=person, address=asked_from.address
        )
