"""What was said of essays that are to be talked about; nothing of it is ever changed."""

from collections.abc import Sequence
from uuid import UUID

from huleedu.kit.database import Row, Sql
from huleedu.services.results.domain.talk import TalkSaid

SAY = """
insert into talk (id, school, batch, essay, kind, said_at, person, person_name, line, present,
                  outcome, covers, judgements, more)
select $2, school, id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 from batch where id = $1
on conflict (id) do nothing
"""

ALL = "select * from talk where batch = $1 order by number"


async def say(sql: Sql, batch: UUID, said: TalkSaid) -> None:
    """Keep what was said; the same id again changes nothing. Its number is given here."""
    await sql.execute(
        SAY,
        batch,
        said.id,
        said.essay,
        said.kind,
        said.at,
        said.by,
        said.by_name,
        said.line,
        said.present,
        said.outcome,
        list(said.covers),
        said.judgements,
        said.more,
    )


async def all_said(sql: Sql, batch: UUID) -> Sequence[TalkSaid]:
    """All that was ever said of a batch's list, in order."""
    return [_said(row) for row in await sql.fetch(ALL, batch)]


def _said(row: Row) -> TalkSaid:
    return TalkSaid(
        id=UUID(int=row["id"].int),
        number=row["number"],
        essay=UUID(int=row["essay"].int),
        kind=row["kind"],
        at=row["said_at"],
        by=UUID(int=row["person"].int) if row["person"] else None,
        by_name=row["person_name"],
        line=row["line"],
        present=row["present"],
        outcome=row["outcome"],
        covers=tuple(row["covers"]),
        judgements=row["judgements"],
        more=row["more"],
    )
