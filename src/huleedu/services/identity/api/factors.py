"""Second factors: a code app and recovery codes; passkeys are in `passkeys`."""

import logging
import secrets
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from pyotp import random_base32

from huleedu.kit.database import Database, Sql
from huleedu.kit.sealing import KeyAway, Seals
from huleedu.services.identity.api.acting import acting_for, not_fresh, paused
from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.api.beginning import begin, renew
from huleedu.services.identity.api.slowing import admit_try, counted_by, forgive
from huleedu.services.identity.domain.factors import needs_factor
from huleedu.services.identity.domain.links import wrong_with
from huleedu.services.identity.domain.outcomes import (
    Factors,
    FactorSet,
    LastFactor,
    LinkUsed,
    LinkWrong,
    MustEnrol,
    NotFresh,
    PasskeySeen,
    RecoveryCodes,
    Renewed,
    SchoolPaused,
    SignedIn,
    SignedInWith,
    TotpOffer,
    WaitSeconds,
    WrongCode,
)
from huleedu.services.identity.domain.sealed import app_of
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.domain.totp import (
    GROUP,
    GROUPS,
    LETTERS,
    RECOVERY_CODES,
    address_of,
    as_recovery_code,
    recovery_code,
    step_of,
)
from huleedu.services.identity.store import audit, factors, links, people, schools
from huleedu.services.identity.store.viewing import as_uuid, let_in, present

log = logging.getLogger("huleedu.identity")


async def second_factor(
    database: Database,
    seals: Seals,
    ticket: str,
    code: str,
    asked_from: AskedFrom,
    now: datetime,
) -> SignedInWith | WrongCode | WaitSeconds | SchoolPaused | LinkWrong:
    """Sign in who had the right password and has a code now: of the app, or for recovery.

    Raises `EngineAway` or `Collision`.
    """
    shown = hash_of(ticket)
    async with database.transaction() as sql:
        await present(sql, shown)
        row = await links.one(sql, shown, "second-factor")
        if wrong := wrong_with((row["ends_at"], row["used_at"]) if row else None, now):
            return wrong
        assert row
        school, person = as_uuid(row["school"]), as_uuid(row["person"])
        keys = await counted_by(sql, f"second factor of {person}", asked_from)
        if wait := await admit_try(sql, keys, now):
            return wait
    async with database.transaction() as sql:
        await let_in(sql, school)
        if refused := await paused(sql, school):
            return refused
        if not (how := await _code_of(sql, seals, (school, person), code, now)):
            await audit.note(
                sql, school, now, None, "code_wrong", about=person, address=asked_from.address
            )
            return WrongCode()
        await present(sql, shown)
        if not await links.use(sql, shown, "second-factor", now):
            return LinkUsed()
        await forgive(sql, keys)
        return await begin(sql, (school, person), asked_from, now, how=how)


async def _code_of(
    sql: Sql, seals: Seals, whose: tuple[UUID, UUID], code: str, now: datetime
) -> str:
    """What a code is of, which uses it up; empty: of nothing."""
    school, person = whose
    app = await factors.totp(sql, school, person)
    if app and app["confirmed_at"]:
        step = _step(seals, app["secret"], whose, code, now)
        if step is not None and await factors.use_step(sql, school, person, step, now):
            return "password_and_app"
    kept = hash_of(as_recovery_code(code))
    if await factors.use_code(sql, school, person, kept, now):
        return "password_and_recovery_code"
    return ""


def _step(
    seals: Seals, kept: str, whose: tuple[UUID, UUID], code: str, now: datetime
) -> int | None:
    """Which step a code is of; an app whose key is away has none: a recovery code still counts."""
    try:
        return step_of(seals.open(kept, app_of(*whose)), code, now)
    except KeyAway as away:
        log.error("a code app cannot be asked: %s", away)
        return None


async def factors_of(database: Database, who: SignedIn | MustEnrol) -> Factors:
    """What somebody has beside a password; raises `EngineAway`."""
    whose = who.who if isinstance(who, MustEnrol) else who
    async with acting_for(database, whose) as sql:
        app = await factors.totp(sql, whose.school, whose.person)
        school = await schools.one(sql, whose.school)
        assert school
        return Factors(
            totp=bool(app and app["confirmed_at"]),
            passkeys=tuple(
                PasskeySeen(as_uuid(row["id"]), row["name"], row["made_at"], row["used_at"])
                for row in await factors.passkeys(sql, whose.school, whose.person)
            ),
            recovery_codes_left=await factors.codes_left(sql, whose.school, whose.person),
            needed=needs_factor(whose.rights, teachers_need_factor=school["teachers_need_factor"]),
        )


async def offer_totp(
    database: Database, seals: Seals, who: SignedIn | MustEnrol, now: datetime
) -> TotpOffer | NotFresh | LastFactor:
    """A secret for a code app, which counts once a code of it has come; raises `EngineAway`.

    `LastFactor`: there is an app already; it is taken away first.
    """
    whose = who.who if isinstance(who, MustEnrol) else who
    if stale := not_fresh(whose, now):
        return stale
    about = app_of(whose.school, whose.person)
    async with acting_for(database, whose) as sql:
        app = await factors.totp(sql, whose.school, whose.person)
        if app and app["confirmed_at"]:
            return LastFactor()
        secret = random_base32()
        if app:
            with suppress(KeyAway):
                secret = seals.open(app["secret"], about)
        kept = seals.seal(secret, about)
        if not await factors.offer_totp(sql, whose.school, whose.person, kept, now):
            return LastFactor()
    return TotpOffer(secret, address_of(secret, whose.email, whose.school_name))


async def confirm_totp(
    database: Database, seals: Seals, who: SignedIn | MustEnrol, code: str, now: datetime
) -> FactorSet | WrongCode | NotFresh:
    """Take a code app into use by a code of it; raises `EngineAway`."""
    whose = who.who if isinstance(who, MustEnrol) else who
    if stale := not_fresh(whose, now):
        return stale
    async with acting_for(database, whose) as sql:
        app = await factors.totp(sql, whose.school, whose.person)
        if app is None or app["confirmed_at"]:
            return WrongCode()
        step = _step(seals, app["secret"], (whose.school, whose.person), code, now)
        if step is None or not await factors.use_step(sql, whose.school, whose.person, step, now):
            return WrongCode()
        return await factor_set(sql, whose, "app_set", now)


async def factor_set(sql: Sql, who: SignedIn, what: str, now: datetime) -> FactorSet:
    """Renew the session after a factor was set up; with the first come recovery codes."""
    codes: tuple[str, ...] = ()
    if not await factors.codes_left(sql, who.school, who.person):
        codes = await new_codes(sql, who.school, who.person)
    await audit.note(sql, who.school, now, who.person, what, about=who.person)
    return FactorSet(await renew(sql, who, now), codes)


async def new_recovery_codes(
    database: Database, who: SignedIn, now: datetime
) -> RecoveryCodes | NotFresh:
    """Ten new codes in the place of all older ones; raises `EngineAway`."""
    if stale := not_fresh(who, now):
        return stale
    async with acting_for(database, who) as sql:
        await audit.note(sql, who.school, now, who.person, "recovery_codes_made", about=who.person)
        return RecoveryCodes(await new_codes(sql, who.school, who.person))


async def remove_totp(
    database: Database, who: SignedIn, now: datetime
) -> Renewed | LastFactor | NotFresh:
    """Forget the code app; raises `EngineAway`."""
    if stale := not_fresh(who, now):
        return stale
    async with acting_for(database, who) as sql:
        await schools.lock(sql, who.school)
        if await is_last(sql, who, others=len(await factors.passkeys(sql, who.school, who.person))):
            return LastFactor()
        await factors.remove_totp(sql, who.school, who.person)
        await audit.note(sql, who.school, now, who.person, "app_removed", about=who.person)
        return Renewed(await renew(sql, who, now))


async def is_last(sql: Sql, who: SignedIn, *, others: int) -> bool:
    """Whether somebody who needs a second factor would have none, with so many others."""
    person = await people.one(sql, who.school, who.person)
    assert person
    needed = needs_factor(person["rights"], teachers_need_factor=person["teachers_need_factor"])
    return needed and not others


async def new_codes(sql: Sql, school: UUID, person: UUID) -> tuple[str, ...]:
    """Recovery codes in the place of all older ones."""
    codes = tuple(
        recovery_code("".join(secrets.choice(LETTERS) for _ in range(GROUPS * GROUP)))
        for _ in range(RECOVERY_CODES)
    )
    await factors.replace_codes(sql, school, person, [hash_of(code) for code in codes])
    return codes
