"""A school's settings, and its audit."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from huleedu.kit.database import Database, Row, Sql
from huleedu.services.identity.api.acting import acting_for, may_not
from huleedu.services.identity.domain.language_models import LlmOff, LlmSettings
from huleedu.services.identity.domain.outcomes import (
    AuditEntry,
    Done,
    FormRefused,
    MayNot,
    SeenOtherwise,
    SignedIn,
)
from huleedu.services.identity.domain.settings import (
    SchoolChoices,
    SchoolSettings,
    settings_problems,
)
from huleedu.services.identity.store import audit, language_models, schools
from huleedu.services.identity.store.viewing import as_uuid, let_in

ENTRIES = 100
"""So many rows of the audit are read at a time."""
NO_CHOICES = SchoolChoices((), pupil_links=False)


async def settings_of(database: Database, who: SignedIn) -> SchoolSettings | MayNot:
    """What is set; raises `EngineAway`."""
    if refused := may_not(who):
        return refused
    async with acting_for(database, who) as sql:
        return await _settings(sql, who)


async def _settings(sql: Sql, who: SignedIn) -> SchoolSettings:
    row = await schools.one(sql, who.school)
    assert row
    return SchoolSettings(
        row["name"],
        row["language"],
        row["teachers_need_factor"],
        tuple(row["scales"]),
        row["pupil_links"],
        await language_models.settings(sql, who.school),
    )


async def school_choices(database: Database, school: UUID) -> SchoolChoices:
    """Which scales teachers are offered, and whether pupils have links; raises `EngineAway`."""
    async with database.transaction() as sql:
        await let_in(sql, school)
        row = await schools.one(sql, school)
    return SchoolChoices(tuple(row["scales"]), row["pupil_links"]) if row else NO_CHOICES


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
    async with acting_for(database, who) as sql:
        await schools.lock(sql, who.school)
        before = await _settings(sql, who)
        if seen is not None and before != seen:
            return SeenOtherwise()
        if problems := settings_problems(before, settings, operator="operator" in who.rights):
            return FormRefused(problems)
        columns = (
            *(settings.name.strip(), settings.language, settings.teachers_need_factor),
            *(list(settings.scales), settings.pupil_links),
        )
        await schools.change(sql, who.school, columns)
        facts = {
            "teachers_need_factor": str(settings.teachers_need_factor).lower(),
            "pupil_links": str(settings.pupil_links).lower(),
            "scales": "; ".join(settings.scales),
        }
        await audit.note(sql, who.school, now, who.person, "settings_changed", facts=facts)
        if settings.llm != before.llm:
            await _change_llm(sql, who, settings.llm, now)
    return Done()


async def _change_llm(sql: Sql, who: SignedIn, llm: LlmSettings | LlmOff, now: datetime) -> None:
    match llm:
        case LlmOff():
            await language_models.forbid(sql, who.school)
            await audit.note(sql, who.school, now, who.person, "llm_forbidden")
        case LlmSettings():
            await language_models.allow(sql, who.school, llm)
            facts = {
                "provider": llm.provider,
                "country": llm.country,
                "endpoint": llm.endpoint,
                "models": ", ".join(llm.models),
                "who": llm.who,
            }
            await audit.note(sql, who.school, now, who.person, "llm_allowed", facts=facts)


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
    return [_entry(row) for row in rows]


def _entry(row: Row) -> AuditEntry:
    return AuditEntry(
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


async def audit_of_batch(
    database: Database, school: UUID, batch: UUID
) -> AsyncGenerator[AuditEntry]:
    """What concerns one batch, the newest first, for whoever may have all of it.

    Args:
        database: identity's tables, with the rights of a service.
    """
    before: int | None = None
    while True:
        async with database.session() as sql:
            rows = await audit.read(sql, school, None, "", before, ENTRIES, batch=batch)
        for row in rows:
            yield _entry(row)
        if len(rows) < ENTRIES:
            return
        before = rows[-1]["id"]


async def kinds_of_audit(database: Database, who: SignedIn) -> Sequence[str] | MayNot:
    """Which kinds of entries there are; raises `EngineAway`."""
    if refused := may_not(who):
        return refused
    async with acting_for(database, who) as sql:
        return await audit.kinds(sql, who.school)
