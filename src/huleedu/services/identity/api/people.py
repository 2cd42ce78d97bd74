"""The people of a school: who is what, and who is there no longer. For its administrators."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from huleedu.kit.database import Database, Row, Sql
from huleedu.services.identity.api.acting import acting_for, may_not, not_fresh
from huleedu.services.identity.api.beginning import renew
from huleedu.services.identity.domain.outcomes import (
    Done,
    FormRefused,
    LastAdministrator,
    MayNot,
    NoSuchPerson,
    NotFresh,
    PersonSeen,
    Renewed,
    SeenOtherwise,
    SignedIn,
)
from huleedu.services.identity.domain.rights import leaves_no_administrator, rights_problem
from huleedu.services.identity.store import audit, factors, people, schools, sessions, tokens
from huleedu.services.identity.store.viewing import as_uuid


async def people_of(database: Database, who: SignedIn) -> list[PersonSeen] | MayNot:
    """Everybody of a school, by name; raises `EngineAway`."""
    if refused := may_not(who):
        return refused
    async with acting_for(database, who) as sql:
        return [
            PersonSeen(
                id=as_uuid(row["id"]),
                name=row["name"],
                email=row["email"],
                rights=frozenset(row["rights"]),
                has_factor=row["has_factor"],
                seen_at=row["seen_at"],
                reset_asked_at=row["reset_asked_at"],
            )
            for row in await people.all_of(sql, who.school)
        ]


async def change_rights(
    database: Database,
    who: SignedIn,
    person: UUID,
    rights: Collection[str],
    now: datetime,
    *,
    seen: Collection[str] | None = None,
) -> Done | Renewed | FormRefused | LastAdministrator | NoSuchPerson | SeenOtherwise | MayNot:
    """Let somebody be something else; their sessions end, and one's own is renewed.

    Raises `EngineAway`.

    Args:
        seen: the rights that whoever asks has seen them have; None: whatever they are.
    """
    if refused := may_not(who):
        return refused
    if problem := rights_problem(rights, who.rights):
        return FormRefused((problem,))
    async with acting_for(database, who) as sql:
        before = await _changed(sql, who, person, rights)
        if not isinstance(before, list):
            return before
        if seen is not None and set(before) != set(seen):
            return SeenOtherwise()
        if set(before) == set(rights):
            return Done()
        await people.set_rights(sql, who.school, person, rights)
        facts = {"before": " ".join(before), "after": " ".join(sorted(rights))}
        await audit.note(
            sql, who.school, now, who.person, "rights_changed", about=person, facts=facts
        )
        if person == who.person:
            return Renewed(await renew(sql, who, now))
        await sessions.end_all(sql, who.school, person)
        return Done()


async def _changed(
    sql: Sql, who: SignedIn, person: UUID, after: Collection[str]
) -> list[str] | LastAdministrator | NoSuchPerson:
    """The rights that somebody has until now, if they may be changed to these."""
    await schools.lock(sql, who.school)
    row = await people.one(sql, who.school, person)
    if row is None:
        return NoSuchPerson()
    count = await people.administrators(sql, who.school)
    if leaves_no_administrator(row["rights"], after, count):
        return LastAdministrator()
    return list(row["rights"])


async def remove(
    database: Database, who: SignedIn, person: UUID, now: datetime
) -> Done | LastAdministrator | NoSuchPerson | MayNot:
    """Take somebody away; their sessions and tokens end at once. Raises `EngineAway`."""
    if refused := may_not(who):
        return refused
    async with acting_for(database, who) as sql:
        before = await _changed(sql, who, person, ())
        if not isinstance(before, list):
            return before
        await _end_everything(sql, who.school, person)
        await tokens.end_all(sql, who.school, person)
        await factors.remove_all(sql, who.school, person)
        await people.remove(sql, who.school, person, now)
        await audit.note(sql, who.school, now, who.person, "person_removed", about=person)
    return Done()


async def reset_factor(
    database: Database, who: SignedIn, person: UUID, now: datetime
) -> Done | NoSuchPerson | MayNot | NotFresh:
    """Forget somebody's second factors, who lost them; they set up others. Raises `EngineAway`.

    Their sessions end. One's own are changed in one's account.
    """
    if refused := may_not(who) or not_fresh(who, now):
        return refused
    async with acting_for(database, who) as sql:
        row = await people.one(sql, who.school, person)
        if row is None or person == who.person or _is_above(row, who):
            return NoSuchPerson()
        await factors.remove_all(sql, who.school, person)
        await _end_everything(sql, who.school, person)
        await audit.note(sql, who.school, now, who.person, "factor_reset", about=person)
    return Done()


async def end_sessions_of(
    database: Database, who: SignedIn, person: UUID, now: datetime
) -> Done | NoSuchPerson | MayNot:
    """Sign somebody out everywhere; raises `EngineAway`."""
    if refused := may_not(who):
        return refused
    async with acting_for(database, who) as sql:
        if not await people.one(sql, who.school, person):
            return NoSuchPerson()
        keep = who.session if person == who.person else None
        await sessions.end_all(sql, who.school, person, keep)
        await audit.note(sql, who.school, now, who.person, "sessions_ended", about=person)
    return Done()


def _is_above(row: Row, who: SignedIn) -> bool:
    """An operator is over all schools: one school's administrator does not let others be one."""
    return "operator" in row["rights"] and "operator" not in who.rights


async def _end_everything(sql: Sql, school: UUID, person: UUID) -> None:
    await sessions.end_all(sql, school, person)
    await sessions.forget_devices(sql, school, person)
