"""A new password for who forgot theirs: asked for by anybody, given as a link by an administrator.

A link works for an hour, once, and does not skip the second factor: it changes the password, and
signs nobody in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.contracts.people import OWN_SCHOOL
from huleedu.kit.database import Database, Sql
from huleedu.services.identity.api.acting import acting_for, may_not
from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.api.beginning import new_secret
from huleedu.services.identity.api.hashing import hash_password, password_problem
from huleedu.services.identity.api.slowing import admit_try
from huleedu.services.identity.domain.attempts import count_key, prefix_of
from huleedu.services.identity.domain.emails import normalised
from huleedu.services.identity.domain.forms import names_of
from huleedu.services.identity.domain.links import LASTS, wrong_with
from huleedu.services.identity.domain.outcomes import (
    FormRefused,
    LinkEnded,
    LinkMade,
    LinkUsed,
    LinkWrong,
    MayNot,
    NoSuchPerson,
    PasswordReset,
    ResetAsked,
    SignedIn,
    WaitSeconds,
)
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import audit, links, people, sessions
from huleedu.services.identity.store.viewing import as_uuid, let_in, present


async def ask_reset(
    database: Database, email: str, asked_from: AskedFrom, now: datetime
) -> ResetAsked | WaitSeconds:
    """Tell the administrators that this account wants a new password; raises `EngineAway`.

    The answer is the same whether there is such an account, and so is what is written.
    """
    address = normalised(email)
    async with database.transaction() as sql:
        keys = (
            count_key("account", f"reset of {address}"),
            count_key("address", f"reset from {prefix_of(asked_from.address)}"),
        )
        if wait := await admit_try(sql, keys, now):
            return wait
        await present(sql, address)
        rows = await people.by_email(sql, address)
        whose = [(as_uuid(row["school"]), as_uuid(row["id"])) for row in rows]
        for school, person in whose or [(OWN_SCHOOL, None)]:
            await let_in(sql, school)
            await people.ask_reset(sql, school, person or school, now)
            await audit.note(
                sql, school, now, None, "reset_asked", about=person, address=asked_from.address
            )
    return ResetAsked()


async def make_reset_link(
    database: Database, who: SignedIn, person: UUID, now: datetime
) -> LinkMade | NoSuchPerson | MayNot:
    """A link for somebody of one's school, which ends an older one; raises `EngineAway`."""
    if refused := may_not(who):
        return refused
    async with acting_for(database, who) as sql:
        row = await people.one(sql, who.school, person)
        if row is None or ("operator" in row["rights"] and "operator" not in who.rights):
            return NoSuchPerson()
        made = await _made(sql, who.school, person, who.person, now)
        await audit.note(sql, who.school, now, who.person, "reset_link_made", about=person)
    return made


@dataclass(frozen=True, slots=True)
class LinkFor:
    """A link that was made for somebody who asked for it, to be mailed to their address alone."""

    email: str
    school_name: str
    made: LinkMade


async def reset_links_for(database: Database, email: str, now: datetime) -> Sequence[LinkFor]:
    """A link for each account with this address, which ends older ones; raises `EngineAway`.

    Whoever calls has asked with `ask_reset`, which slows down who asks too often.
    """
    address = normalised(email)
    made: list[LinkFor] = []
    async with database.transaction() as sql:
        await present(sql, address)
        for row in await people.by_email(sql, address):
            school, person = as_uuid(row["school"]), as_uuid(row["id"])
            await let_in(sql, school)
            if known := await people.one(sql, school, person):
                link = await _made(sql, school, person, None, now)
                await audit.note(sql, school, now, None, "reset_link_mailed", about=person)
                made.append(LinkFor(known["email"], known["school_name"], link))
    return made


async def _made(
    sql: Sql, school: UUID, person: UUID, made_by: UUID | None, now: datetime
) -> LinkMade:
    secret, ends_at = new_secret(), now + LASTS["reset"]
    await links.end_of_kind(sql, school, "reset", person, now)
    await links.add(
        sql, school, hash_of(secret), "reset", now, ends_at, person=person, made_by=made_by
    )
    return LinkMade(secret)


async def reset_link_wrong(database: Database, link: str, now: datetime) -> LinkWrong | None:
    """Why a reset link does not work; None: it works. Raises `EngineAway`."""
    async with database.transaction() as sql:
        opened = await _open(sql, link, now)
    return None if isinstance(opened, tuple) else opened


async def reset(
    database: Database, link: str, password: str, asked_from: AskedFrom, now: datetime
) -> PasswordReset | FormRefused | LinkWrong:
    """Change the password; all sessions of its person end. Raises `EngineAway`."""
    async with database.transaction() as sql:
        opened = await _open(sql, link, now)
    if not isinstance(opened, tuple):
        return opened
    school, person, names = opened
    if problem := await password_problem(password, names):
        return FormRefused((problem,))
    kept = await hash_password(password)
    async with database.transaction() as sql:
        await present(sql, hash_of(link))
        if not await links.use(sql, hash_of(link), "reset", now):
            return LinkUsed()
        await let_in(sql, school)
        await people.set_password(sql, school, person, kept)
        await sessions.end_all(sql, school, person)
        await sessions.forget_devices(sql, school, person)
        await audit.note(
            sql, school, now, person, "password_reset", about=person, address=asked_from.address
        )
    return PasswordReset()


async def _open(
    sql: Sql, link: str, now: datetime
) -> tuple[UUID, UUID, tuple[str, ...]] | LinkWrong:
    """Whose link it is, as long as they are there: school, person, names."""
    shown = hash_of(link)
    await present(sql, shown)
    row = await links.one(sql, shown, "reset")
    if wrong := wrong_with((row["ends_at"], row["used_at"]) if row else None, now):
        return wrong
    assert row
    school, person = as_uuid(row["school"]), as_uuid(row["person"])
    await let_in(sql, school)
    told = await people.one(sql, school, person)
    if told is None:
        return LinkEnded()
    return school, person, tuple(names_of(told["name"], told["email"], told["school_name"]))
