"""Invite somebody to a school by a link that works for seven days, once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from huleedu.contracts.people import Right
from huleedu.kit.database import Database, Row, Sql
from huleedu.services.identity.api.acting import acting_for, may_not
from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.api.beginning import begin, new_secret
from huleedu.services.identity.api.hashing import hash_password, password_problem
from huleedu.services.identity.api.sessions import must_enrol
from huleedu.services.identity.domain.emails import normalised
from huleedu.services.identity.domain.factors import needs_factor
from huleedu.services.identity.domain.forms import email_problem, found, name_problem, names_of
from huleedu.services.identity.domain.links import LASTS, wrong_with
from huleedu.services.identity.domain.outcomes import (
    FieldProblem,
    FormRefused,
    Invitation,
    Language,
    LinkEnded,
    LinkMade,
    LinkUsed,
    LinkWrong,
    MayNot,
    SignedIn,
    SignedInWith,
)
from huleedu.services.identity.domain.rights import rights_problem
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import audit, links, people, schools
from huleedu.services.identity.store.viewing import as_uuid, let_in, present


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """An invitation that nobody has accepted yet."""

    email: str
    rights: frozenset[Right]
    invited_by: str
    ends_at: datetime


async def invite(
    database: Database, who: SignedIn, email: str, rights: Collection[str], now: datetime
) -> LinkMade | FormRefused | MayNot:
    """Make a link for somebody, which ends an older one; raises `EngineAway`."""
    if refused := may_not(who):
        return refused
    problems = found(email_problem(email), rights_problem(rights, who.rights))
    if problems:
        return FormRefused(problems)
    address, secret = normalised(email), new_secret()
    async with acting_for(database, who) as sql:
        if any(row["email"] == address for row in await people.all_of(sql, who.school)):
            return FormRefused((FieldProblem("email", "email.taken"),))
        await links.end_of_email(sql, who.school, "invitation", address, now)
        await links.add(
            sql,
            who.school,
            hash_of(secret),
            "invitation",
            now,
            now + LASTS["invitation"],
            email=address,
            rights=rights,
            made_by=who.person,
        )
        facts = {"rights": " ".join(sorted(rights))}
        await audit.note(sql, who.school, now, who.person, "invited", facts=facts)
    return LinkMade(secret)


async def open_invitations(
    database: Database, who: SignedIn, now: datetime
) -> Sequence[OpenInvitation] | MayNot:
    """Invitations that still work, the oldest first; raises `EngineAway`."""
    if refused := may_not(who):
        return refused
    async with acting_for(database, who) as sql:
        return [
            OpenInvitation(
                row["email"], frozenset(row["rights"]), row["made_by_name"] or "", row["ends_at"]
            )
            for row in await links.open_ones(sql, who.school, "invitation", now)
        ]


async def withdraw_invitation(
    database: Database, who: SignedIn, email: str, now: datetime
) -> MayNot | None:
    """End the invitations of an address; raises `EngineAway`."""
    if refused := may_not(who):
        return refused
    async with acting_for(database, who) as sql:
        await links.end_of_email(sql, who.school, "invitation", normalised(email), now)
        await audit.note(sql, who.school, now, who.person, "invitation_withdrawn")
    return None


async def invitation(database: Database, link: str, now: datetime) -> Invitation | LinkWrong:
    """What a link invites to; raises `EngineAway`."""
    async with database.transaction() as sql:
        row = await _open(sql, link, now)
        return row[1] if isinstance(row, tuple) else row


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
        opened = await _open(sql, link, now)
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
        await present(sql, hash_of(link))
        if not (used := await links.use(sql, hash_of(link), "invitation", now)):
            return LinkUsed()
        await let_in(sql, school)
        if not await people.add(
            sql,
            school,
            person,
            email=told.email,
            name=name.strip(),
            rights=used["rights"],
            language=language,
            password_hash=kept,
            now=now,
        ):
            return LinkEnded()
        await audit.note(
            sql, school, now, person, "accepted", about=person, address=asked_from.address
        )
        row = await people.one(sql, school, person)
        assert row
        return await begin(
            sql, (school, person), asked_from, now, how="invitation", must_enrol=must_enrol(row)
        )


async def _open(sql: Sql, link: str, now: datetime) -> tuple[UUID, Invitation] | LinkWrong:
    """The school and what it invites to, as long as it has a school and who invited is there."""
    shown = hash_of(link)
    await present(sql, shown)
    row = await links.one(sql, shown, "invitation")
    if wrong := wrong_with((row["ends_at"], row["used_at"]) if row else None, now):
        return wrong
    assert row
    school = as_uuid(row["school"])
    await let_in(sql, school)
    inviter = await people.one(sql, school, as_uuid(row["made_by"]))
    settings = await schools.one(sql, school)
    if inviter is None or settings is None or not _still_may(inviter, row["rights"]):
        return LinkEnded()
    return school, Invitation(
        school_name=settings["name"],
        invited_by=inviter["name"],
        email=row["email"],
        rights=frozenset(row["rights"]),
        needs_factor=needs_factor(
            row["rights"], teachers_need_factor=settings["teachers_need_factor"]
        ),
    )


def _still_may(inviter: Row, rights: Collection[str]) -> bool:
    """Whether who invited might still do so: what they lost they cannot give."""
    own = inviter["rights"]
    return "administrator" in own and rights_problem(rights, own) is None
