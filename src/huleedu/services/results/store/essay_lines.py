"""What the results' table shows of each essay: whose it is, and a few figures."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from huleedu.kit.database import Row, Sql

# of a batch's essays that take part: the code while names are hidden, and these measures ($2)
LINES = """
select f.id, f.slot, f.name, f.pupil, f.pupil_sure, f.language,
       jsonb_array_length(f.misspellings) as misspellings,
       case when b.blind and not b.names_shown then coalesce(f.alias, '?') end as hidden_as,
       (select jsonb_object_agg(key, value) from jsonb_each(f.measures)
        where key = any($2::text[])) as measures
from file f join batch b on b.id = f.batch
where f.batch = $1 and f.slot is not null
  and f.state <> all('{unpacked,replaced,withdrawn}')
order by f.slot
"""

_Measures = dict[str, float]


class EssayLine(msgspec.Struct, frozen=True, kw_only=True):
    """An essay, as a line of a table shows it; `name` is a code while names are hidden."""

    id: UUID
    slot: int
    name: str
    """Its pupil, or else its file."""
    language: str
    misspellings: int | None
    measures: dict[str, float]
    hidden: bool


async def lines(sql: Sql, batch: UUID, measures: Sequence[str]) -> list[EssayLine]:
    """The essays of a batch that take part, by slot, with these of their measures."""
    return [_line(row) for row in await sql.fetch(LINES, batch, list(measures))]


def _line(row: Row) -> EssayLine:
    hidden_as: str | None = row["hidden_as"]
    named = row["pupil"] if row["pupil"] and row["pupil_sure"] else row["name"] or ""
    return EssayLine(
        id=UUID(int=row["id"].int),
        slot=row["slot"],
        name=named if hidden_as is None else hidden_as,
        language=row["language"] or "",
        misspellings=row["misspellings"],
        measures=msgspec.json.decode(row["measures"] or "{}", type=_Measures),
        hidden=hidden_as is not None,
    )
