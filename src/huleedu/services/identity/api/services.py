"""Come in by the school's own sign-in service (OpenID Connect, code flow with PKCE).

Somebody is who the service's `sub` says, once they have connected it with their account: an e-mail
address that a service tells connects nobody. It stands for the password, not for a second factor.
"""

import logging
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlencode
from uuid import UUID, uuid4

from huleedu.kit.database import Database, Row, Sql
from huleedu.kit.sealing import KeyAway, Seals
from huleedu.kit.sign_in_service import (
    Answer,
    Client,
    ServiceFacts,
    ServiceWrong,
    SignInService,
)
from huleedu.services.identity.api.accepting import (
    Invited,
    come_in,
    make_account,
    open_invitation,
)
from huleedu.services.identity.api.acting import acting_for, not_fresh, paused
from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.api.beginning import begin, new_secret
from huleedu.services.identity.api.service_settings import NoService
from huleedu.services.identity.api.sessions import must_enrol
from huleedu.services.identity.api.signing_in import make_ticket
from huleedu.services.identity.domain.forms import name_problem
from huleedu.services.identity.domain.outcomes import (
    Done,
    FormRefused,
    LinkWrong,
    NoPassword,
    NotFresh,
    SchoolPaused,
    SecondFactorWanted,
    SignedIn,
    SignedInWith,
)
from huleedu.services.identity.domain.sealed import client_at
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import audit, people, schools, services
from huleedu.services.identity.store.viewing import as_uuid, let_in, present

log = logging.getLogger("huleedu.identity")

ANSWER_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ServiceOffered:
    """A service that one may come in by."""

    school: UUID
    name: str


@dataclass(frozen=True, slots=True)
class GoThere:
    """Where the browser goes, and what it keeps so that only it can come back."""

    address: str
    state: str


@dataclass(frozen=True, slots=True)
class NotConnected:
    """The service vouches for somebody whom no account here is connected with."""


@dataclass(frozen=True, slots=True)
class SomebodyElse:
    """The service vouches for somebody who has an account here already; the link still works."""


@dataclass(frozen=True, slots=True)
class Connected:
    """From now on one may come in by the service."""


@dataclass(frozen=True, slots=True)
class NoQuestion:
    """Nobody asked this, or not here, or too long ago, or it was answered."""


CameByService = (
    SignedInWith
    | SecondFactorWanted
    | Connected
    | NotConnected
    | SomebodyElse
    | SchoolPaused
    | NoQuestion
    | NoService
    | ServiceWrong
    | LinkWrong
)


async def offered_services(database: Database) -> Sequence[ServiceOffered]:
    """Which services one may come in by; raises `EngineAway`."""
    async with database.transaction() as sql:
        await services.about_to_sign_in(sql)
        rows = await services.offered(sql)
    return [ServiceOffered(as_uuid(row["school"]), row["name"]) for row in rows]


async def has_service(database: Database, who: SignedIn) -> bool:
    """Whether one's school has set a service; raises `EngineAway`."""
    async with acting_for(database, who) as sql:
        return await services.one(sql, who.school) is not None


async def is_connected(database: Database, who: SignedIn) -> bool:
    """Whether one may come in by the school's service; raises `EngineAway`."""
    async with acting_for(database, who) as sql:
        return await services.is_connected(sql, who.school, who.person)


async def disconnect_service(
    database: Database, who: SignedIn, now: datetime
) -> Done | NoPassword | NotFresh:
    """Come in by the service no more; raises `EngineAway`."""
    if stale := not_fresh(who, now):
        return stale
    async with acting_for(database, who) as sql:
        person = await people.one(sql, who.school, who.person)
        if person is None or (person["password_hash"] is None and not person["has_factor"]):
            return NoPassword()
        if await services.disconnect(sql, who.school, who.person):
            await audit.note(
                sql, who.school, now, who.person, "service_disconnected", about=who.person
            )
    return Done()


async def ask_service(
    database: Database,
    service: SignInService,
    school: UUID,
    redirect: str,
    now: datetime,
    *,
    who: SignedIn | None = None,
) -> GoThere | NoService | ServiceWrong | NotFresh:
    """Begin to come in by a school's service; raises `EngineAway`.

    Args:
        redirect: where the service sends the browser back to.
        who: is to be connected with whom the service vouches for; None: somebody signs in.
    """
    if who and (stale := not_fresh(who, now)):
        return stale
    async with database.transaction() as sql:
        if who:
            await let_in(sql, who.school)
        else:
            await services.about_to_sign_in(sql)
        row = await services.one(sql, who.school if who else school)
    if row is None:
        return NoService()
    whose = services.Whose(who.person, who.session) if who else services.Whose()
    return await _go(database, service, row, whose, redirect, now)


async def ask_service_as_invited(
    database: Database,
    service: SignInService,
    invited: Invited,
    redirect: str,
    now: datetime,
) -> GoThere | FormRefused | NoService | ServiceWrong | LinkWrong:
    """Begin to accept an invitation by the school's service; raises `EngineAway`."""
    async with database.transaction() as sql:
        opened = await open_invitation(sql, hash_of(invited.link), now)
        if not isinstance(opened, tuple):
            return opened
        row = await services.one(sql, opened[0]) if opened[1].service else None
    if row is None:
        return NoService()
    if problem := name_problem("name", invited.name):
        return FormRefused((problem,))
    whose = services.Whose(
        invitation=hash_of(invited.link), name=invited.name.strip(), language=invited.language
    )
    return await _go(database, service, row, whose, redirect, now)


async def _go(
    database: Database,
    service: SignInService,
    row: Row,
    whose: services.Whose,
    redirect: str,
    now: datetime,
) -> GoThere | ServiceWrong:
    """Keep a question of somebody, and say where it is asked."""
    facts = await service.facts(row["issuer"])
    if isinstance(facts, ServiceWrong):
        return facts
    state, nonce, verifier = new_secret(), new_secret(), new_secret()
    async with database.transaction() as sql:
        await present(sql, hash_of(state))
        await services.ask(
            sql,
            as_uuid(row["school"]),
            hash_of(state),
            whose,
            (nonce, verifier),
            now + ANSWER_WITHIN,
        )
    return GoThere(_address(facts, row["client_id"], redirect, (state, nonce, verifier)), state)


def _address(facts: ServiceFacts, client: str, redirect: str, secrets: tuple[str, str, str]) -> str:
    """Where the browser asks; `secrets`: state, nonce and verifier."""
    state, nonce, verifier = secrets
    asked = urlencode(
        {
            "response_type": "code",
            "scope": "openid",
            "client_id": client,
            "redirect_uri": redirect,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
    )
    joint = "&" if "?" in facts.authorization else "?"
    return f"{facts.authorization}{joint}{asked}"


def challenge_of(verifier: str) -> str:
    """What a service is told of a verifier beforehand (RFC 7636, S256)."""
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()


async def come_by_service(
    database: Database,
    seals: Seals,
    service: SignInService,
    state: str,
    code: str,
    redirect: str,
    asked_from: AskedFrom,
    now: datetime,
    *,
    who: SignedIn | None = None,
) -> CameByService:
    """Look whom the service vouches for; raises `EngineAway`.

    Args:
        state: what came back, which the browser has kept as well: whoever calls has compared them.
        who: is signed in here; only they are connected, by the session that asked.
    """
    async with database.transaction() as sql:
        await present(sql, hash_of(state))
        question = await services.use(sql, hash_of(state), now)
        if question is None or not _is_of(question, who):
            return NoQuestion()
        school = as_uuid(question["school"])
        await let_in(sql, school)
        row = await services.one(sql, school)
        kept = await services.secret(sql, school)
    if row is None:
        return NoService()
    facts = await service.facts(row["issuer"])
    if isinstance(facts, ServiceWrong):
        return facts
    try:
        secret = seals.open(kept, client_at(school))
    except KeyAway as away:
        log.error("a school's sign-in service cannot be asked: %s", away)
        return ServiceWrong("key_away")
    answer = Answer(code, question["verifier"], question["nonce"], redirect)
    vouched = await service.vouch(facts, Client(row["client_id"], secret), answer, now)
    if isinstance(vouched, ServiceWrong):
        return vouched
    async with database.transaction() as sql:
        await let_in(sql, school)
        if question["person"]:
            whose = (school, as_uuid(question["person"]))
            return await _connected(sql, whose, facts.issuer, vouched.subject, now)
        if question["invitation"]:
            return await _accepted(sql, question, facts.issuer, vouched.subject, asked_from, now)
        return await _came(sql, school, facts.issuer, vouched.subject, asked_from, now)


def _is_of(question: Row, who: SignedIn | None) -> bool:
    """Whether who comes back is who asked: else somebody could be connected with another's."""
    if question["person"] is None:
        return True
    return who is not None and as_uuid(question["session"]) == who.session


async def _connected(
    sql: Sql, whose: tuple[UUID, UUID], issuer: str, subject: str, now: datetime
) -> Connected | NotConnected:
    await services.connect(sql, whose, issuer, subject, now)
    person = await services.who(sql, whose[0], issuer, subject)
    if person is None or as_uuid(person) != whose[1]:
        return NotConnected()
    await services.tried(sql, whose[0], issuer, now)
    await audit.note(sql, whose[0], now, whose[1], "service_connected", about=whose[1])
    return Connected()


async def _accepted(
    sql: Sql, question: Row, issuer: str, subject: str, asked_from: AskedFrom, now: datetime
) -> SignedInWith | SomebodyElse | LinkWrong:
    """Make the account of who was invited, connected from the beginning; it has no password."""
    opened = await open_invitation(sql, question["invitation"], now)
    if not isinstance(opened, tuple):
        return opened
    school, person = opened[0], uuid4()
    await schools.lock(sql, school)
    if await services.who(sql, school, issuer, subject):
        return SomebodyElse()
    wrong = await make_account(
        sql, question["invitation"], person, question["name"], question["language"], now
    )
    if wrong is not None:
        return wrong
    await services.connect(sql, (school, person), issuer, subject, now)
    await audit.note(sql, school, now, person, "service_connected", about=person)
    return await come_in(sql, (school, person), asked_from, now, how="service")


async def _came(
    sql: Sql, school: UUID, issuer: str, subject: str, asked_from: AskedFrom, now: datetime
) -> SignedInWith | SecondFactorWanted | NotConnected | SchoolPaused:
    if refused := await paused(sql, school):
        return refused
    person = await services.who(sql, school, issuer, subject)
    known = await people.one(sql, school, as_uuid(person)) if person else None
    if known is None:
        return NotConnected()
    whose = (school, as_uuid(known["id"]))
    if known["has_factor"]:
        return SecondFactorWanted(await make_ticket(sql, *whose, now))
    return await begin(sql, whose, asked_from, now, how="service", must_enrol=must_enrol(known))
