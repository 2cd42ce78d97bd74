"""A school's own sign-in service is set by its administrators, and offered once it was tried."""

from dataclasses import dataclass
from datetime import datetime

from huleedu.kit.database import Database
from huleedu.kit.sealing import Seals
from huleedu.kit.sign_in_service import ServiceWrong, SignInService
from huleedu.services.identity.api.acting import acting_for, may_not, not_fresh
from huleedu.services.identity.domain.forms import found, name_problem
from huleedu.services.identity.domain.outcomes import (
    Done,
    FieldProblem,
    FormRefused,
    MayNot,
    NotFresh,
    SignedIn,
)
from huleedu.services.identity.domain.sealed import client_at
from huleedu.services.identity.store import audit, services


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
    seals: Seals,
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
        kept = seals.seal(secret.strip(), client_at(who.school))
        client = (told.client_id.strip(), kept)
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
