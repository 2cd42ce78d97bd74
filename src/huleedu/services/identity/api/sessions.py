"""Sessions: whose a token is, and its end."""

from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Database, Row
from huleedu.services.identity.api.acting import paused
from huleedu.services.identity.domain.factors import needs_factor
from huleedu.services.identity.domain.outcomes import MustEnrol, NoSession, SchoolPaused, SignedIn
from huleedu.services.identity.domain.secrets import hash_of
from huleedu.services.identity.domain.sessions import Times, fresh_until, has_ended, is_to_note
from huleedu.services.identity.store import audit, people, sessions
from huleedu.services.identity.store.viewing import as_uuid, let_in, present


async def session_of(
    database: Database, token: str, now: datetime
) -> SignedIn | MustEnrol | SchoolPaused | NoSession:
    """Who comes with this token; raises `EngineAway`."""
    if not token:
        return NoSession()
    async with database.transaction() as sql:
        shown = hash_of(token)
        await present(sql, shown)
        found = await sessions.by_hash(sql, shown)
        if not found:
            return NoSession()
        times = Times(found["made_at"], found["used_at"], found["fresh_at"])
        school = as_uuid(found["school"])
        await let_in(sql, school)
        person = await people.one(sql, school, as_uuid(found["person"]))
        if has_ended(times, now):
            return NoSession()
        if not person:
            return await paused(sql, school) or NoSession()
        if is_to_note(times, now):
            await sessions.note_use(sql, school, as_uuid(found["id"]), now)
            await people.seen(sql, school, as_uuid(found["person"]), now)
    who = signed_in(as_uuid(found["id"]), person, fresh_until(times))
    return MustEnrol(who) if must_enrol(person) else who


async def sign_out(database: Database, token: str, now: datetime) -> None:
    """End the session of this token, if it has one; raises `EngineAway`."""
    async with database.transaction() as sql:
        shown = hash_of(token)
        await present(sql, shown)
        if found := await sessions.by_hash(sql, shown):
            school, person = as_uuid(found["school"]), as_uuid(found["person"])
            await let_in(sql, school)
            if await sessions.end(sql, school, person, as_uuid(found["id"])):
                await audit.note(
                    sql, school, now, person, "signed_out", about=person, address=found["address"]
                )


def must_enrol(person: Row) -> bool:
    """Whether somebody needs a second factor and has none."""
    needed = needs_factor(person["rights"], teachers_need_factor=person["teachers_need_factor"])
    return needed and not person["has_factor"]


def signed_in(session: UUID, person: Row, fresh: datetime) -> SignedIn:
    """Somebody, as pages and programs know them."""
    return SignedIn(
        session=session,
        person=as_uuid(person["id"]),
        school=as_uuid(person["school"]),
        school_name=person["school_name"],
        name=person["name"],
        email=person["email"],
        rights=frozenset(person["rights"]),
        language=person["language"],
        theme=person["theme"],
        keys=person["keys"],
        text_size=person["text_size"],
        fresh_until=fresh,
    )
