"""The first link, and what it makes: the installation's own school and its first administrator."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from huleedu.contracts.people import OWN_SCHOOL, Right
from huleedu.kit.database import Database
from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.api.beginning import begin, new_secret
from huleedu.services.identity.api.hashing import hash_password, password_problem
from huleedu.services.identity.domain.emails import normalised
from huleedu.services.identity.domain.forms import email_problem, found, name_problem, names_of
from huleedu.services.identity.domain.links import FORGOTTEN, LASTS, wrong_with
from huleedu.services.identity.domain.outcomes import (
    FormRefused,
    Language,
    LinkUsed,
    LinkWrong,
    SignedInWith,
)
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import audit, links, people, schools
from huleedu.services.identity.store.viewing import let_in, present

FIRST_RIGHTS: tuple[Right, ...] = ("administrator", "operator", "teacher")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the first administrator tells."""

    school_name: str
    language: Language
    name: str
    email: str
    password: str


async def first_link(database: Database, now: datetime) -> str | None:
    """The secret of a link to `start` with, which ends older ones; None: it has been done.

    Raises `EngineAway`.
    """
    async with database.transaction() as sql:
        await let_in(sql, OWN_SCHOOL)
        await schools.lock(sql, OWN_SCHOOL)
        if await people.administrators(sql, OWN_SCHOOL):
            return None
        await links.end_of_kind(sql, OWN_SCHOOL, "start", None, now)
        await links.prune(sql, now - FORGOTTEN)
        secret = new_secret()
        await links.add(sql, OWN_SCHOOL, hash_of(secret), "start", now, now + LASTS["start"])
        return secret


async def start_link_wrong(database: Database, link: str, now: datetime) -> LinkWrong | None:
    """Why a first link does not work; None: it works. Raises `EngineAway`."""
    async with database.transaction() as sql:
        await present(sql, hash_of(link))
        row = await links.one(sql, hash_of(link), "start")
        return wrong_with((row["ends_at"], row["used_at"]) if row else None, now)


async def start(
    database: Database, link: str, told: Beginning, asked_from: AskedFrom, now: datetime
) -> SignedInWith | FormRefused | LinkWrong:
    """Make the school and its first administrator, and sign them in; raises `EngineAway`."""
    if wrong := await start_link_wrong(database, link, now):
        return wrong
    email = normalised(told.email)
    names = names_of(told.name, email, told.school_name)
    problems = found(
        name_problem("school_name", told.school_name),
        name_problem("name", told.name),
        email_problem(told.email),
        await password_problem(told.password, names),
    )
    if problems:
        return FormRefused(problems)
    kept = await hash_password(told.password)
    async with database.transaction() as sql:
        await present(sql, hash_of(link))
        if not await links.use(sql, hash_of(link), "start", now):
            return LinkUsed()
        await let_in(sql, OWN_SCHOOL)
        await schools.name_school(sql, OWN_SCHOOL, told.school_name.strip(), told.language)
        person = uuid4()
        await people.add(
            sql,
            OWN_SCHOOL,
            person,
            email=email,
            name=told.name.strip(),
            rights=FIRST_RIGHTS,
            language=told.language,
            password_hash=kept,
            now=now,
        )
        await audit.note(
            sql, OWN_SCHOOL, now, person, "started", about=person, address=asked_from.address
        )
        return await begin(
            sql, (OWN_SCHOOL, person), asked_from, now, must_enrol=True, how="first_link"
        )
