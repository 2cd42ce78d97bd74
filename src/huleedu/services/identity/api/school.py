"""A school's settings, and its audit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.kit.database import Database, Sql
from huleedu.services.identity.api.acting import acting_for, may_not
from huleedu.services.identity.domain.forms import name_problem
from huleedu.services.identity.domain.outcomes import (
    AuditEntry,
    Done,
    FormRefused,
    MayNot,
    SchoolSettings,
    SeenOtherwise,
    SignedIn,
)
from huleedu.services.identity.store import audit, schools
from huleedu.services.identity.store.viewing import as_uuid, let_in

ENTRIES = 100
"""So many rows of the audit are read at a time."""


async def settings_of(database: Database, who: SignedIn) -> SchoolSettings | MayNot:
    """What is set; raises `EngineAway`."""
    if refused := may_not(who):
        return refused
    async with acting_for(database, who) as sql:
        return await _settings(sql, who)


async def _settings(sql: Sql, who: SignedIn) -> SchoolSettings:
    row = await schools.one(sql, who.school)
    assert row
    return SchoolSettings(row["name"], row["language"], row["teachers_need_factor"])


async def change_settings(
    database: Database,
    who: SignedIn,
    settings: SchoolSettings,
    now: datetime,
    *,
    seen: SchoolSettings | None = None,
) -> Done | FormRefused | SeenOtherwise | MayNot:
    """Set it otherwise; raises `EngineAway`.

    Args:
        seen: as whoever asks has seen it set; None: however it is.
    """
    if refused := may_not(who):
        return refused
    if problem := name_problem("school_name", settings.name):
        return FormRefused((problem,))
    async with acting_for(database, who) as sql:
        await schools.lock(sql, who.school)
        if seen is not None and await _settings(sql, who) != seen:
            return SeenOtherwise()
        await schools.change(
            sql,
            who.school,
            settings.name.strip(),
            settings.language,
            teachers_need_factor=settings.teachers_need_factor,
        )
        facts = {"teachers_need_factor": str(settings.teachers_need_factor).lower()}
        await audit.note(sql, who.school, now, who.person, "settings_changed", facts=facts)
    return Done()


async def note(
    database: Database,
    who: SignedIn,
    what: str,
    now: datetime,
    *,
    about: UUID | None = None,
    facts: Mapping[str, str] | None = None,
    address: str = "",
) -> None:
    """Write into the audit that somebody did or saw something; raises `EngineAway`.

    Args:
        what: a code, of which `gateway/words` has `audit.<code>`.
        about: whom or what; no name and no text stands in `facts`.
    """
    async with acting_for(database, who) as sql:
        await audit.note(
            sql, who.school, now, who.person, what, about=about, facts=facts, address=address
        )


async def note_each(
    database: Database,
    who: tuple[UUID, UUID | None],
    what: str,
    now: datetime,
    about: Sequence[UUID],
    *,
    facts: Mapping[str, str],
    address: str = "",
) -> None:
    """Write into the audit that somebody did the same to each of these; raises `EngineAway`.

    Args:
        who: the school, and the person; None: at the machine itself.
        facts: with what tells this act from others: the same act is noted once.
    """
    school, person = who
    async with database.transaction() as sql:
        await let_in(sql, school)
        await audit.note_each(sql, (school, now, person), what, about, facts, address)


async def audit_of(
    database: Database,
    who: SignedIn,
    *,
    person: UUID | None = None,
    what: str = "",
    before: int | None = None,
    limit: int = ENTRIES,
    batch: UUID | None = None,
    since: datetime | None = None,
) -> Sequence[AuditEntry] | MayNot:
    """The audit, the newest first, from behind entry `before` on; raises `EngineAway`.

    Args:
        person: who did it or whom it is about; None: everybody.
        what: one kind of entry; empty: all.
        batch: what concerns it; None: all.
        since: not from before this time.
    """
    if refused := may_not(who):
        return refused
    async with acting_for(database, who) as sql:
        rows = await audit.read(
            sql, who.school, person, what, before, limit, batch=batch, since=since
        )
    return [
        AuditEntry(
            id=row["id"],
            at=row["at"],
            person=row["person"] and as_uuid(row["person"]),
            person_name=row["person_name"],
            what=row["what"],
            about=row["about"] and as_uuid(row["about"]),
            about_name=row["about_name"],
            facts=msgspec.json.decode(row["facts"], type=dict[str, str]),
            address=row["address"],
        )
        for row in rows
    ]


async def kinds_of_audit(database: Database, who: SignedIn) -> Sequence[str] | MayNot:
    """Which kinds of entries there are; raises `EngineAway`."""
    if refused := may_not(who):
        return refused
    async with acting_for(database, who) as sql:
        return await audit.kinds(sql, who.school)
