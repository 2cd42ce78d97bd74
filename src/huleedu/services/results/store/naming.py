"""Whose a batch's texts are, and what its files are called, even where that is hidden."""

from collections.abc import Sequence
from uuid import UUID

from huleedu.kit.database import Sql
from huleedu.services.results.domain.hiding import RealNames, names_of

# whose a batch's texts are, or may be
PUPILS = "select distinct pupil from file where batch = $1 and pupil <> '' order by pupil"

# by what whoever wrote a text may be called, where that is hidden
HIDDEN_NAMES = """
select f.name, f.pupil from file f
where f.batch = $1 and exists (select from batch where id = $1 and blind and not names_shown)
"""

# what is never shown while names are hidden
NAMES = "select id, name, pupil, pupil_sure from file where batch = $1 and id = any($2::uuid[])"

# in which of these batches one of these pupils wrote a text, where that may be told
WITH_PUPIL = """
select b.id from batch b
cross join lateral (
    select from file f where f.batch = b.id and f.pupil ilike all ($2::text[]) limit 1
) f
where b.id = any($1::uuid[]) and (b.names_shown or not b.blind)
"""


async def pupils(sql: Sql, batch: UUID) -> set[str]:
    """Everybody who wrote a text of this batch, or may have."""
    told = [row["pupil"] for row in await sql.fetch(PUPILS, batch)]
    return {name for pupil in told for name in names_of(pupil, "")}


async def hidden_names(sql: Sql, batch: UUID) -> set[str]:
    """All names that must not be shown now; none where names are shown."""
    rows = await sql.fetch(HIDDEN_NAMES, batch)
    told = [(row["pupil"] or "", row["name"] or "") for row in rows]
    return {
        name for pupil, file in told for name in (*names_of(pupil, ""), *names_of("", file)) if name
    }


async def names(sql: Sql, batch: UUID, files: Sequence[UUID]) -> dict[UUID, RealNames]:
    """What these files are called, and whose they are for sure, whether or not that is shown."""
    return {
        UUID(int=row["id"].int): RealNames(
            row["name"] or "", row["pupil"] if row["pupil_sure"] else ""
        )
        for row in await sql.fetch(NAMES, batch, list(files))
    }


async def with_pupil(sql: Sql, batches: Sequence[UUID], sought: str) -> set[UUID]:
    """In which of these batches somebody wrote whose name holds these words and shows."""
    words = [f"%{_plain(word)}%" for word in sought.split()]
    if not words:
        return set()
    return {UUID(int=row["id"].int) for row in await sql.fetch(WITH_PUPIL, list(batches), words)}


def _plain(word: str) -> str:
    """The word, each of its signs meaning itself."""
    return word.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
