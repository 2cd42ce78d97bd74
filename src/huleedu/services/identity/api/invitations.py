"""Invite somebody to a school by a link that works for seven days, once; `accepting` takes it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from huleedu.contracts.people import Right
from huleedu.kit.database import Database
from huleedu.services.identity.api.acting import acting_for, may_not
from huleedu.services.identity.api.beginning import new_secret
from huleedu.services.identity.domain.emails import normalised
from huleedu.services.identity.domain.forms import email_problem, found
from huleedu.services.identity.domain.links import LASTS
from huleedu.services.identity.domain.outcomes import (
    FieldProblem,
    FormRefused,
    LinkMade,
    MayNot,
    SignedIn,
)
from huleedu.services.identity.domain.rights import rights_problem
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.store import audit, links, people


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
