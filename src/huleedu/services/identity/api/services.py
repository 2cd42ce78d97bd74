"""Come in by the school's own sign-in service (OpenID Connect, code flow with PKCE).

Somebody is who the service's `sub` says, once they have connected it with their account: an e-mail
address that a service tells connects nobody. It stands for the password, not for a second factor.
"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlencode
from uuid import UUID

from huleedu.kit.database import Database, Row, Sql
from huleedu.kit.sign_in_service import (
    Answer,
    Client,
    ServiceFacts,
    ServiceWrong,
    SignInService,
)
from huleedu.services.identity.api.acting import acting_for, may_not, not_fresh, paused
from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.api.beginning import begin, new_secret
from huleedu.services.identity.api.sessions import must_enrol
from huleedu.services.identity.api.signing_in import make_ticket
from huleedu.services.identity.domain.forms import found, name_problem
from huleedu.services.identity.domain.outcomes import (
    Done,
    FieldProblem,
    FormRefused,
    MayNot,
    NoPassword,
    NotFresh,
    SchoolPaused,
    SecondFactorWanted,
    SignedIn,
    SignedInWith,
)
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import audit, people, services
from huleedu.services.identity.store.viewing import as_uuid, let_in, present

ANSWER_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """A school's service, without our secret there."""

    name: str
    issuer: str
    client_id: str
    tried_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoService:
    """The school has no service of its own."""


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
class Connected:
    """From now on one may come in by the service."""


@dataclass(frozen=True, slots=True)
class NoQuestion:
    """Nobody asked this, or not here, or too long ago, or it was answered."""


async def service_of(database: Database, who: SignedIn) -> ServiceSettings | NoService | MayNot:
    """What is set; raises `EngineAway`."""
    if refused := may_not(who):
        return refused
    async with acting_for(database, who) as sql:
        row = await services.one(sql, who.school)
    if row is None:
        return NoService()
    return ServiceSettings(row["name"], row["issuer"], row["client_id"], row["tried_at"])


async def set_service(
    database: Database,
    service: SignInService,
    who: SignedIn,
    told: ServiceSettings,
    secret: str,
    now: datetime,
) -> Done | FormRefused | ServiceWrong | MayNot | NotFresh:
    """Set a school's service, which is offered once it was tried; raises `EngineAway`."""
    if refused := may_not(who) or not_fresh(who, now):
        return refused
    problems = found(
        name_problem("name", told.name),
        None if told.client_id.strip() else FieldProblem("client_id", "client_id.missing"),
        None if secret.strip() else FieldProblem("client_secret", "client_secret.missing"),
    )
    if problems:
        return FormRefused(problems)
    facts = await service.facts(told.issuer)
    if isinstance(facts, ServiceWrong):
        return facts
    async with acting_for(database, who) as sql:
        client = (told.client_id.strip(), secret.strip())
        await services.set_service(sql, who.school, told.name.strip(), told.issuer, client)
        await audit.note(sql, who.school, now, who.person, "service_set")
    return Done()


async def remove_service(
    database: Database, who: SignedIn, now: datetime
) -> Done | MayNot | NotFresh:
    """Let nobody come in by a service any more; raises `EngineAway`."""
    if refused := may_not(who) or not_fresh(who, now):
        return refused
    async with acting_for(database, who) as sql:
        if await services.remove(sql, who.school):
            await audit.note(sql, who.school, now, who.person, "service_removed")
    return Done()


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
    facts = await service.facts(row["issuer"])
    if isinstance(facts, ServiceWrong):
        return facts
    state, nonce, verifier = new_secret(), new_secret(), new_secret()
    async with database.transaction() as sql:
        await present(sql, hash_of(state))
        whose = (who.person, who.session) if who else None
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
    service: SignInService,
    state: str,
    code: str,
    redirect: str,
    asked_from: AskedFrom,
    now: datetime,
    *,
    who: SignedIn | None = None,
) -> (
    SignedInWith
    | SecondFactorWanted
    | Connected
    | NotConnected
    | SchoolPaused
    | NoQuestion
    | NoService
    | ServiceWrong
):
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
        secret = await services.secret(sql, school)
    if row is None:
        return NoService()
    facts = await service.facts(row["issuer"])
    if isinstance(facts, ServiceWrong):
        return facts
    answer = Answer(code, question["verifier"], question["nonce"], redirect)
    vouched = await service.vouch(facts, Client(row["client_id"], secret), answer, now)
    if isinstance(vouched, ServiceWrong):
        return vouched
    async with database.transaction() as sql:
        await let_in(sql, school)
        if question["person"]:
            whose = (school, as_uuid(question["person"]))
            return await _connected(sql, whose, facts.issuer, vouched.subject, now)
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
