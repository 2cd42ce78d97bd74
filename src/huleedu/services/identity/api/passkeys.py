"""Passkeys (WebAuthn): set one up, and come in with it alone.

A passkey asks for its owner's finger, face or PIN (user verification), and is bound to the site:
it counts as two factors.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from huleedu.kit.database import Database, Sql
from huleedu.services.identity.api.acting import acting_for, not_fresh
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
    SignedIn,
    SignedInWith,
)
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import audit, factors, people, schools
from huleedu.services.identity.store.viewing import as_uuid, let_in, present

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
    challenge = secrets.token_bytes(32)
    async with acting_for(database, whose) as sql:
        has = await factors.passkeys(sql, whose.school, whose.person)
        await _keep_challenge(sql, challenge, whose.person, now)
    options = generate_registration_options(
        rp_id=site.host,
        rp_name="HuleEdu",
        user_id=whose.person.bytes,
        user_name=whose.email,
        user_display_name=whose.name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=row["credential"]) for row in has],
    )
    return PasskeyQuestion(options_to_json(options))


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
    challenge = _challenge_of(answer)
    async with acting_for(database, whose) as sql:
        if not await factors.use_challenge(sql, _hash(challenge), whose.person, now):
            return PasskeyRefused()
        try:
            made = verify_registration_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError):
            return PasskeyRefused()
        kept = await factors.add_passkey(
            sql,
            (whose.school, whose.person),
            uuid4(),
            credential_hash=_hash(made.credential_id),
            credential=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=name.strip()[:NAME_MAX] or "–",
            now=now,
        )
        return await factor_set(sql, whose, "passkey_set", now) if kept else PasskeyRefused()


async def ask_passkey(database: Database, site: Site, now: datetime) -> PasskeyQuestion:
    """What an authenticator is asked at sign-in, whosever it is; raises `EngineAway`."""
    challenge = secrets.token_bytes(32)
    async with database.transaction() as sql:
        await _keep_challenge(sql, challenge, None, now)
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return PasskeyQuestion(options_to_json(options))


async def sign_in_with_passkey(
    database: Database, site: Site, answer: str, asked_from: AskedFrom, now: datetime
) -> SignedInWith | PasskeyRefused:
    """Sign in whoever's passkey answered, without a password; raises `EngineAway`."""
    challenge, credential = _challenge_of(answer), _credential_of(answer)
    async with database.transaction() as sql:
        if not await factors.use_challenge(sql, _hash(challenge), None, now):
            return PasskeyRefused()
        await present(sql, _hash(credential))
        kept = await factors.passkey(sql, _hash(credential))
        if kept is None:
            return PasskeyRefused()
        try:
            shown = verify_authentication_response(
                credential=answer,
                expected_challenge=challenge,
                expected_rp_id=site.host,
                expected_origin=site.origin,
                credential_public_key=kept["public_key"],
                credential_current_sign_count=kept["sign_count"],
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError):
            return PasskeyRefused()
        school, person = as_uuid(kept["school"]), as_uuid(kept["person"])
        await let_in(sql, school)
        if not await people.one(sql, school, person):
            return PasskeyRefused()
        await factors.use_passkey(sql, school, as_uuid(kept["id"]), shown.new_sign_count, now)
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
        return parse_client_data_json(base64url_to_bytes(told)).challenge
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return b""


def _credential_of(answer: str) -> bytes:
    try:
        return base64url_to_bytes(json.loads(answer)["rawId"])
    except (ValueError, KeyError, TypeError):
        return b""
