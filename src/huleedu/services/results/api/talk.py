"""The essays that are to be talked about: put on the list, closed with an outcome, and undone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from huleedu.kit.database import Database, Sql
from huleedu.services.results.domain import talk
from huleedu.services.results.domain.talk import (
    INFIT_FROM,
    JUDGED_FROM,
    FlaggedText,
    JudgedSide,
    Outcome,
    TalkEntry,
    TalkList,
    TalkReason,
    TalkSaid,
    talk_list,
)
from huleedu.services.results.store import revisions
from huleedu.services.results.store import talk as store

__all__ = [
    "INFIT_FROM",
    "JUDGED_FROM",
    "FlaggedText",
    "JudgedSide",
    "NotOnList",
    "NothingToUndo",
    "OnListBefore",
    "Outcome",
    "SaidNow",
    "Speaker",
    "TalkEntry",
    "TalkList",
    "TalkReason",
    "TalkSaid",
    "Verdict",
    "close",
    "closed_at",
    "put",
    "said_of",
    "talk_list",
    "undo",
]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something; None: at the command line."""

    person: UUID | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of talking about an essay.

    Args:
        line: why, in a line.
        present: who was there.
        more: how many judgements were asked for, if it is to be looked at again.
    """

    outcome: Outcome
    line: str = ""
    present: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class SaidNow:
    """It is kept."""

    said: TalkSaid


@dataclass(frozen=True, slots=True)
class OnListBefore:
    """Somebody had put it there, and it has not been talked about since."""


@dataclass(frozen=True, slots=True)
class NotOnList:
    """It is not there: it never was, or somebody closed it meanwhile; `last` says who and how."""

    last: TalkSaid | None


@dataclass(frozen=True, slots=True)
class NothingToUndo:
    """Nothing was said of this essay, or all of it was undone."""


async def said_of(database: Database, batch: UUID) -> Sequence[TalkSaid]:
    """All that was ever said of a batch's list, in order; raises `EngineAway`, as all of these."""
    async with database.session() as sql:
        return await store.all_said(sql, batch)


async def closed_at(database: Database, batch: UUID) -> dict[UUID, datetime]:
    """When each essay that was talked about was closed last, and that was not undone."""
    return {
        essay: stands[-1].at
        for essay, stands in talk.standing(await said_of(database, batch)).items()
        if stands and stands[-1].kind == "closed"
    }


async def put(
    database: Database,
    batch: UUID,
    essay: UUID,
    by: Speaker,
    line: str,
    now: datetime,
    *,
    once: UUID | None = None,
) -> SaidNow | OnListBefore:
    """Put an essay on the list by hand.

    Args:
        line: why, in own words; may be empty.
        once: the same again changes nothing.
    """
    async with database.transaction() as sql:
        await revisions.changes(sql, batch)
        stands = await _standing(sql, batch, essay)
        if stands and stands[-1].kind == "put":
            return OnListBefore()
        said = TalkSaid(
            id=once or uuid4(), number=0, essay=essay, kind="put", at=now, by=by.person,
            by_name=by.name, line=line,
        )  # fmt: skip
        await store.say(sql, batch, said)
    return SaidNow(said)


async def close(
    database: Database,
    batch: UUID,
    entry: TalkEntry,
    by: Speaker,
    verdict: Verdict,
    now: datetime,
) -> SaidNow | NotOnList:
    """Close an essay that is on the list.

    Args:
        entry: it as whoever closes it saw it: what was closed meanwhile is told instead.
    """
    async with database.transaction() as sql:
        await revisions.changes(sql, batch)
        stands = await _standing(sql, batch, entry.essay)
        last = stands[-1] if stands else None
        if last and last.kind == "closed" and set(entry.keys) <= set(last.covers):
            return NotOnList(last)
        said = TalkSaid(
            id=uuid4(), number=0, essay=entry.essay, kind="closed", at=now, by=by.person,
            by_name=by.name, line=verdict.line, present=verdict.present, outcome=verdict.outcome,
            covers=entry.keys, judgements=entry.judgements, more=verdict.more,
        )  # fmt: skip
        await store.say(sql, batch, said)
    return SaidNow(said)


async def undo(
    database: Database, batch: UUID, essay: UUID, by: Speaker, now: datetime
) -> SaidNow | NothingToUndo:
    """Take back what was said last of this essay: it was not closed, or not put there."""
    async with database.transaction() as sql:
        await revisions.changes(sql, batch)
        stands = await _standing(sql, batch, essay)
        if not stands:
            return NothingToUndo()
        last = stands[-1]
        said = replace(
            last, id=uuid4(), kind="undone", at=now, by=by.person, by_name=by.name, outcome=None,
            covers=(), line="", present="",
        )  # fmt: skip
        await store.say(sql, batch, said)
    return SaidNow(said)


async def _standing(sql: Sql, batch: UUID, essay: UUID) -> Sequence[TalkSaid]:
    return talk.standing(await store.all_said(sql, batch)).get(essay, [])
