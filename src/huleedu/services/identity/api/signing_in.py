"""Sign in with an e-mail address and a password."""

from collections.abc import Sequence
from datetime import datetime

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database, Row, Sql
from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.api.beginning import begin
from huleedu.services.identity.api.hashing import hash_password, is_outdated, is_password
from huleedu.services.identity.domain.attempts import CountKey, Failures, admit, keys_of
from huleedu.services.identity.domain.emails import normalised
from huleedu.services.identity.domain.factors import needs_factor
from huleedu.services.identity.domain.outcomes import (
    SecondFactorWanted,
    SignedInWith,
    WaitSeconds,
    WrongCredentials,
)
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import attempts, audit, people, sessions
from huleedu.services.identity.store.viewing import as_uuid, let_in, present

SignIn = SignedInWith | SecondFactorWanted | WrongCredentials | WaitSeconds


async def sign_in(
    database: Database, email: str, password: str, asked_from: AskedFrom, now: datetime
) -> SignIn:
    """Sign somebody in; raises `EngineAway` or `Collision`.

    An address that nobody has, and one with another password, get the same answer after the same
    work. Who has the address in two schools with one password comes to the older account.
    """
    address = normalised(email)
    async with database.transaction() as sql:
        keys = await _counted_by(sql, address, asked_from)
        if wait := await _admit(sql, keys, now):
            return wait
    async with database.transaction() as sql:
        await present(sql, address)
        candidates = await people.by_email(sql, address)
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
        known = await people.one(sql, school, person)
        if known is None or known["password_hash"] != found["password_hash"]:
            return WrongCredentials()
        await _forgive(sql, keys)
        if newer:
            await people.rehash(sql, school, person, found["password_hash"], newer)
        must_enrol = needs_factor(
            known["rights"], teachers_need_factor=known["teachers_need_factor"]
        )
        return await begin(
            sql, (school, person), asked_from, now, must_enrol=must_enrol, how="password"
        )


async def _counted_by(sql: Sql, address: str, asked_from: AskedFrom) -> Sequence[CountKey]:
    """Whose failures count: of a browser that the owner has signed in with, its own alone."""
    device = None
    shown = hash_of(asked_from.device)
    await present(sql, shown)
    if school := await sessions.school_of_device(sql, shown):
        await let_in(sql, as_uuid(school))
        device = await sessions.whose_device(sql, shown, as_uuid(school), address)
    return keys_of(address, asked_from.address, asked_from.device if device else None)


async def _admit(sql: Sql, keys: Sequence[CountKey], now: datetime) -> WaitSeconds | None:
    """Count the try as failed by all keys, or by none and tell how long to wait."""
    before = await attempts.lock(sql, [key.text for key in keys], now)
    after = {key.text: admit(key.kind, before.get(key.text), now) for key in keys}
    waits = [each.seconds for each in after.values() if isinstance(each, WaitSeconds)]
    if waits:
        return WaitSeconds(max(waits))
    for key, failures in after.items():
        assert isinstance(failures, Failures)
        await attempts.save(sql, key, failures)
    return None


async def _forgive(sql: Sql, keys: Sequence[CountKey]) -> None:
    """It was right: what was counted for this person is forgotten, of an address one less."""
    await attempts.clear(sql, [key.text for key in keys if key.kind != "address"])
    await attempts.take_back(sql, [key.text for key in keys if key.kind == "address"])


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
