"""The first link of a school, and what it makes: its first administrator.

The installation's own school has one from the beginning; an operator makes those of others.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from huleedu.contracts.people import OWN_SCHOOL, Right
from huleedu.kit.database import Database, Sql
from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.api.beginning import begin, new_secret
from huleedu.services.identity.api.hashing import hash_password, password_problem
from huleedu.services.identity.domain.emails import normalised
from huleedu.services.identity.domain.forms import email_problem, found, name_problem, names_of
from huleedu.services.identity.domain.links import LASTS, wrong_with
from huleedu.services.identity.domain.outcomes import (
    FormRefused,
    Language,
    LinkEnded,
    LinkUsed,
    LinkWrong,
    SignedInWith,
)
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import audit, links, people, schools
from huleedu.services.identity.store.viewing import as_uuid, let_in, present

FIRST_RIGHTS: tuple[Right, ...] = ("administrator", "teacher")
OWN_FIRST_RIGHTS: tuple[Right, ...] = (*FIRST_RIGHTS, "operator")
"""Whoever is first in the installation looks after it."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the first administrator tells."""

    school_name: str
    language: Language
    name: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class StartOffered:
    """The link works; the school that it is of, as it is called so far."""

    school: UUID
    school_name: str
    language: Language


async def first_link(database: Database, now: datetime) -> str | None:
    """The secret of a link to `start` with, which ends older ones; None: it has been done.

    Raises `EngineAway`.
    """
    async with database.transaction() as sql:
        await let_in(sql, OWN_SCHOOL)
        await schools.lock(sql, OWN_SCHOOL)
        if await people.administrators(sql, OWN_SCHOOL):
            return None
        return await make_start_link(sql, OWN_SCHOOL, LASTS["start"], now)


async def make_start_link(sql: Sql, school: UUID, lasts: timedelta, now: datetime) -> str:
    """The secret of a link for the first administrator of a school, which ends older ones."""
    await links.end_of_kind(sql, school, "start", None, now)
    secret = new_secret()
    await links.add(sql, school, hash_of(secret), "start", now, now + lasts)
    return secret


async def start_offered(database: Database, link: str, now: datetime) -> StartOffered | LinkWrong:
    """What a first link is for; raises `EngineAway`."""
    async with database.transaction() as sql:
        await present(sql, hash_of(link))
        row = await links.one(sql, hash_of(link), "start")
        if wrong := wrong_with((row["ends_at"], row["used_at"]) if row else None, now):
            return wrong
        assert row
        school = as_uuid(row["school"])
        await let_in(sql, school)
        told = await schools.one(sql, school)
        if told is None or told["paused_at"]:
            return LinkEnded()
        return StartOffered(school, told["name"], told["language"])


async def start(
    database: Database, link: str, told: Beginning, asked_from: AskedFrom, now: datetime
) -> SignedInWith | FormRefused | LinkWrong:
    """Make the school and its first administrator, and sign them in; raises `EngineAway`."""
    offered = await start_offered(database, link, now)
    if not isinstance(offered, StartOffered):
        return offered
    school = offered.school
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
        await let_in(sql, school)
        await schools.name_school(sql, school, told.school_name.strip(), told.language)
        person = uuid4()
        await people.add(
            sql,
            school,
            person,
            email=email,
            name=told.name.strip(),
            rights=OWN_FIRST_RIGHTS if school == OWN_SCHOOL else FIRST_RIGHTS,
            language=told.language,
            password_hash=kept,
            now=now,
        )
        await audit.note(
            sql, school, now, person, "started", about=person, address=asked_from.address
        )
        return await begin(
            sql, (school, person), asked_from, now, must_enrol=True, how="first_link"
        )
