"""Passkeys (WebAuthn): set one up, and come in with it alone.

A passkey asks for its owner's finger, face or PIN (user verification), and is bound to the site:
it counts as two factors.
"""

import base64
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from huleedu.kit.database import Collision, Database, Sql
from huleedu.services.identity.api.acting import acting_for, not_fresh, paused
from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.api.beginning import begin, renew
from huleedu.services.identity.api.factors import factor_set, is_last
from huleedu.services.identity.domain.outcomes import (
    FactorSet,
    LastFactor,
    MustEnrol,
    NoPassword,
    NotFresh,
    PasskeyQuestion,
    PasskeyRefused,
    Renewed,
    SchoolPaused,
    SignedIn,
    SignedInWith,
)
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import audit, factors, people, schools
from huleedu.services.identity.store.viewing import as_uuid, let_in, present

if TYPE_CHECKING:
    from huleedu.services.identity.domain.authenticators import Made

ANSWER_WITHIN = timedelta(minutes=5)
NAME_MAX = 100


@dataclass(frozen=True, slots=True)
class Site:
    """Where the pages are: `host` (`localhost`), and `origin` (`https://skola.example:8443`)."""

    host: str
    origin: str


async def offer_passkey(
    database: Database, who: SignedIn | MustEnrol, site: Site, now: datetime
) -> PasskeyQuestion | NotFresh:
    """What an authenticator is asked so that it makes a passkey; raises `EngineAway`."""
    whose = who.who if isinstance(who, MustEnrol) else who
    if stale := not_fresh(whose, now):
        return stale
    async with acting_for(database, whose) as sql:
        has = await factors.passkeys(sql, whose.school, whose.person)
        credentials = [row["credential"] for row in has]
        named = (whose.person, whose.email, whose.name)
        return await question_for(sql, site, named, credentials, now)


async def question_for(
    sql: Sql,
    site: Site,
    named: tuple[UUID, str, str],
    credentials: Iterable[bytes],
    now: datetime,
) -> PasskeyQuestion:
    """A question to make a passkey for somebody.

    Args:
        named: who they are, their e-mail address and their name.
        credentials: those that they have already.
    """
    challenge = secrets.token_bytes(32)
    await _keep_challenge(sql, challenge, named[0], now)
    question = _authenticators().question_to_make(site.host, *named, challenge, credentials)
    return PasskeyQuestion(question)


async def keep_passkey(
    database: Database,
    who: SignedIn | MustEnrol,
    site: Site,
    answer: str,
    name: str,
    now: datetime,
) -> FactorSet | PasskeyRefused | NotFresh:
    """Keep the passkey that an authenticator made; raises `EngineAway`.

    Args:
        answer: of the authenticator, as JSON.
    """
    whose = who.who if isinstance(who, MustEnrol) else who
    if stale := not_fresh(whose, now):
        return stale
    async with acting_for(database, whose) as sql:
        made = await use_answer(sql, whose.person, site, answer, now)
        if isinstance(made, PasskeyRefused):
            return made
        await add_made(sql, (whose.school, whose.person), made, name, now)
        return await factor_set(sql, whose, "passkey_set", now)


async def use_answer(
    sql: Sql, person: UUID, site: Site, answer: str, now: datetime
) -> "Made | PasskeyRefused":
    """The passkey that answers a question to this person, which it uses up."""
    challenge = _challenge_of(answer)
    if not await factors.use_challenge(sql, _hash(challenge), person, now):
        return PasskeyRefused()
    made = _authenticators().made(answer, challenge, site.host, site.origin)
    if made is None:
        return PasskeyRefused()
    await present(sql, _hash(made.credential))
    known = await factors.passkey(sql, _hash(made.credential))
    return made if known is None else PasskeyRefused()


async def add_made(
    sql: Sql, whose: tuple[UUID, UUID], made: "Made", name: str, now: datetime
) -> None:
    """Keep a passkey; raises `Collision` if it is kept a second time at this moment."""
    kept = await factors.add_passkey(
        sql,
        whose,
        uuid4(),
        credential_hash=_hash(made.credential),
        credential=made.credential,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=name.strip()[:NAME_MAX] or "–",
        now=now,
    )
    if not kept:
        raise Collision("two keep the same passkey at once")


async def ask_passkey(database: Database, site: Site, now: datetime) -> PasskeyQuestion:
    """What an authenticator is asked at sign-in, whosever it is; raises `EngineAway`."""
    challenge = secrets.token_bytes(32)
    async with database.transaction() as sql:
        await _keep_challenge(sql, challenge, None, now)
    return PasskeyQuestion(_authenticators().question_to_come_in(site.host, challenge))


async def sign_in_with_passkey(
    database: Database, site: Site, answer: str, asked_from: AskedFrom, now: datetime
) -> SignedInWith | PasskeyRefused | SchoolPaused:
    """Sign in whoever's passkey answered, without a password; raises `EngineAway`."""
    challenge, credential = _challenge_of(answer), _credential_of(answer)
    async with database.transaction() as sql:
        if not await factors.use_challenge(sql, _hash(challenge), None, now):
            return PasskeyRefused()
        await present(sql, _hash(credential))
        kept = await factors.passkey(sql, _hash(credential))
        if kept is None:
            return PasskeyRefused()
        sign_count = _authenticators().shown(
            answer,
            challenge,
            site.host,
            site.origin,
            public_key=kept["public_key"],
            sign_count=kept["sign_count"],
        )
        if sign_count is None:
            return PasskeyRefused()
        school, person = as_uuid(kept["school"]), as_uuid(kept["person"])
        await let_in(sql, school)
        if not await people.one(sql, school, person):
            return await paused(sql, school) or PasskeyRefused()
        await factors.use_passkey(sql, school, as_uuid(kept["id"]), sign_count, now)
        return await begin(sql, (school, person), asked_from, now, how="passkey")


async def remove_passkey(
    database: Database, who: SignedIn, passkey: UUID, now: datetime
) -> Renewed | LastFactor | NoPassword | NotFresh:
    """Forget a passkey; raises `EngineAway`."""
    if stale := not_fresh(who, now):
        return stale
    async with acting_for(database, who) as sql:
        await schools.lock(sql, who.school)
        app = await factors.totp(sql, who.school, who.person)
        keys = await factors.passkeys(sql, who.school, who.person)
        left = [row for row in keys if as_uuid(row["id"]) != passkey]
        if await is_last(sql, who, others=len(left) + bool(app and app["confirmed_at"])):
            return LastFactor()
        person = await people.one(sql, who.school, who.person)
        if not left and person and person["password_hash"] is None:
            return NoPassword()
        await factors.remove_passkey(sql, who.school, who.person, passkey)
        await audit.note(sql, who.school, now, who.person, "passkey_removed", about=who.person)
        return Renewed(await renew(sql, who, now))


async def _keep_challenge(sql: Sql, challenge: bytes, person: UUID | None, now: datetime) -> None:
    await factors.prune_challenges(sql, now)
    await factors.add_challenge(sql, _hash(challenge), person, now + ANSWER_WITHIN)


def _hash(what: bytes) -> str:
    return hash_of(what.hex())


def _challenge_of(answer: str) -> bytes:
    """The challenge that an answer says it is to; whether it is, is looked up and checked."""
    try:
        told = json.loads(answer)["response"]["clientDataJSON"]
        return _bytes(json.loads(_bytes(told))["challenge"])
    except (ValueError, KeyError, TypeError):
        return b""


def _credential_of(answer: str) -> bytes:
    try:
        return _bytes(json.loads(answer)["rawId"])
    except (ValueError, KeyError, TypeError):
        return b""


def _bytes(told: str) -> bytes:
    """Base64 as WebAuthn writes it: for addresses, without `=`."""
    return base64.urlsafe_b64decode(told + "=" * (-len(told) % 4))


def _authenticators():
    from huleedu.services.identity.domain import authenticators  # noqa: PLC0415 - see there

    return authenticators
