"""Names of batches, where their essays may name their writers, and what was said of it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec

from huleedu.contracts.classes import FoundIn, MatchedPupil
from huleedu.contracts.gateway import EssayDecision
from huleedu.kit.database import Row, Sql
from huleedu.kit.service import Transaction
from huleedu.services.classes.domain.pupils import EssayHints

MENTION = "insert into batch (id) values ($1) on conflict (id) do nothing"

REGISTERED = """
update batch set names = $2, school = $3, class = $4, version = version + 1 where id = $1
"""

# of a batch with a class, whose teacher wants to see its pupils before the last text is in
DUE = "update batch set due = true where id = $1 and class is not null and not due"

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
set (name, header, opening, slot) = (select r.name, r.header, r.opening,
                                            case when not e.replaced then r.slot end
                                     from jsonb_populate_record(e, s.columns) r)
from unnest($2::uuid[], $3::jsonb[]) as s (id, columns)
where e.batch = $1 and e.id = s.id and e.id = any($2::uuid[])
"""

BATCH = """
select names, school, class, settlement, version, matched from batch where id = $1
"""

LOCK = """
select names, school, class, settlement, version, matched, told_settlement,
       matched > 0 and class_revision <> matched_class as class_changed
from batch where id = $1 for update
"""

TAKING_PART = """
select id, name, header, opening from essay where batch = $1 and slot is not null order by slot
"""

# keep what these essays' pupils are; returns those for which that is news
TELL = """
update essay e
set told = s.told, guesses = s.guesses, told_anew = $5 and e.told is not null
from unnest($2::uuid[], $3::jsonb[], $4::jsonb[]) as s (id, told, guesses),
     lateral (select told from essay b where b.batch = $1 and b.id = s.id) before
where e.batch = $1 and e.id = s.id and e.id = any($2::uuid[])
  and (e.told is distinct from s.told or e.guesses <> s.guesses)
returning e.id, before.told is distinct from e.told as news
"""

DECIDE = """
insert into decision (batch, essay, pupils, person, decided_at)
select $1, s.essay, coalesce(string_to_array(nullif(s.pupils, ''), E'\\x1f'), '{}'), $4, $5
from unnest($2::uuid[], $3::text[]) as s (essay, pupils)
on conflict (batch, essay) do update
set pupils = excluded.pupils, person = excluded.person, decided_at = excluded.decided_at
"""

UNDO = "delete from decision where batch = $1 and essay = any($2::uuid[])"

DECISIONS = "select essay, pupils from decision where batch = $1"

CHANGED = "update batch set version = version + 1 where id = $1"

# batches whose class changed, or to which a text came
TAKE_DUE = """
update batch b
set version = b.version + 1, due = false, class_revision = coalesce(c.revision, b.class_revision)
from batch o left join class c on c.school = o.school and c.id = o.class
where o.id = b.id and (b.due or b.settlement > 0 and b.class_revision < c.revision)
returning b.id
"""

# whose essays the files are, for somebody who sees the batch
SHOWN = """
select id, name, header, opening, told, guesses, told_anew, (
    select true from decision d where d.batch = e.batch and d.essay = e.id) as decided
from essay e where batch = $1 and slot is not null order by slot
"""


MATCHED = """
update batch set matched = $2, told_settlement = $3, matched_class = class_revision where id = $1
"""

# what was told anew before is not new any more
NOT_ANEW = "update essay set told_anew = false where batch = $1 and told_anew"


class KnownBatch(NamedTuple):
    """What a batch's essays are matched with; `version` tells whether that is still so."""

    names: tuple[str, ...]
    school: UUID
    class_: UUID | None
    settlement: int
    version: int
    matched: int


class ShownGuess(msgspec.Struct, frozen=True, kw_only=True):
    """Who may have written an essay: a pupil's key and name, a code why, and where it stands."""

    key: str
    name: str
    why: str
    how: FoundIn
    words: tuple[tuple[int, int], ...] = ()


class ShownEssay(msgspec.Struct, frozen=True, kw_only=True):
    """An essay, where it may name its writer, and whose it is; `told` is None before matching."""

    id: UUID
    name: str
    header: str
    opening: str
    told: MatchedPupil | None
    guesses: tuple[ShownGuess, ...]
    decided: bool
    told_anew: bool
    """Something else was found because the class had changed."""


_TOLD = msgspec.json.Decoder(MatchedPupil)
_GUESSES = msgspec.json.Decoder(tuple[ShownGuess, ...])


async def registered(
    sql: Sql, batch: UUID, names: Sequence[str], school: UUID, class_: UUID | None
) -> None:
    """Keep the names that the batch came with, whose it is, and its class."""
    await sql.execute(MENTION, batch)
    await sql.execute(REGISTERED, batch, list(names), school, class_)


async def keep(sql: Sql, batch: UUID, essays: Mapping[UUID, Mapping[str, object]]) -> None:
    """Keep what was heard of these essays, by column: name, header, opening, slot."""
    await sql.execute(MENTION, batch)
    await sql.execute(KNOW, batch, list(essays))
    told = [msgspec.json.encode(columns).decode() for columns in essays.values()]
    await sql.execute(SET, batch, list(essays), told)
    await sql.execute(DUE, batch)


async def settled(sql: Sql, batch: UUID, revision: int) -> None:
    """It is known who takes part."""
    await sql.execute(SETTLED, batch, revision)


async def find(sql: Sql, batch: UUID) -> KnownBatch | None:
    """What is known of the batch; None: nobody has mentioned it, or it is not to be seen."""
    row = await sql.fetchrow(BATCH, batch)
    return _known(row) if row else None


async def known(sql: Sql, batch: UUID) -> KnownBatch:
    """What is known of the batch, which was mentioned."""
    found = await find(sql, batch)
    assert found, f"batch {batch} is not known"
    return found


async def hints(sql: Sql, batch: UUID) -> list[EssayHints]:
    """Where the essays that take part may name their writers, by slot."""
    return [
        EssayHints(str(row["id"]), row["header"], row["name"], row["opening"])
        for row in await sql.fetch(TAKING_PART, batch)
    ]


class LockedBatch(NamedTuple):
    """A batch that nobody else changes, and what was told of it."""

    known: KnownBatch
    told_settlement: int
    class_changed: bool
    """Since it was matched last."""


async def lock(sql: Sql, batch: UUID) -> LockedBatch:
    """Let nobody else change the batch."""
    row = await sql.fetchrow(LOCK, batch)
    assert row, f"batch {batch} is not known"
    return LockedBatch(_known(row), row["told_settlement"], row["class_changed"])


async def tell(
    sql: Sql,
    batch: UUID,
    of: Sequence[tuple[MatchedPupil, Sequence[ShownGuess]]],
    *,
    class_changed: bool,
) -> list[MatchedPupil]:
    """Keep whose these essays are, and who else may be; returns what of it is news."""
    if class_changed:
        await sql.execute(NOT_ANEW, batch)
    told = [msgspec.json.encode(one).decode() for one, _ in of]
    guesses = [msgspec.json.encode(some).decode() for _, some in of]
    rows = await sql.fetch(TELL, batch, [one.essay for one, _ in of], told, guesses, class_changed)
    news = {UUID(int=row["id"].int) for row in rows if row["news"]}
    return [one for one, _ in of if one.essay in news]


async def decide(
    tx: Transaction, batch: UUID, person: UUID | None, decisions: Sequence[EssayDecision]
) -> None:
    """Keep what somebody decided, or forget what was."""
    await tx.sql.execute(MENTION, batch)
    kept = [one for one in decisions if not one.undone]
    essays = [one.essay for one in kept]
    pupils = ["\x1f".join(one.pupils) for one in kept]
    await tx.sql.execute(DECIDE, batch, essays, pupils, person, tx.now)
    await tx.sql.execute(UNDO, batch, [one.essay for one in decisions if one.undone])
    await tx.sql.execute(CHANGED, batch)


async def decisions(sql: Sql, batch: UUID) -> dict[str, tuple[str, ...]]:
    """What was decided, by the essays' ids."""
    rows = await sql.fetch(DECISIONS, batch)
    return {str(row["essay"]): tuple(row["pupils"] or ()) for row in rows}


async def take_due(sql: Sql) -> list[UUID]:
    """The batches that are to be matched anew, each told once."""
    return [UUID(int=row["id"].int) for row in await sql.fetch(TAKE_DUE)]


async def shown(sql: Sql, batch: UUID) -> list[ShownEssay]:
    """The essays that take part, and whose they are."""
    return [
        ShownEssay(
            id=UUID(int=row["id"].int),
            name=row["name"],
            header=row["header"],
            opening=row["opening"],
            told=_TOLD.decode(row["told"]) if row["told"] else None,
            guesses=_GUESSES.decode(row["guesses"]),
            decided=bool(row["decided"]),
            told_anew=row["told_anew"],
        )
        for row in await sql.fetch(SHOWN, batch)
    ]


async def matched(sql: Sql, batch: UUID, version: int, settlement: int) -> None:
    """The batch as it was in this version has been matched, and it was said."""
    await sql.execute(MATCHED, batch, version, settlement)


def _known(row: Row) -> KnownBatch:
    return KnownBatch(
        names=tuple(row["names"]),
        school=UUID(int=row["school"].int),
        class_=row["class"] and UUID(int=row["class"].int),
        settlement=row["settlement"],
        version=row["version"],
        matched=row["matched"],
    )
