"""Accept an invitation: by a password, by a passkey, or by the school's own sign-in service.

The link makes one account, whichever way it is taken; an answer that does not hold leaves it as it
was.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID, uuid4

from huleedu.kit.database import Database, Row, Sql
from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.api.beginning import begin
from huleedu.services.identity.api.factors import new_codes
from huleedu.services.identity.api.hashing import hash_password, password_problem
from huleedu.services.identity.api.passkeys import (
    Site,
    add_made,
    question_for,
    use_answer,
)
from huleedu.services.identity.api.sessions import must_enrol
from huleedu.services.identity.domain.factors import needs_factor
from huleedu.services.identity.domain.forms import found, name_problem, names_of
from huleedu.services.identity.domain.links import wrong_with
from huleedu.services.identity.domain.outcomes import (
    FormRefused,
    Invitation,
    Language,
    LinkEnded,
    LinkUsed,
    LinkWrong,
    PasskeyQuestion,
    PasskeyRefused,
    SignedInWith,
)
from huleedu.services.identity.domain.rights import rights_problem
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import audit, links, people, schools, services
from huleedu.services.identity.store.viewing import as_uuid, let_in, present


@dataclass(frozen=True, slots=True)
class Invited:
    """Who comes by a link: what they are called, and the language that they read."""

    link: str
    name: str
    language: Language


@dataclass(frozen=True, slots=True)
class AcceptedByPasskey:
    """The account is made, with its first recovery codes, which are told this once."""

    came: SignedInWith
    recovery_codes: tuple[str, ...]


async def invitation(database: Database, link: str, now: datetime) -> Invitation | LinkWrong:
    """What a link invites to; raises `EngineAway`."""
    async with database.transaction() as sql:
        opened = await open_invitation(sql, hash_of(link), now)
        return opened[1] if isinstance(opened, tuple) else opened


async def accept(
    database: Database,
    link: str,
    name: str,
    password: str,
    asked_from: AskedFrom,
    now: datetime,
    *,
    language: Language,
) -> SignedInWith | FormRefused | LinkWrong:
    """Make the account that a link invites to, and sign in; raises `EngineAway`."""
    async with database.transaction() as sql:
        opened = await open_invitation(sql, hash_of(link), now)
    if not isinstance(opened, tuple):
        return opened
    school, told = opened
    problems = found(
        name_problem("name", name),
        await password_problem(password, names_of(name, told.email, told.school_name)),
    )
    if problems:
        return FormRefused(problems)
    kept, person = await hash_password(password), uuid4()
    async with database.transaction() as sql:
        made = await make_account(
            sql, hash_of(link), person, name, language, now, password_hash=kept
        )
        if made is not None:
            return made
        return await come_in(sql, (school, person), asked_from, now, how="invitation")


async def ask_passkey_of_invited(
    database: Database, link: str, site: Site, now: datetime
) -> PasskeyQuestion | LinkWrong:
    """What an authenticator is asked so that it makes a passkey for who was invited.

    Raises `EngineAway`.
    """
    async with database.transaction() as sql:
        opened = await open_invitation(sql, hash_of(link), now)
        if not isinstance(opened, tuple):
            return opened
        email = opened[1].email
        return await question_for(sql, site, (person_of(link), email, email), (), now)


async def accept_by_passkey(
    database: Database,
    invited: Invited,
    site: Site,
    answer: str,
    passkey_name: str,
    asked_from: AskedFrom,
    now: datetime,
) -> AcceptedByPasskey | FormRefused | PasskeyRefused | LinkWrong:
    """Make the account with a passkey and no password, and sign in; raises `EngineAway`.

    Args:
        answer: of the authenticator to `ask_passkey_of_invited` with the same link, as JSON.
    """
    person = person_of(invited.link)
    async with database.transaction() as sql:
        opened = await open_invitation(sql, hash_of(invited.link), now)
        if not isinstance(opened, tuple):
            return opened
        if problem := name_problem("name", invited.name):
            return FormRefused((problem,))
        made = await use_answer(sql, person, site, answer, now)
        if isinstance(made, PasskeyRefused):
            return made
        wrong = await make_account(
            sql, hash_of(invited.link), person, invited.name, invited.language, now
        )
        if wrong is not None:
            return wrong
        whose = (opened[0], person)
        await add_made(sql, whose, made, passkey_name, now)
        await audit.note(sql, whose[0], now, person, "passkey_set", about=person)
        codes = await new_codes(sql, *whose)
        came = await come_in(sql, whose, asked_from, now, how="invitation")
        return AcceptedByPasskey(came, codes)


def person_of(link: str) -> UUID:
    """Who an account made by this link is: passkeys want to know it before it is there."""
    return UUID(bytes=sha256(f"whom it invites: {link}".encode()).digest()[:16], version=4)


async def make_account(
    sql: Sql,
    link_hash: str,
    person: UUID,
    name: str,
    language: Language,
    now: datetime,
    *,
    password_hash: str | None = None,
) -> LinkWrong | None:
    """Use a link up for an account; None: it is there, and its school's rows are seen."""
    await present(sql, link_hash)
    if not (used := await links.use(sql, link_hash, "invitation", now)):
        return LinkUsed()
    school = as_uuid(used["school"])
    await let_in(sql, school)
    added = await people.add(
        sql,
        school,
        person,
        email=used["email"],
        name=name.strip(),
        rights=used["rights"],
        language=language,
        password_hash=password_hash,
        now=now,
    )
    return None if added else LinkEnded()


async def come_in(
    sql: Sql, whose: tuple[UUID, UUID], asked_from: AskedFrom, now: datetime, *, how: str
) -> SignedInWith:
    """Note who accepted, and sign them in; they have all by now that they will come in with."""
    school, person = whose
    address = asked_from.address
    await audit.note(sql, school, now, person, "accepted", about=person, address=address)
    row = await people.one(sql, school, person)
    assert row
    return await begin(sql, whose, asked_from, now, how=how, must_enrol=must_enrol(row))


async def open_invitation(
    sql: Sql, link_hash: str, now: datetime
) -> tuple[UUID, Invitation] | LinkWrong:
    """The school and what it invites to, as long as it has a school and who invited is there."""
    await present(sql, link_hash)
    row = await links.one(sql, link_hash, "invitation")
    if wrong := wrong_with((row["ends_at"], row["used_at"]) if row else None, now):
        return wrong
    assert row
    school = as_uuid(row["school"])
    await let_in(sql, school)
    inviter = await people.one(sql, school, as_uuid(row["made_by"]))
    settings = await schools.one(sql, school)
    if inviter is None or settings is None or not _still_may(inviter, row["rights"]):
        return LinkEnded()
    service = await services.one(sql, school)
    return school, Invitation(
        school_name=settings["name"],
        invited_by=inviter["name"],
        email=row["email"],
        rights=frozenset(row["rights"]),
        needs_factor=needs_factor(
            row["rights"], teachers_need_factor=settings["teachers_need_factor"]
        ),
        service=service["name"] if service and service["tried_at"] else "",
    )


def _still_may(inviter: Row, rights: tuple[str, ...] | list[str]) -> bool:
    """Whether who invited might still do so: what they lost they cannot give."""
    own = inviter["rights"]
    return "administrator" in own and rights_problem(rights, own) is None
