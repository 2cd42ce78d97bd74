"""One's own account: name and wishes, e-mail address, password, and where one is signed in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.identity.api.acting import acting_for, not_fresh
from huleedu.services.identity.api.asked_from import AskedFrom
from huleedu.services.identity.api.beginning import renew
from huleedu.services.identity.api.hashing import hash_password, is_password, password_problem
from huleedu.services.identity.api.slowing import admit_try, forgive
from huleedu.services.identity.domain.attempts import count_key
from huleedu.services.identity.domain.emails import normalised
from huleedu.services.identity.domain.forms import email_problem, name_problem, names_of
from huleedu.services.identity.domain.outcomes import (
    Done,
    FieldProblem,
    FormRefused,
    Language,
    NotFresh,
    Renewed,
    SessionSeen,
    SignedIn,
    TextSize,
    Theme,
    WaitSeconds,
    WrongCredentials,
)
from huleedu.services.identity.domain.sessions import Times, has_ended
from huleedu.services.identity.store import audit, people, sessions
from huleedu.services.identity.store.viewing import as_uuid


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody says of themselves, and how they want pages to be."""

    name: str
    language: Language
    theme: Theme
    keys: bool
    text_size: TextSize = "normal"


async def change_profile(database: Database, who: SignedIn, profile: Profile) -> Done | FormRefused:
    """Change one's name and wishes; raises `EngineAway`."""
    if problem := name_problem("name", profile.name):
        return FormRefused((problem,))
    async with acting_for(database, who) as sql:
        await people.set_profile(
            sql,
            who.school,
            who.person,
            name=profile.name.strip(),
            language=profile.language,
            theme=profile.theme,
            keys=profile.keys,
            text_size=profile.text_size,
        )
    return Done()


async def change_email(
    database: Database, who: SignedIn, email: str, now: datetime
) -> Renewed | FormRefused | NotFresh:
    """Come in with another address from now on; raises `EngineAway`."""
    if stale := not_fresh(who, now):
        return stale
    if problem := email_problem(email):
        return FormRefused((problem,))
    async with acting_for(database, who) as sql:
        if not await people.set_email(sql, who.school, who.person, normalised(email)):
            return FormRefused((FieldProblem("email", "email.taken"),))
        await audit.note(sql, who.school, now, who.person, "email_changed", about=who.person)
        return Renewed(await renew(sql, who, now))


async def change_password(
    database: Database,
    who: SignedIn,
    old: str,
    new: str,
    asked_from: AskedFrom,
    now: datetime,
) -> Renewed | FormRefused | WrongCredentials | WaitSeconds | NotFresh:
    """Another password, and the end of all other sessions; raises `EngineAway` or `Collision`.

    Args:
        old: the password until now; of no account where there is none.
    """
    if stale := not_fresh(who, now):
        return stale
    keys = (count_key("account", f"password of {who.person}"),)
    async with acting_for(database, who) as sql:
        if wait := await admit_try(sql, keys, now):
            return wait
        person = await people.one(sql, who.school, who.person)
    kept = person["password_hash"] if person else None
    if kept is not None and not await is_password(kept, old):
        return WrongCredentials()
    if problem := await password_problem(new, names_of(who.name, who.email, who.school_name)):
        return FormRefused((problem,))
    hashed = await hash_password(new)
    async with acting_for(database, who) as sql:
        await forgive(sql, keys)
        await people.set_password(sql, who.school, who.person, hashed)
        await sessions.forget_devices(sql, who.school, who.person)
        await audit.note(
            sql,
            who.school,
            now,
            who.person,
            "password_changed",
            about=who.person,
            address=asked_from.address,
        )
        return Renewed(await renew(sql, who, now))


async def sessions_of(database: Database, who: SignedIn, now: datetime) -> list[SessionSeen]:
    """Where somebody is signed in, the last used first; raises `EngineAway`."""
    async with acting_for(database, who) as sql:
        rows = await sessions.of_person(sql, who.school, who.person)
    return [
        SessionSeen(
            id=as_uuid(row["id"]),
            agent=row["agent"],
            address=row["address"],
            made_at=row["made_at"],
            used_at=row["used_at"],
            this=as_uuid(row["id"]) == who.session,
        )
        for row in rows
        if not has_ended(Times(row["made_at"], row["used_at"], row["fresh_at"]), now)
    ]


async def end_session(database: Database, who: SignedIn, session: UUID, now: datetime) -> Done:
    """Sign out elsewhere; raises `EngineAway`."""
    async with acting_for(database, who) as sql:
        if await sessions.end(sql, who.school, who.person, session):
            await audit.note(sql, who.school, now, who.person, "session_ended", about=who.person)
    return Done()


async def end_other_sessions(database: Database, who: SignedIn, now: datetime) -> Done:
    """Sign out everywhere else; raises `EngineAway`."""
    async with acting_for(database, who) as sql:
        await sessions.end_all(sql, who.school, who.person, who.session)
        await audit.note(sql, who.school, now, who.person, "sessions_ended", about=who.person)
    return Done()
