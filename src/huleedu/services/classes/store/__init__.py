"""Names of batches, where their essays may name their writers, and what was said of it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec

from huleedu.contracts.classes import MatchedPupil
from huleedu.kit.database import Sql
from huleedu.services.classes.domain.pupils import EssayHints

MENTION = "insert into batch (id) values ($1) on conflict (id) do nothing"

REGISTERED = "update batch set names = $2, version = version + 1 where id = $1"

SETTLED = """
update batch set settlement = greatest(settlement, $2), version = version + 1 where id = $1
"""

KNOW = """
insert into essay (batch, id) select $1, id from unnest($2::uuid[]) as given (id)
order by id on conflict (batch, id) do nothing
"""

# of each essay set the columns that are named in its JSON object, and no others
SET = """
update essay e
set (name, header, opening, slot) = (select r.name, r.header, r.opening, r.slot
                                     from jsonb_populate_record(e, s.columns) r)
from unnest($2::uuid[], $3::jsonb[]) as s (id, columns)
where e.batch = $1 and e.id = s.id and e.id = any($2::uuid[])
"""

BATCH = "select names, settlement, version, matched from batch where id = $1"

LOCK = """
select names, settlement, version, matched, told_settlement from batch where id = $1 for update
"""

TAKING_PART = """
select id, name, header, opening from essay where batch = $1 and slot is not null order by slot
"""

# keep what these essays' pupils are; returns those for which that is news
TELL = """
update essay e set told = s.told
from unnest($2::uuid[], $3::jsonb[]) as s (id, told)
where e.batch = $1 and e.id = s.id and e.id = any($2::uuid[]) and e.told is distinct from s.told
returning e.id
"""

MATCHED = "update batch set matched = $2, told_settlement = $3 where id = $1"


class KnownBatch(NamedTuple):
    """What a batch's essays are matched with; `version` tells whether that is still so."""

    names: tuple[str, ...]
    settlement: int
    version: int
    matched: int


async def registered(sql: Sql, batch: UUID, names: Sequence[str]) -> None:
    """Keep the names that the batch came with."""
    await sql.execute(MENTION, batch)
    await sql.execute(REGISTERED, batch, list(names))


async def keep(sql: Sql, batch: UUID, essays: Mapping[UUID, Mapping[str, object]]) -> None:
    """Keep what was heard of these essays, by column: name, header, opening, slot."""
    await sql.execute(MENTION, batch)
    await sql.execute(KNOW, batch, list(essays))
    told = [msgspec.json.encode(columns).decode() for columns in essays.values()]
    await sql.execute(SET, batch, list(essays), told)


async def settled(sql: Sql, batch: UUID, revision: int) -> None:
    """It is known who takes part."""
    await sql.execute(SETTLED, batch, revision)


async def known(sql: Sql, batch: UUID) -> KnownBatch:
    """What is known of the batch, which was mentioned."""
    row = await sql.fetchrow(BATCH, batch)
    assert row, f"batch {batch} is not known"
    return KnownBatch(tuple(row["names"]), row["settlement"], row["version"], row["matched"])


async def hints(sql: Sql, batch: UUID) -> list[EssayHints]:
    """Where the essays that take part may name their writers, by slot."""
    return [
        EssayHints(str(row["id"]), row["header"], row["name"], row["opening"])
        for row in await sql.fetch(TAKING_PART, batch)
    ]


async def lock(sql: Sql, batch: UUID) -> tuple[KnownBatch, int]:
    """Let nobody else change the batch; returns it, and the settlement that was told."""
    row = await sql.fetchrow(LOCK, batch)
    assert row, f"batch {batch} is not known"
    now = KnownBatch(tuple(row["names"]), row["settlement"], row["version"], row["matched"])
    return now, row["told_settlement"]


async def tell(sql: Sql, batch: UUID, of: Sequence[MatchedPupil]) -> list[MatchedPupil]:
    """Keep whose essays these are; returns what of it is news."""
    told = [msgspec.json.encode(one).decode() for one in of]
    news = {
        UUID(int=row["id"].int)
        for row in await sql.fetch(TELL, batch, [one.essay for one in of], told)
    }
    return [one for one in of if one.essay in news]


async def matched(sql: Sql, batch: UUID, version: int, settlement: int) -> None:
    """The batch as it was in this version has been matched, and it was said."""
    await sql.execute(MATCHED, batch, version, settlement)
