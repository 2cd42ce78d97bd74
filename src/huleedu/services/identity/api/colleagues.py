"""With whom somebody may share: the teachers of their school, whom every teacher knows."""

from uuid import UUID

from huleedu.kit.database import Database
from huleedu.services.identity.api.acting import acting_for
from huleedu.services.identity.domain.outcomes import Colleague, SignedIn
from huleedu.services.identity.store import people
from huleedu.services.identity.store.viewing import as_uuid


async def colleagues_of(database: Database, who: SignedIn) -> list[Colleague]:
    """The other teachers of the school, by name; raises `EngineAway`."""
    async with acting_for(database, who) as sql:
        rows = await people.all_of(sql, who.school)
    return [
        Colleague(as_uuid(row["id"]), row["name"])
        for row in rows
        if "teacher" in row["rights"] and as_uuid(row["id"]) != who.person
    ]


async def names_of(database: Database, who: SignedIn) -> dict[UUID, str]:
    """What everybody of the school is called, for whom names stand beside what they did."""
    async with acting_for(database, who) as sql:
        rows = await people.all_of(sql, who.school)
    return {as_uuid(row["id"]): row["name"] for row in rows}
